import css from "./element.css";
import { textsIn } from "./texts.js";

let sheet;

/** What the element shows of its own, beside the widget in its slot. */
export class View {
  #root;
  #retry;
  #status = part("p", "status", { role: "status", tabindex: "-1" });
  #error = part("div", "error", { role: "alert" });
  /** Shows whether what is in the element has a place; no style of the page's reaches it. */
  probe = document.createElement("div");

  constructor(root, retry) {
    this.#root = root;
    this.#retry = retry;
    const widgets = document.createElement("slot");
    widgets.name = "widget";
    this.probe.className = "probe";
    root.append(this.probe, this.#status, this.#error, document.createElement("slot"), widgets);
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

  /** Says in the locale's language that the session is `loading`, that it `failed` and may be tried again, or `ended` for good; without a notice, nothing. */
  show(notice, locale) {
    const texts = notice ? textsIn(locale) : {};
    const hadFocus = this.#root.activeElement;
    this.#status.textContent = notice === "loading" ? texts.loading : "";
    this.#error.replaceChildren();
    if (notice) this.#status.lang = this.#error.lang = texts.tag;
    if (notice && notice !== "loading") this.#error.append(part("p", "message", {}, texts[notice]));
    if (notice === "failed") {
      const button = part("button", "retry", { type: "button" }, texts.retry);
      button.addEventListener("click", this.#retry);
      this.#error.append(button);
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
