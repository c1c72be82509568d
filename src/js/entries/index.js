import { bytes } from "flow-embed:wasm";
import { compile, exportsOf } from "./ready.js";

const advice = "If the page has a Content-Security-Policy, add 'wasm-unsafe-eval' to its script-src.";

export { FlowError } from "../flow_error.js";
export { isValidIin } from "./iin.js";
export const { startSession, load, checkEnvironment, createSession, getResult } = /* @__PURE__ */ exportsOf(() => compile(bytes, advice));
