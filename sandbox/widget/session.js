const STEPS = { LD: liveness, DR: documentRecognition, ED: edocument, F2F: face2face };
const NOTHING_PREFILLED = {
  iin: { value: null, changeable: true },
  phone: { value: null, changeable: true },
  skip_input: false,
};

/** One passage through the steps. As with the vendor, nothing outside can stop it. */
class Session {
  constructor(id, host, texts) {
    this.id = id;
    this.texts = texts;
    this.frame = new Frame(host, texts);
    this.technologies = [];
    this.metadata = NOTHING_PREFILLED;
    this.checked = [];
    this.entered = null;
    this.selfie = null;
    this.camera = null;
    this.hasBegun = false;
    this.ending = false;
    this.ended = false;
    this.announced = false;
    this.begun = new Promise((resolve) => { this.onBegun = resolve; });
  }

  async run() {
    if (settings.auto) setTimeout(() => this.end(settings.auto.outcome), settings.auto.ms);
    this.end(await this.walk());
  }

  /** Through the steps as the person goes: "pass", or "fail" at the first that is not passed. */
  async walk() {
    await this.begin();
    await intro(this);
    for (const [index, code] of this.technologies.entries()) {
      this.frame.progress(index);
      const passed = await STEPS[code](this);
      this.closeCamera();
      this.checked.push({ code, passed });
      if (!passed) return 'fail';
    }
    return 'pass';
  }

  async begin() {
    if (settings.anyId) {
      this.technologies = settings.technologies;
    } else {
      this.show('intro', { title: this.texts.loading, actions: [this.cancelButton()] });
      const answer = await this.ask('/widget/session/begin', {});
      this.technologies = answer.technologies;
      this.metadata = answer.metadata;
    }
    this.frame.plan(this.technologies.map((code) => this.texts.technologies[code]));
    this.hasBegun = true;
    this.onBegun();
  }

  /** `outcome`: pass, fail or cancel. The first that gets through counts; cancelling never waits. */
  async end(outcome) {
    const cancelled = outcome === 'cancel';
    if (this.ended || (this.ending && !cancelled)) return;
    this.ending = true;
    if (!cancelled) await this.begun;
    this.concludeUnchecked(outcome);
    await this.report(cancelled);
    if (this.ended) return;
    this.ended = true;
    this.closeCamera();
    this.frame.progress(this.checked.filter(({ passed }) => passed).length, true);
    showDone(this, { pass: 'passed', fail: 'failed', cancel: 'cancelled' }[outcome]);
    if (this.announced) return;
    this.announced = true;
    await announce(this.frame.root, this.detail(outcome === 'pass', cancelled));
  }

  async report(cancelled) {
    if (!this.hasBegun || settings.anyId) return;
    const report = { cancelled, technologies: this.checked, edocument: this.entered };
    if (cancelled) {
      this.post('/widget/session/complete', report).catch(() => {});
    } else {
      this.frame.wait();
      await this.ask('/widget/session/complete', report);
    }
  }

  /** What `auto` skips: a passage passes all that is left, a failure fails the next. */
  concludeUnchecked(outcome) {
    const unchecked = this.technologies.slice(this.checked.length);
    const failed = this.checked.some(({ passed }) => !passed);
    if (outcome === 'pass') this.checked.push(...unchecked.map((code) => ({ code, passed: true })));
    if (outcome === 'fail' && !failed) this.checked.push({ code: unchecked[0], passed: false });
    if (this.checked.some(({ code }) => code === 'ED')) {
      // The person for whom the session was created, if it was created for one.
      const given = (name) => this.entered?.[name] || this.metadata[name].value;
      this.entered = { iin: given('iin') || '000000000000', phone: given('phone') || '77000000000' };
    }
  }

  detail(result, cancelled) {
    return { session_id: this.id, result, cancelled, technologies: this.checked.map((one) => ({ ...one })) };
  }

  /** The fault `finishes-inside-start`: the event comes first, the rest follows. */
  announceAtOnce() {
    this.announced = true;
    dispatchFinish(this.frame.root, this.detail(true, false));
    this.end('pass');
  }

  /** Asks until there is an answer. A refusal is final: the promise then stays open and the error stays on show. */
  async ask(path, body) {
    for (;;) {
      try {
        return await this.post(path, body);
      } catch (failure) {
        await showError(this, failure.reason ?? 'network');
      }
    }
  }

  async post(path, body) {
    const request = { method: 'POST', keepalive: true, body: JSON.stringify({ session_id: this.id, ...body }) };
    const response = await fetch(settings.origin + path, request);
    if (response.ok) return response.json();
    const reasons = { 404: 'unknown', 409: 'used' };
    throw Object.assign(new Error(`HTTP ${response.status}`), { reason: reasons[response.status] });
  }

  show(step, view) {
    this.frame.show(step, view);
  }

  cancelButton() {
    return button('cancel', this.texts.cancel, () => this.end('cancel'));
  }

  failButton(run) {
    return button('fail', this.texts.fail, run, 'danger');
  }

  /** `data-camera` on the root says how it went: starting, live, refused or missing. */
  async openCamera(facingMode, place, { live, failed }) {
    const { dataset } = this.frame.root;
    const words = this.texts.camera;
    this.closeCamera();
    const camera = new Camera(facingMode);
    this.camera = camera;
    dataset.camera = 'starting';
    place.replaceChildren(element('div', 'fw-empty', {}, element('p', '', { role: 'status' }, words.starting)));
    try {
      const stream = await camera.open();
      if (!stream) return;
      live(stream);
      dataset.camera = 'live';
    } catch (failure) {
      if (camera.closed) return;
      const problem = failure.name === 'NotAllowedError' ? 'refused' : 'missing';
      failed(element('p', '', { role: 'status' }, words[problem]));
      dataset.camera = problem;
    }
  }

  closeCamera() {
    if (this.camera) this.camera.close();
    this.camera = null;
  }
}

/** The vendor's entry: `{ id, selector, locale }`. */
function startSession({ id, selector, locale } = {}) {
  if (fault('start-throws') !== undefined) throw new Error('FlowWidget: the sandbox was asked to throw');
  if (fault('start-rejects') !== undefined) {
    return pause(fault('start-rejects')).then(() => {
      throw new Error('FlowWidget: the sandbox was asked to reject');
    });
  }
  if (typeof id !== 'string' || id === '') throw new Error('FlowWidget: id must be the session id');
  if (!Object.hasOwn(TEXTS, locale)) throw new Error('FlowWidget: locale must be ru, en or kz');
  const host = document.querySelector(selector);
  if (!host) throw new Error(`FlowWidget: no element matches ${selector}`);

  installStyles();
  const session = new Session(id, host, TEXTS[locale]);
  session.run();
  if (fault('finishes-inside-start') !== undefined) session.announceAtOnce();
  return fault('start-hangs') === undefined ? undefined : new Promise(() => {});
}
