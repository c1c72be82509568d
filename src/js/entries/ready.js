import initialise, * as wasm from "flow-embed:glue";
import { FlowError } from "../flow_error.js";
import { preloadVendorScript } from "./preload.js";

let compiling;
let isReady = false;

/** Compiles on first use, once; after a failure the next call tries again. */
function compile(source) {
  compiling ??= Promise.resolve(source())
    .then((module_or_path) => initialise({ module_or_path }))
    .then(
      () => {
        isReady = true;
      },
      (cause) => {
        compiling = undefined;
        throw new FlowError(
          "wasm_unavailable",
          "WebAssembly could not start. If the page has a Content-Security-Policy, add 'wasm-unsafe-eval' to its script-src.",
          false,
          {},
          cause,
        );
      },
    );
  return compiling;
}

/** The exports of the wasm as functions that compile it first, while the browser already fetches the vendor's script. */
export function exportsOf(source) {
  const whenReady = async (options, script) => {
    if (isReady) return;
    let removePreload;
    try {
      removePreload = preloadVendorScript(script(options), options?.signal);
    } catch {
      // Options that cannot be read: Rust says which.
    }
    try {
      await compile(source);
    } finally {
      removePreload?.();
    }
  };
  return {
    async startSession(options) {
      await whenReady(options, (options) => options?.script);
      return wasm.startSession(options);
    },
    async load(options) {
      await whenReady(options, (options) => options);
      return wasm.load(options);
    },
  };
}
