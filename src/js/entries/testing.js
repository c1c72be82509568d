/**
 * All in one function with nothing around it, so that a browser driver can send it into a page as it is.
 */
export function installFakeWidget({ outcome = "manual", window: page = window } = {}) {
  const ending = typeof outcome === "object" ? outcome : {};
  const calls = [];
  /** By call: the window that it was made in, the frame around that, the mount's selector, and whether it has finished. */
  const sessions = [];
  /** What `finish` was given before a session was started. */
  const early = [];
  const timers = new Set();
  /** What `uninstall` does, in this order. */
  const undo = [];

  const replace = (target, name, descriptor) => {
    const before = Object.getOwnPropertyDescriptor(target, name);
    Object.defineProperty(target, name, { configurable: true, ...descriptor });
    undo.unshift(() => (before ? Object.defineProperty(target, name, before) : delete target[name]));
  };

  const isRunning = ({ realm, frame, selector, hasFinished }) =>
    !hasFinished && frame?.isConnected !== false && realm.document.querySelector(selector) !== null;

  const finish = (session, detail) => {
    session.hasFinished = true;
    const { realm } = session;
    // On the window, as the vendor's; but in Vitest with a DOM emulation, the global window is not the one that events are sent to.
    const target = lacksLayout ? realm.document : realm;
    target.dispatchEvent(new realm.CustomEvent("finish", { detail }));
  };

  const startSession = (realm, frame, { id, selector, locale }) => {
    calls.push(Object.freeze({ id, selector, locale }));
    const session = { realm, frame, selector, hasFinished: false };
    sessions.push(session);
    if ("throws" in ending) throw ending.throws;
    if ("rejects" in ending) return Promise.reject(ending.rejects);
    const details = "finish" in ending ? [ending.finish] : early.splice(0, 1);
    for (const detail of details) {
      if (ending.after === undefined) queueMicrotask(() => finish(session, detail));
      else timers.add(page.setTimeout(() => finish(session, detail), ending.after));
    }
  };

  /** What a DOM emulation without layout lacks: our container gets a size, style sheets are taken, and a dialog opens and closes. */
  const emulate = ({ HTMLElement, Element, HTMLDialogElement, CSSStyleSheet, Event }) => {
    // Nothing else on the page has an important height of its own: the app's own tests see what they always saw.
    const isContainer = (element) => element.style?.getPropertyPriority("height") === "important";
    for (const [name, length] of [["offsetWidth", 400], ["offsetHeight", 600]]) {
      const { get } = Object.getOwnPropertyDescriptor(HTMLElement.prototype, name);
      replace(HTMLElement.prototype, name, {
        get() {
          return isContainer(this) ? length : get.call(this);
        },
      });
    }
    const { getClientRects } = Element.prototype;
    replace(Element.prototype, "getClientRects", {
      value() {
        return isContainer(this) ? [this.getBoundingClientRect()] : getClientRects.call(this);
      },
    });
    if (!CSSStyleSheet.prototype.replaceSync) replace(CSSStyleSheet.prototype, "replaceSync", { value() {} });
    if (HTMLDialogElement.prototype.showModal) return;
    replace(HTMLDialogElement.prototype, "showModal", {
      value() {
        this.open = true;
        // The dialog's own: a session may end after `uninstall`.
        this.close = () => {
          this.open = false;
          this.dispatchEvent(new Event("close"));
        };
        this.addEventListener("submit", (event) => {
          event.preventDefault();
          this.close();
        });
      },
    });
  };

  const failInPlaceOfLoading = (script, { Event }) => {
    const { get, set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(script), "src");
    let src;
    Object.defineProperty(script, "src", {
      get: () => src ?? get.call(script),
      set(url) {
        if (!script.hasAttribute("data-flow-embed-script")) return set.call(script, url);
        src = String(url);
        queueMicrotask(() => script.dispatchEvent(new Event("error")));
      },
    });
  };

  const lacksLayout = page.document.documentElement?.getBoundingClientRect().width === 0;
  const install = (realm, frame) => {
    const { document } = realm;
    const widget = { startSession: (options) => startSession(realm, frame, options) };
    // An object without `startSession` keeps the package from fetching the script ahead of time.
    replace(realm, "FlowWidget", { value: outcome === "script-fails" ? {} : widget, writable: true });
    if (lacksLayout) emulate(realm);
    const { createElement } = document;
    replace(document, "createElement", {
      value(...names) {
        const element = createElement.apply(document, names);
        const name = element.localName;
        if (name === "script" && outcome === "script-fails") failInPlaceOfLoading(element, realm);
        // The frame of an isolated session; its listener comes before the package's.
        if (name === "iframe") element.addEventListener("load", () => element.contentDocument && install(element.contentWindow, element), true);
        return element;
      },
      writable: true,
    });
  };
  install(page);
  if (lacksLayout && !page.CSS?.supports) replace(page, "CSS", { value: { supports: () => true } });

  return {
    calls,
    finish(detail) {
      const session = sessions.findLast(isRunning);
      if (session) finish(session, detail);
      else early.push(detail);
    },
    uninstall() {
      timers.forEach((timer) => page.clearTimeout(timer));
      undo.splice(0).forEach((step) => step());
    },
  };
}
