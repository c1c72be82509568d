// What the stories of the tests find in every page beside the package, as the text of a classic script.

/** Runs before the ledger, so that its own timers are not counted. */
export const pageScript = `
(() => {
  const { setTimeout, clearTimeout, requestAnimationFrame } = window;

  /** Ends the running session as the vendor's widget does. */
  window.finish = (detail) => void dispatchEvent(new CustomEvent("finish", { detail }));

  /** Puts a widget into the page that does what the test says; yields the options of each call. */
  window.fakeWidget = (startSession = () => finish()) => {
    const calls = [];
    window.FlowWidget = { startSession: (options) => (calls.push(options), startSession(options)) };
    return calls;
  };

  /** How a call of the package ended, in words: "resolved", "invalid_options width", "untyped: ...", "unsettled". */
  window.endOf = async (promise) => {
    let deadline;
    const unsettled = new Promise((resolve) => (deadline = setTimeout(resolve, 5000, "unsettled")));
    const end = Promise.resolve(promise).then(
      () => "resolved",
      (error) => {
        if (!(error instanceof flow.FlowError)) return "untyped: " + (error instanceof Error ? error.stack : typeof error);
        return error.details.field === undefined ? error.code : error.code + " " + error.details.field;
      },
    );
    const text = await Promise.race([end, unsettled]);
    clearTimeout(deadline);
    return text;
  };

  /** Resolves once the page has been laid out and observers have been told. */
  window.nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

  /** What a session has left in a page whose body looked so before it, in words. */
  window.leftBehind = async (body, tracks = []) => {
    const elements = (selector) => [...document.querySelectorAll(selector)];
    const left = Object.entries({
      "another body": document.body.outerHTML !== body,
      "a frame": window.length > 0,
      "a link": elements("link").length > 0,
      "a dialog": elements("dialog").length > 0,
      "a script without its widget": !window.FlowWidget && elements("script[data-flow-embed-script]").length > 0,
      ["a listener (" + ledger.listeners() + ")"]: ledger.listeners().length > 0,
      "a locked scroll": getComputedStyle(document.documentElement).overflowY !== "visible",
      "a live track": tracks.some(({ readyState }) => readyState === "live"),
      // The widget's own ones run out within moments.
      "a timer": !(await eventually(() => ledger.timers() === 0)),
    });
    return left.filter(([, isLeft]) => isLeft).map(([what]) => what);
  };

  /** Asks on each frame until the answer is truthy, for at most two seconds; yields the last answer. */
  window.eventually = async (ask) => {
    const end = performance.now() + 2000;
    let answer = ask();
    while (!answer && performance.now() < end) {
      await nextFrame();
      answer = ask();
    }
    return answer;
  };
})();`;
