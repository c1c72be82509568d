// Work that Rust does and JavaScript waits for: Rust is polled, and what it waits for is a promise of the JavaScript beside it.

/** The task that is being polled. */
let current;

export const runningTask = () => current;

/** A task that is yet to run. Without a prototype, as all objects here that are read by name: a page may have added anything to it. */
export const newTask = () => ({ __proto__: null, isCancelled: false, hasEnded: false });

const poll = (task) => {
  const outer = current;
  current = task;
  try {
    task.wasm.poll(task.id);
  } catch (trap) {
    task.reject(trap);
  } finally {
    current = outer;
  }
  // While it was polled, it could not be dropped.
  if (task.isCancelled) task.wasm.cancel(task.id);
};

/** Runs what `start` yields the number of, unless it is cancelled before. Cancelled, it resolves with nothing. */
export const runTask = (task, wasm, start) =>
  new Promise((resolve, reject) => {
    if (task.isCancelled) return resolve();
    Object.assign(task, { wasm, resolve, reject, id: start() });
    poll(task);
  });

/** Drops the task with all that it holds: from then on nothing of the vendor's is called. */
export const cancelTask = (task) => {
  task.isCancelled = true;
  if (task.wasm && current !== task) task.wasm.cancel(task.id);
  task.onCancel?.();
  task.resolve?.();
};

/** Settles the task that is being polled. */
export const settle = (isResolved, value) => (isResolved ? current.resolve : current.reject)(value);

/** Polls the task again once the promise has its `value`. */
export const watch = (promise) => {
  const task = current;
  const watched = { __proto__: null };
  promise.then((value) => {
    watched.value = value;
    poll(task);
  });
  return watched;
};
