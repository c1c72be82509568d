// For server runtimes that compile no bytes and import .wasm files as modules instead: Cloudflare's workerd, Vercel's Edge.
import module from "flow-embed:module";
import { compile, functionsOf } from "./ready.js";

export { FlowError } from "../flow_error.js";
export { isValidIin } from "./iin.js";
export const { startSession, load, createSession, getResult, checkEnvironment } = /* @__PURE__ */ functionsOf(() => compile(async () => module, "`cause` has the details."));
