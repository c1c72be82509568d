// Shorter names between the wasm and its glue: wasm-bindgen's carry hashes, which hardly compress.

import { EXPORTS, IMPORTS, Reader, encodedName, encodedNumber, moduleOf, sectionsOf } from "./wasm.mjs";

/** The wasm and the glue with short names for its own imports, for the modules that it imports from, and for what only the glue calls. */
export function shortenNames(wasm, glue) {
  const modules = new ShortNames();
  const imports = new ShortNames();
  const exports = new ShortNames();
  const sections = sectionsOf(wasm).map(({ id, body }) => {
    if (id === IMPORTS) return { id, body: renamedImports(body, modules, imports) };
    return { id, body: id === EXPORTS ? renamedExports(body, exports) : body };
  });
  // In the glue a module is a key of the import object, and a function a key of its module.
  let renamed = glue;
  for (const [name, short] of modules) {
    renamed = renamed.replace(`"${name}": `, () => `"${short}": `);
    // wasm-bindgen says it once more for each further block of imports.
    renamed = renamed.split("\n").filter((line) => !line.trimStart().startsWith(`"${name}": `)).join("\n");
  }
  for (const [name, short] of imports) renamed = renamed.replace(` ${name}: `, () => ` ${short}: `);
  for (const [name, short] of exports) renamed = renamed.replaceAll(new RegExp(`\\bwasm\\.${name}\\b`, "g"), () => `wasm.${short}`);
  return { wasm: moduleOf(wasm, sections), glue: renamed };
}

class ShortNames extends Map {
  of(name) {
    if (!this.has(name)) this.set(name, `$${this.size.toString(36)}`);
    return this.get(name);
  }
}

/** All but what the package exports under these names. */
const isOfGlue = (name) => /^_|^wasm_bindgen_/.test(name);

function renamedImports(section, modules, imports) {
  const reader = new Reader(section);
  const count = reader.number();
  const parts = [encodedNumber(count)];
  for (let index = 0; index < count; index += 1) {
    const module = reader.name();
    const name = reader.name();
    // What comes from snippets keeps its name: they export it.
    parts.push(encodedName(modules.of(module)), encodedName(isOfGlue(name) ? imports.of(name) : name));
    const start = reader.offset;
    if (reader.byte() !== 0) throw new Error("An import is no function: look at renamedImports in scripts/lib/names.mjs.");
    reader.number();
    parts.push(section.subarray(start, reader.offset));
  }
  return Buffer.concat(parts);
}

function renamedExports(section, exports) {
  const reader = new Reader(section);
  const items = reader.list(() => {
    const name = reader.name();
    const start = reader.offset;
    reader.byte();
    reader.number();
    return Buffer.concat([encodedName(isOfGlue(name) ? exports.of(name) : name), section.subarray(start, reader.offset)]);
  });
  return Buffer.concat([encodedNumber(items.length), ...items]);
}
