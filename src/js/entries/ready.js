import { imports, isInstantiated, task as rust } from "flow-embed:glue";
import { environment } from "../../page/environment.js";
import { beginEarly } from "../../page/script.js";
import { attempt, closeScope } from "../../web/scope.js";
import { cancelTask, newTask, runTask } from "../../web/task.js";
import { failure, isError } from "../flow_error.js";

let compiling;
let isReady = false;

/** Compiles what `source` yields, once; after a failure the next call tries again. `advice` says what may be wrong. */
export function compile(source, advice) {
  compiling ??= instantiate(source).then(
    (instance) => {
      isInstantiated(instance);
      isReady = true;
    },
    (cause) => {
      compiling = undefined;
      throw wasmUnavailable(`WebAssembly could not start. ${advice}`, cause);
    },
  );
  return compiling;
}

/** Here and now: to compile so little takes less than the way to another thread and back, on which the vendor's start would wait. */
async function instantiate(source) {
  const wasm = await source();
  try {
    return new WebAssembly.Instance(wasm instanceof WebAssembly.Module ? wasm : new WebAssembly.Module(wasm), imports());
  } catch (thrown) {
    // A policy that forbids it reports each try.
    if (thrown instanceof WebAssembly.CompileError) throw thrown;
    // Chrome before version 114 compiles more than 4 KB on other threads only; and another realm's module is none of ours.
    const result = await WebAssembly.instantiate(wasm, imports());
    return result.instance ?? result;
  }
}

/** What is being compiled, if anything is. */
export const pending = () => compiling;

export const wasmUnavailable = (message, cause) => failure("wasm_unavailable", message, cause);

/** The wasm's exports as functions that wait for it, while the vendor's script is already on its way. `ready` throws where the wasm is not to come. */
export function exportsOf(ready) {
  // By their numbers in src/js/mod.rs.
  const whenReady = (number, scriptOf) => (options) =>
    unlessAborted(options, async (task) => {
      // What is yet to come compiles no sooner than it is awaited.
      const coming = isReady || ready();
      if (!isReady && scriptOf) beginEarly(task, options, scriptOf);
      try {
        // A session that ends in this very task, by a `finish` that the page hears too, gives its place back within these turns.
        await coming;
        await coming;
        await coming;
        // Not awaited: what Rust takes over, it takes at once.
        return runTask(task, rust, number, options ?? undefined);
      } finally {
        abandonEarly(task);
      }
    });
  return {
    startSession: whenReady(2, (options) => options.script),
    load: whenReady(3, (options) => options),
    createSession: whenReady(4),
    getResult: whenReady(5),
  };
}

/** Undoes what was begun for a call before Rust could, and which Rust has not taken over. */
const abandonEarly = (task) => (task.early &&= closeScope(task.early));

/** It decides nothing, and needs no wasm. */
export async function checkEnvironment() {
  const found = await environment();
  if (isError(found)) throw found;
  return found;
}

/** What the work comes to; but from the moment that the caller's signal is aborted it is undone, and this rejects with the signal's reason. */
function unlessAborted(options, work) {
  return new Promise((resolve, reject) => {
    const task = newTask();
    // What cannot be read or listened to is for Rust to refuse.
    const signal = attempt(() => options?.signal);
    const withSignal = (action) => signal && attempt(() => action(signal));
    const settle = (how) => (value) => {
      withSignal((signal) => signal.removeEventListener("abort", abort));
      how(value);
    };
    const abort = () => {
      // What came first is the end.
      if (task.hasEnded) return;
      cancelTask(task);
      abandonEarly(task);
      withSignal(({ reason }) => settle(reject)(reason));
    };
    withSignal((signal) => {
      signal.addEventListener("abort", abort);
      if (signal.aborted === true) abort();
    });
    if (!task.isCancelled) work(task).then(settle(resolve), settle(reject));
  });
}
