// Work that Rust does and JavaScript waits for: Rust is polled, and what it waits for is a promise of the JavaScript beside it.

/** The task that is being polled. */
let current;
let tasks = 0;

export const runningTask = () => current;

/** A task that is yet to run. Without a prototype, as all objects here that are read by name: a page may have added anything to it. */
export const newTask = () => ({ __proto__: null, isCancelled: false, hasEnded: false });

/** What Rust does with a task, by the numbers of src/js/mod.rs; from 2 on it starts one. */
const GO_ON = 0;
const CANCEL = 1;

/** Has Rust go on with the task until it waits or has ended. */
const goOn = (task, what, options) => {
  const outer = current;
  current = task;
  try {
    task.rust(task.id, what, options);
  } catch (trap) {
    task.reject(trap);
  } finally {
    current = outer;
  }
  // While it was polled, it could not be dropped.
  if (task.isCancelled) task.rust(task.id, CANCEL);
};

/** Runs the call of this number, unless it is cancelled before. Cancelled, it resolves with nothing. */
export const runTask = (task, rust, call, options) =>
  new Promise((resolve, reject) => {
    if (task.isCancelled) return resolve();
    Object.assign(task, { rust, resolve, reject, id: (tasks += 1) });
    goOn(task, call, options);
  });

/** Drops the task with all that it holds: from then on nothing of the vendor's is called. */
export const cancelTask = (task) => {
  task.isCancelled = true;
  if (task.rust && current !== task) task.rust(task.id, CANCEL);
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
    goOn(task, GO_ON);
  });
  return watched;
};
