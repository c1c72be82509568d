/** The parts that every step shares: header with progress, scrolling body, footer with the actions. */
class Frame {
  constructor(host, texts) {
    this.texts = texts;
    this.closed = false;
    this.steps = [];
    this.status = element('p', 'fw-status', { role: 'status' });
    this.bar = element('div', 'fw-bar', { 'aria-hidden': 'true' });
    this.body = element('div', 'fw-body');
    this.footer = element('footer', 'fw-footer');
    const brand = element('p', 'fw-brand', {}, icon('brand'), element('span', '', {}, texts.product));
    const chip = element('span', 'fw-chip', {}, texts.testMode);
    const top = element('div', 'fw-top', {}, brand, chip);
    const header = element('header', 'fw-header', {}, top, this.bar, this.status);
    this.root = element('section', 'fw-root', { lang: texts.lang, 'aria-label': texts.product }, header, this.body, this.footer);
    host.replaceChildren(this.root);
  }

  /** The names of the technologies, for the progress bar. */
  plan(steps) {
    this.steps = steps;
    this.bar.replaceChildren(...steps.map(() => element('span', 'fw-segment')));
  }

  /** `past` technologies are done; the next is under way unless all is over. */
  progress(past, isOver = false) {
    const current = isOver ? -1 : past;
    [...this.bar.children].forEach((segment, at) => {
      segment.classList.toggle('fw-past', at < past);
      segment.classList.toggle('fw-current', at === current);
    });
    const name = this.steps[current];
    this.status.textContent = name ? `${this.texts.progress(current + 1, this.steps.length)} · ${name}` : '';
  }

  /** Replaces the step on show. `actions`: the main one, then the others. */
  show(step, { title, hint, content = [], actions = [] }) {
    if (this.closed) return;
    const heading = element('h2', 'fw-title', { tabIndex: -1 }, title);
    const hints = hint ? [element('p', 'fw-hint', {}, hint)] : [];
    const column = element('div', 'fw-column', {}, heading, ...hints, ...content);
    this.root.dataset.step = step;
    delete this.root.dataset.camera;
    this.body.replaceChildren(column);
    this.body.scrollTop = 0;
    const [main, ...others] = actions;
    const row = element('div', 'fw-row', {}, ...others);
    this.footer.replaceChildren(element('div', 'fw-column', {}, ...(main ? [main] : []), row));
    this.footer.hidden = actions.length === 0;
    heading.focus({ preventScroll: true });
  }

  /** Only cancelling is left while the server is asked. */
  wait() {
    for (const action of this.footer.querySelectorAll('button:not([data-action="cancel"])')) action.disabled = true;
  }

  /** The last step: nothing that is still under way can replace it. */
  showLast(step, view) {
    this.show(step, view);
    this.closed = true;
  }
}
