// Shorter names between the wasm and its JavaScript: wasm-bindgen's carry hashes, which hardly compress. binaryen gives the wasm its names and
// says which; here they are put into the JavaScript.
import { Failure } from "./run.mjs";

/** What binaryen calls the one module that all imports are from. */
const shortModule = "a";

/** wasm-bindgen's JavaScript with the names of binaryen's map: `imports` of modules, names and short names, `exports` of names and short names. */
export function withShortNames(glue, { imports, exports }) {
  let renamed = glue;
  const rename = (found, put) => {
    const parts = renamed.split(found);
    if (parts.length !== 2) throw changed(`"${found}" is there ${parts.length - 1} times`);
    renamed = parts.join(put);
  };
  // A module is a key of the object of all imports, and an imported function a key of its module.
  for (const module of new Set(imports.map(([module]) => module))) rename(`"${module}": `, `"${shortModule}": `);
  for (const [, name, short] of imports) rename(` ${name}: `, ` ${short}: `);
  const exported = new Map(exports);
  return renamed.replace(/\bwasm\.(\w+)/g, (_, name) => {
    if (!exported.has(name)) throw changed(`the wasm does not export "${name}"`);
    return `wasm.${exported.get(name)}`;
  });
}

const changed = (how) => new Failure(`wasm-bindgen's JavaScript is not as scripts/lib/short_names.mjs expects it: ${how}.`);
