import { hintAt } from "./hint.js";
import { compile, functionsOf, pending, unavailable } from "./ready.js";

const advice =
  "Give `init` the flow_embed.wasm of this version. A Content-Security-Policy needs 'wasm-unsafe-eval' in script-src, and the file's origin in connect-src.";

export { FlowError } from "../flow_error.js";
export { isValidIin } from "./iin.js";

export const init = (source) => compile(() => loaded(source), advice);

/** Its bytes, or what is compiled already. */
async function loaded(source) {
  const given = await (typeof source === "string" || source instanceof URL ? fetch(source) : source);
  if (!(given instanceof Response)) return given;
  if (!given.ok) throw new Error(`${given.url} answered with ${given.status}.`);
  return given.arrayBuffer();
}

export const { startSession, load, createSession, getResult, checkEnvironment } = /* @__PURE__ */ functionsOf(() => {
  const coming = pending();
  if (!coming) throw unavailable("First call `init`, with the URL of flow-embed/flow_embed.wasm.");
  return coming;
}, hintAt);
