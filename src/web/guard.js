// What lasts until it is undone: each of these yields the function that undoes it.

/** Capturing, a page's `stopPropagation` further down does not hide the event. */
export const listen = (target, name, isCapturing, callback) => {
  target.addEventListener(name, callback, isCapturing);
  return () => target.removeEventListener(name, callback, isCapturing);
};

export const startTimer = (milliseconds, callback) => {
  const id = setTimeout(callback, milliseconds);
  return () => clearTimeout(id);
};

/** Fails only where doing failed. */
export const undo = (action) => {
  try {
    action();
  } catch {}
};
