// What the page shows of a running session: its steps, its error, its result.

const texts = {
  idle: 'Ready to start.',
  creating: 'Creating the session…',
  loading: 'Loading the vendor’s script…',
  starting: 'Starting the widget…',
  active: 'Active: waiting for the person to go through the checks.',
  finished: 'Finished. Reading the server’s verdict…',
  failed: 'Failed.',
  cancelled: 'Cancelled.',
};

/** The status line and the list of steps beneath it, with the time that each step took. */
export class Progress {
  #line;
  #steps;
  #current;
  #since;

  constructor(line, list) {
    this.#line = line;
    this.#steps = [...list.children];
  }

  /** Forgets the run before. */
  reset() {
    this.#current = undefined;
    for (const step of this.#steps) this.#mark(step, 'pending', '');
  }

  /** Goes on to the step with this name, if it is another one. */
  enter(status) {
    if (this.#line.dataset.status === status) return;
    this.completeStep();
    this.#show(status, texts[status]);
    this.#current = this.#steps.find((step) => step.dataset.step === status);
    this.#since = performance.now();
    if (this.#current) this.#mark(this.#current, 'current', '');
  }

  /** Ends the step while the next one has not begun. */
  completeStep() {
    this.#leave('done');
  }

  /** Ends the run well. */
  complete(text) {
    this.completeStep();
    this.#show('finished', text);
  }

  /** Ends the run with "failed" or "cancelled", in the step that it had reached. */
  stop(status, text = texts[status]) {
    this.#leave(status);
    this.#show(status, text);
  }

  #show(status, text) {
    this.#line.dataset.status = status;
    this.#line.textContent = text;
  }

  #leave(state) {
    if (!this.#current) return;
    const milliseconds = Math.round(performance.now() - this.#since);
    this.#mark(this.#current, state, milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`);
    this.#current = undefined;
  }

  #mark(step, state, time) {
    step.dataset.state = state;
    step.querySelector('.step-state').textContent = state === 'pending' ? '' : state;
    step.querySelector('.step-time').textContent = time;
  }
}

/** The package's code, or the name of any other error. A DOMException's `code` is a number that says nothing. */
export const codeOf = (error) => (typeof error.code === 'string' ? error.code : error.name);

/** Code, message, `retryable` and details of what a call has thrown. */
export function showError(panel, error) {
  const rows = { Code: codeOf(error), Message: error.message };
  if ('retryable' in error) {
    rows.Retryable = error.retryable ? 'yes: the same call may succeed if made again' : 'no';
    rows.Details = Object.keys(error.details ?? {}).length > 0 ? toJson(error.details) : 'none';
  }
  const list = document.createElement('dl');
  list.className = 'facts';
  for (const [name, value] of Object.entries(rows)) {
    const term = document.createElement('dt');
    const description = document.createElement('dd');
    term.textContent = name;
    description.textContent = value;
    description.dataset.fact = name.toLowerCase();
    list.append(term, description);
  }
  panel.replaceChildren(list);
  panel.hidden = false;
}

export function hideError(panel) {
  panel.replaceChildren();
  panel.hidden = true;
}

/** Shows a value as JSON; without a value, the note that stands in for it. */
export function showJson(region, text = '') {
  region.textContent = text;
  region.hidden = text === '';
  region.previousElementSibling.hidden = text !== '';
}

const LONGEST_STRING = 240;

/** Pretty-printed JSON in which photos and other long strings are shortened. */
export function toJson(value) {
  const shorten = (_key, item) =>
    typeof item === 'string' && item.length > LONGEST_STRING
      ? `${item.slice(0, 60)}… (${item.length} characters in all)`
      : item;
  try {
    return JSON.stringify(value, shorten, 2) ?? String(value);
  } catch {
    // A detail need not be plain data: it may refer to itself.
    return String(value);
  }
}
