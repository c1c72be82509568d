// The vendor's global `FlowWidget`: starting it, and hearing its `finish`.
import { FINISHED, REMOVED, THREW, attempt, listen } from "../web/scope.js";
import { guardCameras } from "./camera.js";
import { mount } from "./container.js";
import { isOfEndedSession } from "./registry.js";

/**
 * Tells what the answer rejects with until that is undone. The promise holds a plain object and nothing of ours: one that never settles keeps
 * nothing alive. The page's `Promise` may be another than the browser's own (zone.js), so its class is not looked at.
 */
const onRejection = (answer, tell) => {
  const listener = { __proto__: null, tell };
  new Promise((resolve) => resolve(answer)).then(undefined, (cause) => listener.tell?.(cause));
  return () => (listener.tell = undefined);
};

/**
 * Calls the vendor's `startSession`, once: an id is good for one passage. The scope ends with the `detail`, the very same
 * value, or with what the vendor threw.
 */
export const startWidget = (scope, window, id, locale) => {
  const { container, root = container } = scope;
  if (!container.isConnected) return scope.end(REMOVED);
  attempt(() => scope.dialog?.widgetIsThere());
  const selector = mount(window, root);
  // From here on there may be a camera.
  guardCameras(scope, root);
  // It may come even before `startSession` returns. Only an event dispatched on the window, on the document or inside the container is the
  // widget's: other elements dispatch `finish` too, and theirs may bubble up to here.
  const isOfWidget = (target) => target === window || target === window.document || attempt(() => root.contains(target));
  listen(scope, window, "finish", (event) => {
    const { target, detail } = event;
    if (isOfWidget(target) && !isOfEndedSession(window, detail, id)) scope.end(FINISHED, detail);
  });
  try {
    const { FlowWidget } = window;
    // Exactly this: the guide's table calls the first field `session_id`; every example of it passes `id`.
    const answer = FlowWidget.startSession({ id, selector, locale });
    scope.undos.add(onRejection(answer, (cause) => scope.end(THREW, cause)));
  } catch (cause) {
    scope.end(THREW, cause);
  }
};
