// Switches cameras off.

/** What a page has put in place of a method may throw. */
const attempt = (action) => {
  try {
    action();
  } catch {}
};

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

export const stopping = (root) => () => {
  attempt(() => stopBelow(root));
  stopLate(root);
};
