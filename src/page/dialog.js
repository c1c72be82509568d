// The modal dialog of a session without a host: a native `<dialog>` in the top layer, which gives the focus back when it closes.
//
// It stands in the shadow root of an element of its own, out of reach of the page's CSS. The container is that element's child, slotted into
// the dialog: the vendor finds it with a selector in the page's document.
import { failure } from "../js/flow_error.js";
import { CANCELLED } from "../web/scope.js";

// Nothing of the page's is inherited, and lengths are in em: a page may make its rem any size. The widget's place is light: it does not
// know of dark, and would have its dark text on our dark ground.
const style = `:host{all:initial!important;display:contents!important;direction:ltr!important}
dialog{color-scheme:light dark;position:fixed;inset:0;margin:auto;padding:0;border:0;box-sizing:border-box;overflow:hidden;width:min(var(--width),100vw - 2em);height:min(var(--height) + 3em,100dvh - 2em);max-width:none;max-height:none;border-radius:1em;background:Canvas;color:CanvasText;box-shadow:0 1.5em 4em rgb(0 0 0/35%);font:medium/1.5 system-ui,sans-serif;overscroll-behavior:contain}
dialog[open]{display:flex;flex-direction:column}
dialog::backdrop{background:rgb(0 0 0/60%)}
form{flex:none;display:flex;align-items:center;justify-content:space-between;height:3em;margin:0;padding-inline-start:1em;box-sizing:border-box}
h2{margin:0;font:inherit;font-weight:600;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
button{flex:none;width:2em;height:2em;padding:0;border:0;background:none;color:inherit;font:1.5em/1 system-ui,sans-serif;cursor:pointer}
button:hover{opacity:.75}
button:focus-visible{outline:3px solid;outline-offset:-4px}
div{position:relative;flex:1;min-height:0;color-scheme:light;background:Canvas;color:CanvasText}
p{position:absolute;inset:0;display:grid;place-items:center;margin:0;padding:1em;text-align:center;opacity:.75}
@media (max-width:40rem),(max-height:30rem){dialog{width:100vw;height:100dvh;border-radius:0;padding:env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left)}}`;

const sheetOf = (css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
};

/** Opens it and yields the element in which the container is created. Its closing by the person ends the scope; kept, it still closes, and is then gone. */
export const openDialog = (scope, window, width, height, lang, titleText, closeText, loadingText) => {
  try {
    const { document } = window;
    const create = (name, attributes, ...children) => {
      const element = document.createElement(name);
      for (const attribute in attributes) element.setAttribute(attribute, attributes[attribute]);
      element.append(...children);
      return element;
    };
    const status = create("p", { role: "status" }, loadingText);
    const dialog = create(
      "dialog",
      { "aria-label": titleText },
      // A form of this method closes the dialog by itself, even when a kept container outlives the session.
      create("form", { method: "dialog" }, create("h2", {}, titleText), create("button", { "aria-label": closeText }, "×")),
      create("div", {}, status, create("slot")),
    );
    dialog.style.setProperty("--width", width ?? "400px");
    dialog.style.setProperty("--height", height ?? "600px");
    const host = create("div", { lang });
    const shadow = host.attachShadow({ mode: "open" });
    shadow.append(dialog);
    const sheet = sheetOf(style);
    const lock = scrollLock(window);
    scope.undos.add((_, isKept) => {
      // Closing it from here is not the person's wish; what is kept goes with it.
      dialog.onclose = () => dialog.open || host.remove();
      if (!isKept) {
        if (dialog.open) dialog.close();
        host.remove();
      }
      adopt(document, lock);
    });
    Node.prototype.appendChild.call(document.body, host);
    // WebKit may not hear of a sheet that came before the shadow root was in the page.
    shadow.adoptedStyleSheets = [sheet];
    adopt(document, lock, lock);
    dialog.onclose = () => scope.end(CANCELLED);
    dialog.showModal();
    scope.dialog = {
      widgetIsThere: () => status.replaceChildren(),
      // As the browser does it in the page: an Esc that the widget has a use for is the widget's. The listener holds nothing of
      // ours and goes when the frame does, so that a dialog that is kept still closes.
      closeOnEscapeIn: (frame) =>
        frame.addEventListener("keydown", (event) => {
          const isTaken = event.defaultPrevented || event.isComposing || frame.document.querySelector(":is(:modal,:popover-open)");
          if (event.key === "Escape" && !isTaken) dialog.close();
        }),
    };
    return host;
  } catch (thrown) {
    throw failure(
      "container_not_found",
      "The page refused the dialog. Call once its body is there.",
      thrown,
    );
  }
};

/**
 * A sheet that keeps the page behind a dialog from scrolling, which a strict `style-src` allows. In a layer, because what is `!important`
 * there wins over what is outside, however specific. Where the scroll bar takes room, its room stays: the page does not jump. Each dialog
 * has its own, so that the page scrolls again when the last one is gone, and no style of the page's is written over.
 */
const scrollLock = ({ innerWidth, document }) =>
  sheetOf(`@layer{:root{overflow:hidden!important${innerWidth > document.documentElement.clientWidth ? ";scrollbar-gutter:stable!important" : ""}}}`);

const adopt = (document, old, ...added) => {
  document.adoptedStyleSheets = [...(document.adoptedStyleSheets ?? [])].filter((sheet) => sheet !== old).concat(added);
};
