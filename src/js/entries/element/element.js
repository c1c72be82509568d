import { startSession } from "flow-embed";
import { placeOf, takeAway } from "../place.js";
import { localeOf } from "./texts.js";
import { View } from "./view.js";

/** On a server there are no elements to extend, and none is defined. */
const Element = globalThis.HTMLElement ?? class {};

/** `<flow-embed>`: a session as an element. `flow-embed/element`'s types say what each member does. */
export class FlowEmbedElement extends Element {
  static observedAttributes = ["session-id", "manual"];

  #status = "idle";
  /** The running session: `id`, `controller` and its promise, `end`. */
  #session;
  /** It does not start by itself again: an id is good for one passage. */
  #startedId = "";
  /** Where a finished session with `keepMounted` still is. */
  #place;
  #willDecide = false;
  #script;
  #view;

  constructor() {
    super();
    this.#view = new View(this.attachShadow({ mode: "open" }), () => this.start());
    // Properties that were set before the element was defined hide the class's own.
    for (const name of [...Object.keys(attributes), "script"].filter((name) => Object.hasOwn(this, name))) {
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

  start() {
    const id = this.sessionId;
    if (this.#session?.id === id) return this.#session.end;
    this.reset();
    const session = { id, controller: new AbortController() };
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
    this.#show("idle");
    this.#takeAwayKept();
  }

  async #run(session) {
    const isCurrent = () => this.#session === session;
    const { presentation, keepMounted } = this;
    const isInline = presentation === "inline";
    const locale = localeOf(this);
    let place;
    // A dialog says by itself that it loads.
    this.#show("loading", isInline ? locale : undefined);
    try {
      const result = await startSession({
        id: session.id,
        selector: this,
        locale: this.locale ?? locale,
        presentation: this.getAttribute("presentation") ?? "inline",
        width: this.width,
        height: this.height,
        isolate: this.isolate,
        keepMounted,
        script: this.script,
        signal: session.controller.signal,
        onStatus: (status) => {
          if (!isCurrent()) return;
          if (keepMounted && status === "loading") place = placeOf(this, presentation);
          this.#show(status, status === "loading" && isInline ? locale : undefined);
          this.#tell("flow-status", status);
        },
      });
      if (isCurrent()) {
        this.#session = undefined;
        this.#place = place;
        this.#tell("flow-finish", result);
      } else if (place) {
        takeAway(place);
      }
      return result;
    } catch (error) {
      if (isCurrent()) {
        this.#session = undefined;
        this.#show("failed", error.retryable ? locale : undefined);
        this.#tell("flow-error", error);
      }
      throw error;
    }
  }

  #takeAwayKept() {
    if (this.#place) takeAway(this.#place);
    this.#place = undefined;
  }

  /** Without a locale, nothing is said of the status. */
  #show(status, locale) {
    this.#status = status;
    this.#view.show(status, locale);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
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
    if (!this.isConnected) {
      // The widget never got this id: back in the page, it may start by itself.
      if (this.#status === "loading") this.#startedId = "";
      this.cancel();
      // What is kept inside goes with it, and comes back with it.
      if (!this.contains(this.#place)) this.#takeAwayKept();
    } else if (!this.manual && this.sessionId !== this.#startedId) {
      this.reset();
      this.#startedId = "";
      if (this.sessionId) this.start();
    }
  }
}

/** By property: its attribute, and what the attribute's text means. */
const attributes = {
  sessionId: ["session-id", (text) => text ?? ""],
  locale: ["locale", (text) => text],
  width: ["width", lengthOf],
  height: ["height", lengthOf],
  presentation: ["presentation", (text) => (text === "dialog" ? text : "inline")],
  isolate: ["isolate", isPresent],
  keepMounted: ["keep-mounted", isPresent],
  manual: ["manual", isPresent],
};

for (const [name, [attribute, read]] of Object.entries(attributes)) {
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

/** React 18 writes `false` into the attribute. */
function isPresent(text) {
  return text !== null && text !== "false";
}

function lengthOf(text) {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** Defines the element under a name; where the name is taken, and on a server, it does nothing. */
export function define(tagName = "flow-embed") {
  const registry = globalThis.customElements;
  if (!registry || registry.get(tagName)) return;
  // A class goes by one name.
  registry.define(tagName, tagName === "flow-embed" ? FlowEmbedElement : class extends FlowEmbedElement {});
}
