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

/** The wasm's exports as functions that compile it first, while the browser already fetches the vendor's script. */
export function exportsOf(source) {
  const whenReady = (name, scriptOf) => async (options) => {
    if (!isReady) {
      const removePreload = scriptOf && preloadVendorScript(options, scriptOf);
      try {
        await compile(source);
      } finally {
        removePreload?.();
      }
    }
    return wasm[name](options);
  };
  return {
    startSession: whenReady("startSession", (options) => options.script),
    load: whenReady("load", (options) => options),
    checkEnvironment: whenReady("checkEnvironment"),
    createSession: whenReady("createSession"),
    getResult: whenReady("getResult"),
  };
}
