import initialise, * as wasm from "flow-embed:glue";
import { FlowError } from "../flow_error.js";
import { preloadVendorScript } from "./preload.js";

let compiling;
let isReady = false;

/** Compiles what `source` yields, once; after a failure the next call tries again. `advice` says what may be wrong. */
export function compile(source, advice) {
  compiling ??= Promise.resolve(source())
    .then((module_or_path) => initialise({ module_or_path }))
    .then(
      () => {
        isReady = true;
      },
      (cause) => {
        compiling = undefined;
        throw wasmUnavailable(`WebAssembly could not start. ${advice}`, cause);
      },
    );
  return compiling;
}

/** What is being compiled, if anything is. */
export const pending = () => compiling;

export const wasmUnavailable = (message, cause) => new FlowError("wasm_unavailable", message, false, {}, cause);

/** The wasm's exports as functions that wait for it, while the browser already fetches the vendor's script. */
export function exportsOf(ready) {
  const whenReady = (call, scriptOf) => async (options) => {
    if (!isReady) {
      // First of all: even to decode the wasm takes a moment.
      const removePreload = scriptOf && preloadVendorScript(options, scriptOf);
      try {
        await unlessAborted(ready(), options);
        // WebKit fetches the script twice if the link goes while it is on its way.
        return await call(options);
      } finally {
        removePreload?.();
      }
    }
    return call(options);
  };
  return {
    startSession: whenReady(wasm.startSession, (options) => options.script),
    load: whenReady(wasm.load, (options) => options),
    checkEnvironment: whenReady(wasm.checkEnvironment),
    createSession: whenReady(wasm.createSession),
    getResult: whenReady(wasm.getResult),
  };
}

/** Waits, but rejects with the caller's reason as soon as there is one. */
function unlessAborted(compiled, options) {
  return new Promise((resolve, reject) => {
    // What cannot be read or listened to is for Rust to refuse.
    const attempt = (action) => {
      try {
        action(options.signal);
      } catch {}
    };
    const settle = (how) => (value) => {
      attempt((signal) => signal.removeEventListener("abort", abort));
      how(value);
    };
    const abort = settle(() => attempt(({ reason }) => reject(reason)));
    compiled.then(settle(resolve), settle(reject));
    attempt((signal) => {
      signal.addEventListener("abort", abort);
      if (signal.aborted) abort();
    });
  });
}
