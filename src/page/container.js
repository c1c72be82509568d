// The container that the vendor asks for, in a host or in a dialog.
import { failure, isError, refused } from "../js/flow_error.js";
import { REMOVED, after, attempt, caught, listen } from "../web/scope.js";
import { openDialog } from "./dialog.js";
import { texts } from "./language.js";
import { registryOf } from "./registry.js";

/**
 * As if the page had no CSS for it: it beats a page's `* { ... !important }`, while fonts and colours are still inherited. Set through the
 * CSSOM, which a strict `style-src` allows.
 */
const box = "all:revert!important;display:block!important;position:relative!important;box-sizing:border-box!important;flex:none!important;";
/** As the vendor's guide has it (section 4.1). */
const fill = `${box}width:100%!important;height:100%!important;`;

/** How often a hidden element is looked at. */
const lookAgain = 1000;

const boxIn = (document, css) => {
  const element = document.createElement("div");
  element.style.cssText = css;
  return element;
};

/** Called as the prototype has it: a form's fields may go by any name, `appendChild` too. */
const append = (parent, child) => Node.prototype.appendChild.call(parent, child);

const setSize = (element, name, value) => element.style.setProperty(name, value, "important");

/** The window of the page that this code runs in, or an error. DOM emulations for tests have one that is no `Window` to `instanceof`. */
export const page = () => {
  const { window } = globalThis;
  if (typeof window?.document === "object") return window;
  return failure("container_not_found", "Sessions run in a browser's window, not on a server or in a worker.");
};

/** The session's id, or an error: the vendor's table calls it `session_id`, its examples `id`. */
export const idOf = ({ id, session_id = id }) => {
  if (id !== undefined && id !== session_id) return refused("id", "and `session_id` differ: pass one of them.");
  return session_id || refused("id", "must be the session's id.");
};

/** The host that the options name, `undefined` where there is to be a dialog, or an error. */
export const findHost = ({ document }, { presentation, selector, isolate }) => {
  if (presentation ? presentation === "dialog" : selector === undefined) return;
  if (selector === undefined) return refused("selector", "must be given.");
  const notFound = (message) => failure("container_not_found", message);
  if (typeof selector === "string") {
    const { found, thrown } = caught(() => ({ __proto__: null, found: document.querySelector(selector) }));
    if (thrown) return refused("selector", "must be a CSS selector or an element.", thrown);
    return found ?? notFound("No element matches `selector`. Call once the host is in the page.");
  }
  // A shadow root hides its elements from the vendor's selector, but not from a frame in it. `contains` throws for what is no node.
  const isInside = attempt(() => document.contains(selector) || (isolate && selector.isConnected && selector.ownerDocument === document));
  if (isInside) return selector;
  return notFound(
    "`selector` is not in this page's document, or it is in a shadow root, where only a session with `isolate` can run.",
  );
};

/** The length as CSS. Keywords such as `inherit` fit every property; a length has a digit or a function. Throws where it is none. */
const cssLength = ({ CSS }, name, length) => {
  if (typeof length === "number" ? length >= 0 && length < Infinity : attempt(() => /[\d(]/.test(length) && CSS.supports("padding-left", length))) {
    return typeof length === "number" ? `${length}px` : length;
  }
  throw refused(name, 'must be a number of pixels or a CSS length, such as 400, "50vh" or "100%".');
};

/** Creates the container in the host or, where there is none, in a dialog. Its removal ends the scope. Yields an error, if any. */
export const prepare = (scope, window, host, { width, height }, locale) => {
  try {
    if (width !== undefined) width = cssLength(window, "width", width);
    if (height !== undefined) height = cssLength(window, "height", height);
    if (host) place(scope, window, host, width, height);
    // The dialog has the size that was asked for; the container fills it.
    else place(scope, window, openDialog(scope, window, width, height, ...texts[locale]), "100%", "100%");
  } catch (error) {
    return isError(error) ? error : refused("selector", "must be an element that can hold the container.", error);
  }
};

/** Puts the container into the host. */
const place = (scope, window, host, width, height) => {
  const element = boxIn(window.document, box);
  scope.undos.add((_, isKept) => isKept || element.remove());
  setSize(element, "width", width ?? "100%");
  setSize(element, "height", height ?? "100%");
  append(host, element);
  if (!(element.offsetWidth > 0 && element.offsetHeight > 0)) giveSize(window, host, element, width, height);
  scope.container = element;
  endOnRemoval(scope, element);
};

/** Sizes what has none, or throws. */
const giveSize = (window, host, element, width, height) => {
  const style = window.getComputedStyle(host);
  const isRendered = element.getClientRects().length > 0;
  const { childElementCount, textContent } = host;
  // Beside the container.
  const isEmpty = childElementCount === 1 && !(typeof textContent === "string" && textContent.trim());
  const content = (size, ...paddings) => size - paddings.reduce((sum, name) => sum + (parseFloat(style[name]) || 0), 0);
  const sizes = [
    ["width", width, element.offsetWidth, content(host.clientWidth, "paddingLeft", "paddingRight"), 400],
    ["height", height, element.offsetHeight, content(host.clientHeight, "paddingTop", "paddingBottom"), 600],
  ];
  for (const [name, given, own, hosts, fallback] of sizes) {
    if (own > 0) continue;
    if (given || !isRendered) {
      throw failure(
        "container_size",
        `The container has no ${name}. Make the host visible before the call, or pass a \`${name}\` that does not depend on it.`,
      );
    }
    // A percentage of a host that has only a minimum size comes to nothing, so its pixels are taken.
    setSize(element, name, `${isEmpty && hosts > 0 ? hosts : fallback}px`);
  }
};

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
 * to watch the whole document. What is hidden has no size to lose, and a hidden tab hears of none: only then it is looked at now and again.
 * A move within one task ends with the element in the document, and is no removal.
 */
export const endOnRemoval = (scope, element) =>
  attempt(() => {
    let isHidden;
    const look = () => {
      if (!element.isConnected) return scope.end(REMOVED);
      isHidden = document.hidden || !element.offsetWidth;
      if (isHidden) after(scope, lookAgain, look);
    };
    // What is hidden is looked at already.
    const change = () => isHidden || look();
    const observer = new ResizeObserver(change);
    observer.observe(element);
    scope.undos.add(() => observer.disconnect());
    listen(scope, document, "visibilitychange", change);
    if (document.hidden) look();
  });
