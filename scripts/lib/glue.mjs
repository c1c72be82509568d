// wasm-bindgen's JavaScript, less what it does too early, for browsers that run no wasm like ours, or at length.
import { Failure } from "./run.mjs";

const changes = {
  // Importing the package does no work and needs nothing: the decoder is made when the wasm is, so that a test environment without it
  // (Jest with jsdom) can import an app's modules.
  "the decoder": [/^let cachedTextDecoder = new TextDecoder\('utf-8', \{ ignoreBOM: true \}\);\ncachedTextDecoder\.decode\(\);\n/m, "let cachedTextDecoder;\n"],
  "the imports": [
    /^function __wbg_get_imports\(.*\) \{\n/m,
    "$&    cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });\n",
  ],
  // Arrow functions are shorter, and nothing here has a `this`.
  "imports": [/^( {8}\S+: )function\((.*)\) \{$/gm, "$1($2) => {"],
  // It counts up to the 2 GB after which Safari's decoder fails.
  "decoding": [/^const MAX_SAFARI_DECODE_BYTES = [\s\S]*?^\}\n/m, "const decodeText = (bytes) => cachedTextDecoder.decode(bytes);\n"],
  // The entries load the wasm, each from where it is.
  "loading": [
    /^let wasmModule, wasmInstance, wasm;\n[\s\S]*/m,
    `let wasm;
export { __wbg_get_imports as imports };
export const isInstantiated = (instance) => { wasm = instance.exports; };
`,
  ],
};

/** The same, shorter. */
export function tightened(glue) {
  let tight = glue;
  for (const [name, [found, put]] of Object.entries(changes)) {
    const changed = tight.replace(found, put);
    if (changed === tight) throw new Failure(`wasm-bindgen's JavaScript has changed its shape (${name}): look at scripts/lib/glue.mjs.`);
    tight = changed;
  }
  return tight;
}
