import css from "./element.css";
import { textsIn } from "./texts.js";

let sheet;

/** What the element shows of its own, beside the widget in its slot. */
export class View {
  #root;
  #retry;
  #status = part("p", "status", { role: "status", tabindex: "-1" });
  #error = part("div", "error", { role: "alert" });

  constructor(root, retry) {
    this.#root = root;
    this.#retry = retry;
    root.append(this.#status, this.#error, document.createElement("slot"));
    try {
      if (!sheet) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
      }
      root.adoptedStyleSheets = [sheet];
    } catch {
      // DOM emulations for tests have no constructed sheets, and no looks either.
    }
  }

  /** Says in the locale's language that the session loads, or failed and may be tried again; without a locale, nothing. */
  show(status, locale) {
    const { tag, loading, failed, retry } = locale ? textsIn(locale) : {};
    const hadFocus = this.#root.activeElement;
    this.#status.textContent = locale && status === "loading" ? loading : "";
    this.#error.replaceChildren();
    if (locale) this.#status.lang = this.#error.lang = tag;
    if (locale && status === "failed") {
      const message = part("p", "message", {}, failed);
      const button = part("button", "retry", { type: "button" }, retry);
      button.addEventListener("click", this.#retry);
      this.#error.append(message, button);
    } else if (hadFocus) {
      // It does not get lost with the button that had it.
      this.#status.focus();
    }
  }
}

function part(name, partName, attributes, text = "") {
  const element = document.createElement(name);
  element.setAttribute("part", partName);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.textContent = text;
  return element;
}
