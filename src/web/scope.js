// A stretch of work: what it did is undone when it is over, and what ends it first counts.
import { newTask, runningTask } from "./task.js";

export const openScope = () => {
  // What has ended can no longer be aborted.
  const task = runningTask() ?? newTask();
  const scope = { __proto__: null, task, undos: new Set() };
  scope.ended = new Promise((resolve) => {
    scope.end = (how, value) => {
      task.hasEnded = true;
      resolve({ __proto__: null, how, value });
    };
  });
  return scope;
};

/** How a scope may end, as src/web/scope.rs has it. */
export const FINISHED = 0;
export const REMOVED = 1;
export const CANCELLED = 2;
export const THREW = 3;
export const LATE = 4;

/** Whether nothing has ended the work, nor cancelled it. */
export const goesOn = ({ task }) => !task.hasEnded && !task.isCancelled;

/** What the work yields, as `value`, or how the scope ended where that comes first. */
export const unlessEnded = ({ ended }, work) => Promise.race([ended, work?.then((value) => ({ __proto__: null, value })) ?? ended]);

/**
 * Undoes everything, the last first; each hears whether the work came to its good end, and whether its elements stay. What work that was under way
 * does after it is undone at once.
 */
export const closeScope = ({ undos }, hasFinished, isKept) => {
  const all = [...undos].reverse();
  undos.clear();
  // Defined, not assigned: a page may have frozen its builtins.
  Object.defineProperty(undos, "add", { __proto__: null, value: attempt });
  for (const undo of all) attempt(() => undo(hasFinished, isKept));
};

/** Settles what still waits for the scope. The npm build, which polls, has no use for it; a Rust app's future is freed by that alone. */
export const endScope = (scope) => scope.end(LATE);

/** Does work within the scope, and undoes what it did as soon as it is done, with what was begun in `own` before. */
export const within = async (scope, work, own = openScope()) => {
  const close = () => closeScope(own);
  scope.undos.add(close);
  try {
    return await work(own);
  } finally {
    scope.undos.delete(close);
    close();
  }
};

/** Tells a page's callback, and whether the work goes on; what it throws is the page's affair, and so is its `console`. */
export const tell = (scope, listener, status) => {
  try {
    listener?.(status);
  } catch (thrown) {
    attempt(() => console.error("flow-embed: onStatus threw", thrown));
  }
  return goesOn(scope);
};

/** What it yields, or nothing where it throws: a page may have put a method of its own in place of any. */
export const attempt = (action) => {
  try {
    return action();
  } catch {}
};

/** What it yields, or what it threw, as `thrown`. */
export const caught = (action) => {
  try {
    return action();
  } catch (thrown) {
    return { __proto__: null, thrown };
  }
};

/** Listens until the scope is over. Capturing, a page's `stopPropagation` further down does not hide the event. */
export const listen = ({ undos }, target, name, listener) => {
  target.addEventListener(name, listener, true);
  undos.add(() => target.removeEventListener(name, listener, true));
};

/** Calls back after a time, unless the scope is over by then. */
export const after = ({ undos }, milliseconds, callback) => {
  const undo = () => clearTimeout(timer);
  const timer = setTimeout(() => {
    undos.delete(undo);
    callback();
  }, milliseconds);
  undos.add(undo);
};

export const pause = (scope, milliseconds) => new Promise((resolve) => after(scope, milliseconds, resolve));
