import { bytes } from "flow-embed:wasm";
import { exportsOf } from "./ready.js";

export { FlowError } from "../flow_error.js";
export { isValidIin } from "./iin.js";
export const { startSession, load, checkEnvironment, createSession, getResult } = /* @__PURE__ */ exportsOf(bytes);
