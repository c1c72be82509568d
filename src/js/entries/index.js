import { bytes } from "flow-embed:wasm";
import { exportsOf } from "./ready.js";

export { FlowError } from "../flow_error.js";
export const { startSession, load, checkEnvironment } = /* @__PURE__ */ exportsOf(bytes);
