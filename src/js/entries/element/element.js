import { startSession } from "flow-embed";
import { placeOf, takeAway } from "../place.js";
import { tried } from "../tried.js";
import { ElementOfThePage, hide } from "./children.js";
import { attributes, properties } from "./members.js";
import { canHide, hiderOf, untilShown } from "./shown.js";
import { localeOf } from "./texts.js";
import { View } from "./view.js";

export { attributes, events, properties } from "./members.js";

/** The method by which a framework's component says that it is there, or that it is not, while its element stays in the page. */
export const mounted = Symbol("mounted");

/** `<flow-embed>`: a session as an element. `flow-embed/element`'s types say what each member does. */
export class FlowEmbedElement extends ElementOfThePage {
  static observedAttributes = ["session-id", "manual"];

  #status = "idle";
  /** The running session: `id`, `controller`, its promise `end`, and whether the widget got the id. */
  #session;
  /** It does not start by itself again: an id is good for one passage. */
  #startedId = "";
  /** Where a finished session with `keepMounted` still is. */
  #place;
  #willDecide = false;
  #isMounted = true;
  /** It was taken away after the widget had got the id. */
  #wasInterrupted = false;
  #script;
  #view;

  constructor() {
    super();
    this.#view = new View(this.attachShadow({ mode: "open" }), () => this.start());
    // Properties that were set before the element was defined hide the class's own.
    for (const name of Object.keys({ ...attributes, ...properties }).filter((name) => Object.hasOwn(this, name))) {
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }

  get status() {
    return this.#status;
  }

  /** It has no attribute. Frameworks set as a property what the class has as one, and write anything else into an attribute. */
  get script() {
    return this.#script;
  }

  set script(options) {
    this.#script = options;
  }

  connectedCallback() {
    this.#decideSoon();
  }

  disconnectedCallback() {
    this.#decideSoon();
  }

  /** By `moveBefore`, which does not take it out of the page. */
  connectedMoveCallback() {}

  attributeChangedCallback() {
    this.#decideSoon();
  }

  [mounted](isMounted) {
    this.#isMounted = isMounted;
    this.#decideSoon();
  }

  start() {
    const id = this.sessionId;
    if (this.#session?.id === id) return this.#session.end;
    this.reset();
    const session = { id, controller: new AbortController(), hasStarted: false };
    this.#session = session;
    this.#startedId = id;
    session.end = this.#run(session);
    // Whoever does not await it is told by an event.
    session.end.catch(() => {});
    return session.end;
  }

  cancel() {
    if (!this.#session) return;
    const { controller } = this.#session;
    this.#session = undefined;
    this.#show("idle");
    controller.abort();
  }

  reset() {
    this.cancel();
    this.#wasInterrupted = false;
    this.#show("idle");
    this.#takeAwayKept();
  }

  async #run(session) {
    const isCurrent = () => this.#session === session;
    const { signal } = session.controller;
    const { presentation, keepMounted } = this;
    const isInline = presentation === "inline";
    const locale = localeOf(this);
    let place;
    const { probe } = this.#view;
    const isHidden = () => isInline && this.isConnected && hiderOf(probe) !== undefined;
    const runOnceShown = async () => {
      await untilShown(probe, signal);
      return this.#run(session);
    };
    try {
      if (canHide() && isHidden()) return await runOnceShown();
      // A dialog says by itself that it loads.
      const loading = isInline ? "loading" : undefined;
      this.#show("loading", loading, locale);
      const result = await startSession({
        id: session.id,
        selector: this,
        locale: this.locale ?? locale,
        presentation: this.getAttribute("presentation") ?? "inline",
        width: this.width,
        height: this.height,
        isolate: this.isolate,
        keepMounted,
        ...Object.fromEntries(Object.keys(properties).map((name) => [name, this[name]])),
        signal,
        onStatus: (status) => {
          if (!isCurrent()) return;
          if (status === "loading") {
            const container = placeOf(this, presentation);
            if (isInline) tried(() => hide(container));
            if (keepMounted) place = container;
          } else {
            session.hasStarted = true;
          }
          this.#show(status, status === "loading" ? loading : undefined, locale);
          this.#tell("status", status);
        },
      });
      if (isCurrent()) {
        this.#session = undefined;
        this.#place = place;
        this.#tell("finish", result);
      } else if (place) {
        takeAway(place);
      }
      return result;
    } catch (error) {
      // It was hidden in between, or with the frame that it is in.
      if (isCurrent() && error.code === "container_size" && globalThis.ResizeObserver && isHidden()) {
        this.#show("idle");
        return runOnceShown();
      }
      if (isCurrent()) {
        this.#session = undefined;
        this.#show("failed", noticeOf(error), locale);
        this.#tell("error", error);
      }
      throw error;
    }
  }

  #takeAwayKept() {
    if (this.#place) takeAway(this.#place);
    this.#place = undefined;
  }

  /** Without a notice, nothing is said of the status. */
  #show(status, notice, locale) {
    this.#status = status;
    this.#view.show(notice, locale);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`flow-${name}`, { detail, bubbles: true, composed: true }));
  }

  /** In a microtask: by then a move in the page is over, and attributes that are set one after another are all there. */
  #decideSoon() {
    if (this.#willDecide) return;
    this.#willDecide = true;
    queueMicrotask(() => {
      this.#willDecide = false;
      this.#decide();
    });
  }

  #decide() {
    if (!this.isConnected || !this.#isMounted) {
      if (this.#session) {
        this.#wasInterrupted = this.#session.hasStarted;
        // The widget never got this id: back in the page, it may start by itself.
        if (!this.#wasInterrupted) this.#startedId = "";
      }
      this.cancel();
      // What is kept inside goes with it, and comes back with it.
      if (!this.contains(this.#place)) this.#takeAwayKept();
    } else if (!this.manual && this.sessionId !== this.#startedId) {
      this.reset();
      this.#startedId = "";
      if (this.sessionId) this.start();
    } else if (this.#wasInterrupted) {
      this.#wasInterrupted = false;
      this.#show("idle", "ended", localeOf(this));
    }
  }
}

for (const [name, [attribute, { read }]] of Object.entries(attributes)) {
  Object.defineProperty(FlowEmbedElement.prototype, name, {
    get() {
      return read(this.getAttribute(attribute));
    },
    set(value) {
      if (value === undefined || value === null || value === false) this.removeAttribute(attribute);
      else this.setAttribute(attribute, value === true ? "" : value);
    },
    configurable: true,
    enumerable: true,
  });
}

/** Which of the element's sentences a failure is told by. A dialog that the person closed needs none. */
function noticeOf({ code, retryable }) {
  if (code === "cancelled") return undefined;
  return retryable ? "failed" : "ended";
}

/** Defines the element under a name; where the name is taken, and on a server, it does nothing. */
export function define(tagName = "flow-embed") {
  const registry = globalThis.customElements;
  if (!registry || registry.get(tagName)) return;
  // A class goes by one name.
  registry.define(tagName, tagName === "flow-embed" ? FlowEmbedElement : class extends FlowEmbedElement {});
}
