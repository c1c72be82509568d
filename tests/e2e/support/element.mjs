// Pages with <flow-embed> on them.

/**
 * The page with the element defined, `calls` of a widget that waits for `finish(detail)`, and `heard(target, event)`, which resolves
 * with the next event.
 */
export const withElement = (body, { head = "", widget = "fakeWidget(() => {})", nonce = "none", ...page } = {}) => ({
  ...page,
  nonce,
  body,
  head: `<script nonce="${nonce}">
window.heard = (target, name) => new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));
window.calls = ${widget};
</script>${head}<script type="module" nonce="${nonce}">import * as element from "/dist/element.js"; window.element = element;</script>`,
});
