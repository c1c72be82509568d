// Pages whose isolated sessions run a widget that does what the test says.

/** A widget that hands the call, and its own window, to the page around its frame. */
const fake = `
window.finish = (detail) => void dispatchEvent(new CustomEvent("finish", { detail }));
window.FlowWidget = { startSession: (options) => parent.isolated.widgetCalled(window, options) };`;

/**
 * The page with `isolated` in it: `isolated.start(options)` starts a session and yields `{ session, frame, options }` once the
 * widget in its frame was called: the promise in a box, the frame's window, and what the widget got. `isolated.startSession`
 * may be replaced by what the widget does.
 */
export const withIsolated = (site, page = {}) => ({
  ...page,
  head: `${page.head ?? ""}<script>
window.isolated = {
  script: { url: "${site.script(fake)}" },
  started: new Map(),
  startSession: () => {},
  widgetCalled(frame, options) {
    this.started.get(options.id)({ frame, options });
    return this.startSession(frame, options);
  },
  async start(options) {
    const called = new Promise((resolve) => this.started.set(options.id, resolve));
    const session = flow.startSession({ selector: "#kyc", isolate: true, script: this.script, ...options });
    // An end before the widget's call is a failure of the test, and is told as what it is.
    return { session, ...(await Promise.race([called, session])) };
  },
};
</script>`,
});

/** A host of real size, with this in it. */
export const host = (inner = "") => `<div id="kyc" style="width: 400px; height: 600px">${inner}</div>`;

/** By the harness of a file: opens a page with `isolated` in it, and runs a story there. */
export const runnerOf =
  (it) =>
  async (story, page = { body: host() }, ...values) => {
    await it.open(withIsolated(it.site, page));
    return it.run(story, ...values);
  };
