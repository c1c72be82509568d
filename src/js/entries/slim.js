import { compile, exportsOf, pending, wasmUnavailable } from "./ready.js";

const advice =
  "Check that `init` was given flow_embed.wasm of this very version; `cause` has the details. If the page has a Content-Security-Policy, it needs 'wasm-unsafe-eval' in script-src, and the file's origin in connect-src.";

export { FlowError } from "../flow_error.js";
export { isValidIin } from "./iin.js";
export const init = (source) => compile(() => source, advice);
export const { startSession, load, checkEnvironment, createSession, getResult } = /* @__PURE__ */ exportsOf(
  () => pending() ?? Promise.reject(wasmUnavailable("There is no WebAssembly yet: call `init` of flow-embed/slim first, with the URL of flow-embed/flow_embed.wasm.")),
);
