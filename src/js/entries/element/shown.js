// Whether a person could see what is put into an element, and when that changes.
import { tried } from "../tried.js";

/** Where nothing tells of sizes, in milliseconds. */
const LOOK_AGAIN = 1000;

const hasLayout = () => document.documentElement.getBoundingClientRect().width > 0;

/** A document without layout is that of a frame that is hidden itself, or of an emulation for tests, which shows nothing and hides nothing. */
export const canHide = () => hasLayout() || Boolean(window.frameElement);

/**
 * What hides the probe, an empty element: itself, where it has no box or its content is skipped (`display: none` and `content-visibility: hidden` around it,
 * a closed `<details>` or `<dialog>`, no slot), the frame that it is in, or the element around it that clips it to nothing.
 */
export const hiderOf = (probe) => tried(() => findHider(probe));

function findHider(probe) {
  const isRendered = probe.getClientRects().length > 0 && probe.checkVisibility?.() !== false;
  if (!isRendered) return probe;
  const { frameElement } = window;
  if (frameElement?.getClientRects().length === 0) return frameElement;
  if (!clippingAround(probe)) return undefined;
  // What has no size only because it is empty grows with what is put into it.
  const { style } = probe;
  const { position } = style;
  style.position = "static";
  const clipping = clippingAround(probe);
  style.position = position;
  return clipping;
}

/** The nearest element of no width or no height that shows nothing of what does not fit into it. */
function clippingAround(probe) {
  let isOutOfFlow = false;
  for (let element = parentOf(probe); element?.parentNode && element !== document.body; element = parentOf(element)) {
    const { position, display, overflowX, overflowY } = getComputedStyle(element);
    // It is placed, and clipped, by the next element that is placed itself.
    if (isOutOfFlow && position === "static") continue;
    const isBox = display !== "inline" && display !== "contents";
    if (isBox && ((overflowX !== "visible" && element.clientWidth === 0) || (overflowY !== "visible" && element.clientHeight === 0))) return element;
    if (position === "fixed") return undefined;
    isOutOfFlow = position === "absolute";
  }
  return undefined;
}

/** In the tree as it is shown: by way of slots, and out of shadow roots. */
function parentOf(node) {
  const parent = node.assignedSlot ?? node.parentNode;
  return parent?.host ?? parent;
}

/** Resolves once nothing hides the probe any more; rejects with the signal's reason. */
export function untilShown(probe, signal) {
  return new Promise((resolve, reject) => {
    let hider;
    const look = () => {
      const next = hiderOf(probe);
      if (!next && hasLayout()) over(resolve)();
      if (!next || next === hider) return;
      hider = next;
      // Nor would it tell that it is no longer clipped, while it is empty.
      if (hider !== probe && hider !== window.frameElement) probe.style.position = "static";
      tried(() => sizes.observe(hider, { box: "border-box" }));
    };
    const sizes = tried(() => new ResizeObserver(look));
    const timer = sizes ? undefined : setInterval(look, LOOK_AGAIN);
    const over = (settle) => () => {
      sizes?.disconnect();
      clearInterval(timer);
      probe.style.position = "";
      tried(() => signal.removeEventListener("abort", abort));
      settle(signal.reason);
    };
    const abort = over(reject);
    signal.addEventListener("abort", abort);
    tried(() => sizes.observe(probe, { box: "border-box" }));
    look();
  });
}
