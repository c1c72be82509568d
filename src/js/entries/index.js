import { gaps, low } from "flow-embed:wasm";
import { bytesOf } from "./bytes.js";
import { compile, exportsOf } from "./ready.js";

const advice = "A Content-Security-Policy needs 'wasm-unsafe-eval' in script-src.";

export { FlowError } from "../flow_error.js";
export { isValidIin } from "./iin.js";
export { checkEnvironment } from "./ready.js";
// Awaited, so that it is decoded once the vendor's script is on its way.
export const { startSession, load, createSession, getResult } = /* @__PURE__ */ exportsOf(() => compile(async () => bytesOf(await low, gaps), advice));
