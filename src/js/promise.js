// Futures as promises: what is polled by whom, by number, since a waker may hold nothing of JavaScript's.

const tasks = new Map();
let last = 0;

/** The promise of a task whose `poll` is called with its number, first in a microtask, and then in one after each wake. */
export const promiseOf = (poll) =>
  new Promise((resolve, reject) => {
    last += 1;
    tasks.set(last, { poll, resolve, reject });
    wake(last);
  });

export const wake = (id) => {
  const task = tasks.get(id);
  if (!task || task.isWoken) return;
  task.isWoken = true;
  Promise.resolve().then(() => {
    task.isWoken = false;
    if (tasks.has(id)) task.poll(id);
  });
};

export const settle = (id, isResolved, value) => {
  const { resolve, reject } = tasks.get(id);
  tasks.delete(id);
  (isResolved ? resolve : reject)(value);
};
