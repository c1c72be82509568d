/** The delay that a fault came with, or undefined if the fault was not asked for. */
function fault(name) {
  return settings.faults[name];
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Tells the page that the session has ended, the way the vendor does or the way a fault says. */
async function announce(root, detail) {
  if (fault('never-finishes') !== undefined) return;
  if (fault('noise') !== undefined) await makeNoise();
  if (fault('finishes-late') !== undefined) await pause(fault('finishes-late'));
  dispatchFinish(root, detail);
}

function dispatchFinish(root, detail) {
  if (fault('finish-on-document') !== undefined) {
    document.dispatchEvent(new CustomEvent('finish', { detail, bubbles: true }));
  } else if (fault('finish-in-container') !== undefined) {
    root.dispatchEvent(new CustomEvent('finish', { detail, bubbles: true, composed: true }));
  } else {
    window.dispatchEvent(new CustomEvent('finish', { detail }));
  }
  if (fault('finishes-twice') !== undefined) {
    window.dispatchEvent(new CustomEvent('finish', { detail: { ...detail, result: !detail.result } }));
  }
}

/** `finish` events of others that a page may see: of its own elements, and of an animation. */
async function makeNoise() {
  const stranger = element('div', '', { hidden: true });
  document.body.append(stranger);
  const detail = { session_id: 'of-another-component', result: true, cancelled: false, technologies: [] };
  for (const target of [stranger, document.body]) {
    target.dispatchEvent(new CustomEvent('finish', { detail, bubbles: true, composed: true }));
    target.dispatchEvent(new Event('finish', { bubbles: true }));
  }
  const animation = stranger.animate([], { duration: 1000 });
  const seen = new Promise((resolve) => animation.addEventListener('finish', resolve, { once: true }));
  animation.finish();
  // A page in the background runs no animations, so the event may not come.
  await Promise.race([seen, pause(300)]);
  stranger.remove();
}
