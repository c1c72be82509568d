// wasm-bindgen's JavaScript, less what it does too early or for browsers that run no wasm like ours.
import { Failure } from "./run.mjs";

/**
 * Importing the package does no work and needs nothing: the text coders are made when the wasm is, so that a test environment without
 * them (Jest with jsdom) can import an app's modules. What every browser of the last years has is not made up.
 */
export function withoutWorkAtImport(glue) {
  const coders = [];
  const moved = glue
    .replace(/^let cachedTextDecoder = (new TextDecoder\(.*\));\ncachedTextDecoder\.decode\(\);\n/m, (_, coder) => {
      coders.push(`    cachedTextDecoder = ${coder};`);
      return "let cachedTextDecoder;\n";
    })
    .replace(/^const cachedTextEncoder = (new TextEncoder\(\));\n\nif \(!\('encodeInto' in cachedTextEncoder\)\) \{\n[\s\S]*?^\}\n/m, (_, coder) => {
      coders.push(`    cachedTextEncoder = ${coder};`);
      return "let cachedTextEncoder;\n";
    })
    .replace(/^function __wbg_get_imports\(.*\) \{\n/m, (start) => `${start}${coders.splice(0).join("\n")}\n`);
  if (coders.length > 0 || /^\w.*new Text/m.test(moved)) {
    throw new Failure("wasm-bindgen's JavaScript has changed its shape: look at scripts/lib/glue.mjs.");
  }
  return moved;
}
