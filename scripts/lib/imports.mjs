// Shorter names between the wasm and its glue: wasm-bindgen's carry hashes, which hardly compress.

import { IMPORTS, Reader, encodedName, encodedNumber, moduleOf, sectionsOf } from "./wasm.mjs";

/** The wasm and the glue with the names of its own imports, and of the modules that it imports from, replaced by short ones. */
export function shortenImports(wasm, glue) {
  const modules = new ShortNames();
  const functions = new ShortNames();
  const sections = sectionsOf(wasm).map(({ id, body }) => ({ id, body: id === IMPORTS ? renamedImports(body, modules, functions) : body }));
  // In the glue a module is a key of the import object, and a function a key of its module.
  let renamed = glue;
  for (const [name, short] of modules) {
    renamed = renamed.replace(`"${name}": `, () => `"${short}": `);
    // wasm-bindgen says it once more for each further block of imports.
    renamed = renamed.split("\n").filter((line) => !line.trimStart().startsWith(`"${name}": `)).join("\n");
  }
  for (const [name, short] of functions) renamed = renamed.replace(`${name}: function`, () => `${short}: function`);
  return { wasm: moduleOf(wasm, sections), glue: renamed };
}

class ShortNames extends Map {
  of(name) {
    if (!this.has(name)) this.set(name, `$${this.size.toString(36)}`);
    return this.get(name);
  }
}

function renamedImports(section, modules, functions) {
  const reader = new Reader(section);
  const count = reader.number();
  const parts = [encodedNumber(count)];
  for (let index = 0; index < count; index += 1) {
    const module = reader.name();
    const name = reader.name();
    // What comes from snippets keeps its name: they export it.
    const isGlue = name.startsWith("__wb");
    parts.push(encodedName(modules.of(module)), encodedName(isGlue ? functions.of(name) : name));
    const start = reader.offset;
    if (reader.byte() !== 0) throw new Error("An import is no function: look at renamedImports in scripts/lib/imports.mjs.");
    reader.number();
    parts.push(section.subarray(start, reader.offset));
  }
  return Buffer.concat(parts);
}
