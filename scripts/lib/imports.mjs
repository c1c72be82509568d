// Shorter names between the wasm and its glue: wasm-bindgen's carry hashes, which hardly compress.

const IMPORT_SECTION = 2;
const HEADER_LENGTH = 8;

/** The wasm and the glue with the names of its own imports, and of the modules that it imports from, replaced by short ones. */
export function shortenImports(wasm, glue) {
  const modules = new ShortNames();
  const functions = new ShortNames();
  const sections = [wasm.subarray(0, HEADER_LENGTH)];
  const reader = new Reader(wasm, HEADER_LENGTH);
  while (!reader.isAtEnd()) {
    const id = reader.byte();
    const section = reader.bytes(reader.number());
    const body = id === IMPORT_SECTION ? renamedImports(section, modules, functions) : section;
    sections.push(Uint8Array.of(id), encodedNumber(body.length), body);
  }
  // In the glue a module is a key of the import object, and a function a key of its module.
  let renamed = glue;
  for (const [name, short] of modules) renamed = renamed.replace(`"${name}": `, () => `"${short}": `);
  for (const [name, short] of functions) renamed = renamed.replace(`${name}: function`, () => `${short}: function`);
  return { wasm: Buffer.concat(sections), glue: renamed };
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

/** Reads WebAssembly's binary format. */
export class Reader {
  constructor(bytes, offset = 0) {
    this.source = bytes;
    this.offset = offset;
  }

  isAtEnd() {
    return this.offset >= this.source.length;
  }

  byte() {
    return this.source[this.offset++];
  }

  bytes(length) {
    this.offset += length;
    return this.source.subarray(this.offset - length, this.offset);
  }

  /** LEB128, unsigned. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  name() {
    return new TextDecoder().decode(this.bytes(this.number()));
  }
}

function encodedNumber(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

function encodedName(name) {
  const bytes = new TextEncoder().encode(name);
  return Buffer.concat([encodedNumber(bytes.length), bytes]);
}
