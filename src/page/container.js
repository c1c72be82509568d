// The container that the vendor asks for.
import { attempt, caught } from "../web/scope.js";
import { registryOf } from "./registry.js";

/**
 * As if the page had no CSS for it: it beats a page's `* { ... !important }`, while fonts and colours are still inherited. Set through the
 * CSSOM, which a strict `style-src` allows.
 */
const box = "all:revert!important;display:block!important;position:relative!important;box-sizing:border-box!important;flex:none!important;";
/** As the vendor's guide has it (section 4.1). */
const fill = `${box}width:100%!important;height:100%!important;`;

const boxIn = (document, css) => {
  const element = document.createElement("div");
  element.style.cssText = css;
  return element;
};

/** Called as the prototype has it: a form's fields may go by any name, `appendChild` too. */
const append = (parent, child) => Node.prototype.appendChild.call(parent, child);

const setSize = (element, name, value) => element.style.setProperty(name, value, "important");

/** The host in the page: `undefined` where the selector matches nothing or the element is out of the vendor's reach. */
export const findHost = ({ document }, host, isIsolated) =>
  caught(() => {
    if (typeof host === "string") return document.querySelector(host) ?? undefined;
    // A shadow root hides its elements from the vendor's selector, but not from a frame in it. `contains` throws for what is no node.
    const isInside = document.contains(host) || (isIsolated && host.isConnected && host.ownerDocument === document);
    return isInside ? host : undefined;
  });

/** The length as CSS; `undefined` where it is none. Keywords such as `inherit` fit every property; a length has a digit or a function. */
export const cssLength = ({ CSS }, length) =>
  typeof length === "number"
    ? length >= 0 && length < Infinity
      ? `${length}px`
      : undefined
    : attempt(() => /[\d(]/.test(length) && CSS.supports("padding-left", length) && length) || undefined;

/** Puts the container into the host. `lacks` is a size that it has not got on the page, so that the widget could not be seen. */
export const place = ({ undos }, window, host, width, height) =>
  caught(() => {
    const { childElementCount, textContent } = host;
    const wasEmpty = childElementCount === 0 && !(typeof textContent === "string" && textContent.trim());
    const element = boxIn(window.document, box);
    undos.add((_, isKept) => isKept || element.remove());
    setSize(element, "width", width ?? "100%");
    setSize(element, "height", height ?? "100%");
    const style = window.getComputedStyle(host);
    const content = (size, ...paddings) => size - paddings.reduce((sum, name) => sum + (parseFloat(style[name]) || 0), 0);
    append(host, element);
    const isRendered = element.getClientRects().length > 0;
    const sizes = [
      ["width", width, element.offsetWidth, content(host.clientWidth, "paddingLeft", "paddingRight"), 400],
      ["height", height, element.offsetHeight, content(host.clientHeight, "paddingTop", "paddingBottom"), 600],
    ];
    for (const [name, given, size, hosts, fallback] of sizes) {
      if (size > 0) continue;
      if (given || !isRendered) return { __proto__: null, lacks: name };
      // A percentage of a host that has only a minimum size comes to nothing, so its pixels are taken.
      setSize(element, name, `${wasEmpty && hosts > 0 ? hosts : fallback}px`);
    }
    return { __proto__: null, element };
  });

/** Creates the widget's own element, with an id that is unique in the document and to all copies of this package: its selector. */
export const mount = (window, parent) => {
  const registry = registryOf(window);
  const element = boxIn(window.document, fill);
  do {
    registry.created = (Number(registry.created) || 0) + 1;
    element.id = `flow-embed-${registry.created}`;
  } while (window.document.getElementById(element.id));
  append(parent, element);
  return `#${element.id}`;
};

/** A parent of real size in a document of ours, as the vendor's guide asks for it. */
export const fillWithBox = ({ document }) => append(document.body, boxIn(document, fill));

/**
 * Ends the scope when the element has left its document. A removed element's size becomes zero, which its own observer sees: nothing has
 * to watch the whole document. A move within one task ends with the element in the document, and is no removal.
 */
export const endOnRemoval = (scope, element) =>
  attempt(() => {
    const observer = new ResizeObserver(() => element.isConnected || scope.end("removed"));
    observer.observe(element);
    scope.undos.add(() => observer.disconnect());
  });
