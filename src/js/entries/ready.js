// From an entry's functions to Rust's: they wait for the wasm, and a Rust that has stopped in the middle locks nobody out.
import { FlowError } from "../flow_error.js";
import { note } from "./registry.js";
import { tried } from "./tried.js";

/** Rust, once there is an instance of the wasm. */
let rust;
let coming;
/** Whether the instance is of no use any more. */
let hasStopped = false;
/** The calls that Rust has: what rejects each of them, and its name. */
const calls = new Map();

export const unavailable = (message, cause) => new FlowError("wasm_unavailable", message, false, {}, cause);

/** Makes an instance of what `source` yields, once; after a failure the next call tries again. `advice` says what may be wrong. */
export function compile(source, advice) {
  coming ??= instantiate(source).catch((cause) => {
    coming = undefined;
    throw unavailable(`WebAssembly could not start. ${advice}`, cause);
  });
  return coming;
}

/** Here and now: to compile so little takes less than the way to another thread and back, on which the vendor's start would wait. */
async function instantiate(source) {
  const module = await source();
  const glue = await import("./glue.js");
  glue.instantiate({ module: isForeign(module) ? Object.setPrototypeOf(module, WebAssembly.Module.prototype) : module });
  rust = glue;
}

/** A module of another realm, as a frame's, or as a server may have it: wasm-bindgen would take it for bytes. */
const isForeign = (module) => !(module instanceof WebAssembly.Module) && Object.prototype.toString.call(module) === "[object WebAssembly.Module]";

/** What is coming, if anything is. */
export const pending = () => coming;

/**
 * The contract's functions. `ready` yields when the wasm is there, and throws where it is not to come. While it comes, `hint` may tell the browser of
 * the vendor's script, which a call's options have where `scriptOf` says; what it yields is called once the call is over.
 */
export function functionsOf(ready, hint) {
  const functionOf = (name, scriptOf) => async (options) => {
    let endHint;
    try {
      if (!rust) {
        await unlessAborted(options, () => {
          const comes = ready();
          endHint = scriptOf && hint?.(options, scriptOf);
          return comes;
        });
      }
      // A session that ends in this very task, by a `finish` that the page hears too, gives its place back within these turns.
      await undefined;
      await undefined;
      return await inRust(name, options);
    } finally {
      endHint?.();
    }
  };
  return {
    startSession: functionOf("startSession", (options) => options.script),
    load: functionOf("load", (options) => options),
    createSession: functionOf("createSession"),
    getResult: functionOf("getResult"),
    checkEnvironment: functionOf("checkEnvironment"),
  };
}

/** What the work comes to; but once the caller's signal is aborted, its reason is the end. Whatever else is passed as one is for Rust to refuse. */
function unlessAborted(options, work) {
  return new Promise((resolve, reject) => {
    let signal;
    let isAborted = false;
    const over = (settle) => (value) => {
      tried(() => signal?.removeEventListener("abort", abort));
      settle(value);
    };
    const abort = () => {
      isAborted = true;
      over(reject)(tried(() => signal.reason));
    };
    tried(() => {
      signal = options?.signal;
      signal?.addEventListener("abort", abort);
      if (signal?.aborted === true) abort();
    });
    (async () => isAborted || work())().then(over(resolve), over(reject));
  });
}

async function inRust(name, options) {
  if (await isLeft()) stop();
  if (hasStopped) restart();
  return new Promise((resolve, reject) => {
    if (calls.size === 0) forEachReport("addEventListener");
    calls.set(reject, name);
    const over = (settle) => (value) => {
      calls.delete(reject);
      if (calls.size === 0) forEachReport("removeEventListener");
      settle(value);
    };
    let promise;
    try {
      promise = rust[name](options);
    } catch (thrown) {
      // A promise is what it yields whatever is wrong: this is no way that it ends.
      return stop(thrown);
    }
    promise.then(over(resolve), over(reject));
  });
}

// A trap, or an exception that nothing declares, ends Rust's code without running what is left of it: what it has is never given back, and nobody is told. But
// the browser reports it, as whatever is thrown and caught by nobody.
const forEachReport = (method) => ["error", "unhandledrejection"].forEach((name) => tried(() => globalThis[method]?.(name, look)));

async function look({ error, reason }) {
  // Who gave up is told at once, and no longer among the calls when it is known.
  const hasSession = isSessionAmongCalls();
  if (await isLeft()) stop(error ?? reason, hasSession);
}

const isSessionAmongCalls = () => [...calls.values()].includes("startSession");

/** Whether Rust's code was left in the middle: in a task of its own, none of it is being run. */
async function isLeft() {
  if (hasStopped || !rust.isRunning()) return false;
  await new Promise((resolve) => setTimeout(resolve));
  return rust.isRunning();
}

/** Tells whoever waits, and gives back the page's place for a session. What the instance still had to do is not done: it would claim the place again. */
function stop(cause, hasSession = isSessionAmongCalls()) {
  hasStopped = true;
  tried(restart);
  if (hasSession) note("active", false);
  const error = unavailable("The package's own code has stopped in the middle; the next call starts it afresh.", cause);
  for (const reject of calls.keys()) reject(error);
  calls.clear();
  forEachReport("removeEventListener");
}

function restart() {
  try {
    rust.restart();
    hasStopped = false;
  } catch (cause) {
    throw unavailable("WebAssembly could not start again.", cause);
  }
}
