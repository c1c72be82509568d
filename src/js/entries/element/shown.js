// Whether a person could see what is put into an element, and when that changes.
import { tried } from "../tried.js";

/** Where nothing tells of sizes, in milliseconds. */
const LOOK_AGAIN = 1000;

/** A document without layout is one of an emulation for tests, or of a frame that is hidden itself. */
export const hasLayout = () => document.documentElement.getBoundingClientRect().width > 0;

/**
 * What hides the probe, an empty element: itself, where it has no box or its content is skipped (`display: none` and `content-visibility: hidden` around it,
 * a closed `<details>` or `<dialog>`, no slot), or the element around it that clips it to nothing.
 */
export const hiderOf = (probe) => tried(() => findHider(probe));

function findHider(probe) {
  const isRendered = probe.getClientRects().length > 0 && probe.checkVisibility?.() !== false;
  if (!isRendered) return probe;
  const clipping = clippingAround(probe);
  if (!clipping) return undefined;
  // What has no size only because it is empty would grow with what is put into it.
  probe.style.position = "static";
  const stillClipping = clippingAround(probe);
  probe.style.position = "";
  return stillClipping;
}

/** The nearest element of no width or no height that shows nothing of what does not fit into it. */
function clippingAround(probe) {
  let isOutOfFlow = false;
  for (let element = parentOf(probe); element && element !== document.body; element = parentOf(element)) {
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
      tried(() => sizes.observe(hider, { box: "border-box" }));
    };
    const sizes = tried(() => new ResizeObserver(look));
    const timer = sizes ? undefined : setInterval(look, LOOK_AGAIN);
    const over = (settle) => () => {
      sizes?.disconnect();
      clearInterval(timer);
      tried(() => signal.removeEventListener("abort", abort));
      settle(signal.reason);
    };
    const abort = over(reject);
    signal.addEventListener("abort", abort);
    look();
  });
}
