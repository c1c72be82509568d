// Switches cameras off.
import { attempt } from "../web/scope.js";

const stop = ({ target }) => attempt(() => target.srcObject?.getTracks?.().forEach((track) => attempt(() => track.stop())));

/** Open shadow roots and same-origin frames included; another origin's frame ends its camera with its removal. */
const stopBelow = (root) => {
  for (const target of root.querySelectorAll("*")) {
    stop({ target });
    for (const name of ["shadowRoot", "contentDocument"]) attempt(() => target[name] && stopBelow(target[name]));
  }
};

/**
 * Stops also a camera that the widget gets hold of only after its elements are gone: the person may answer the browser's question late.
 * The listeners hold nothing of ours and go when the removed elements do. Media events do not leave a shadow root.
 */
const stopLate = (root) => {
  for (const name of ["loadstart", "loadedmetadata"]) root.addEventListener(name, stop, true);
  for (const { shadowRoot } of root.querySelectorAll("*")) if (shadowRoot) stopLate(shadowRoot);
};

/**
 * Stops the cameras below the element when the scope ends before the widget did. Nobody but us can: the vendor documents no way to stop a
 * started widget, and a removed `<video>` keeps its camera on.
 */
export const guardCameras = ({ undos }, root) =>
  undos.add((hasFinished) => {
    // A widget that has ended by itself has its camera to itself.
    if (hasFinished) return;
    attempt(() => stopBelow(root));
    stopLate(root);
  });
