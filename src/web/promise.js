/**
 * Tells what the value was resolved or rejected with. The promise holds a plain object and never a closure of ours: one that never
 * settles keeps nothing alive. The page's `Promise` may be another than the browser's own (zone.js), so its class is not looked at.
 */
export const watchPromise = (value, tell) => {
  const listener = { tell };
  new Promise((resolve) => resolve(value)).then(
    (value) => listener.tell?.({ isResolved: true, value }),
    (value) => listener.tell?.({ value }),
  );
  return () => {
    listener.tell = undefined;
  };
};
