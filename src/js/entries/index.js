import wasm from "flow-embed:wasm";
import { bytesOf } from "./bytes.js";
import { compile, functionsOf } from "./ready.js";

const advice = "A Content-Security-Policy needs 'wasm-unsafe-eval' in script-src.";

export { FlowError } from "../flow_error.js";
export { isValidIin } from "./iin.js";
// No hint: there is nothing to wait for that would not come in this very task, and a policy that refuses the vendor's script would report it once more.
export const { startSession, load, createSession, getResult, checkEnvironment } = /* @__PURE__ */ functionsOf(() => compile(async () => bytesOf(wasm), advice));
