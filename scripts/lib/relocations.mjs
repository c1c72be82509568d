// What the linker tells with --emit-relocs: which function and which constant uses which.
// The format: https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md
import { CODE, CUSTOM, DATA, EXPORTS, IMPORTS, Reader } from "./wasm.mjs";

const SYMBOL_TABLE = 8;
const FUNCTION = 0;
const DATUM = 1;
const SECTION = 3;
const UNDEFINED = 0x10;
const EXPLICIT_NAME = 0x40;

/** Types of relocations: to functions and to their places in the table, to constants (with an addend), and the others that have an addend. */
const toFunctions = [0, 26];
const toTable = [1, 2];
const toData = [3, 4, 5, 11, 14, 15, 16, 17, 23];
const othersWithAddend = [8, 9, 22];

/**
 * All functions by their index, and all constants: each with its names, with where its bytes lie in its section, and with
 * the functions and constants that it `uses`, and the functions that it has `addresses` of. Constants may lie on one another.
 * `exported` are functions, by their names.
 */
export function readGraph(sections) {
  const body = (id) => sections.find((section) => section.id === id).body;
  const imported = new Reader(body(IMPORTS)).list(readImport);
  const defined = readBodies(body(CODE));
  const functions = [...imported, ...defined].map((place) => ({ ...place, names: [], uses: [], addresses: [] }));
  const segments = new Reader(body(DATA)).list(readSegment);
  const symbols = readSymbols(custom(sections, "linking")).map(({ kind, name, index, segment, offset, size }) => {
    if (kind === FUNCTION) {
      functions[index].names.push(name);
      return functions[index];
    }
    if (segment === undefined) return undefined;
    const start = segments[segment] + offset;
    return { names: [name], start, end: start + size, uses: [], addresses: [], isConstant: true };
  });
  const data = symbols.filter((symbol) => symbol?.isConstant);
  connect(custom(sections, "reloc.CODE"), symbols, functions.slice(imported.length));
  connect(custom(sections, "reloc.DATA"), symbols, data);
  const exported = new Reader(body(EXPORTS)).list(readExport).filter(({ index }) => index !== undefined);
  return { functions, data, exported: new Map(exported.map(({ name, index }) => [name, functions[index]])) };
}

/** Whether a section serves linking only. */
export function isOfLinker({ id, body }) {
  return id === CUSTOM && /^(linking$|reloc\.)/.test(new Reader(body).name());
}

function connect(reader, symbols, places) {
  reader.number();
  reader.list(() => {
    const type = reader.byte();
    const offset = reader.number();
    const used = symbols[reader.number()];
    const isToData = toData.includes(type);
    if (isToData || othersWithAddend.includes(type)) reader.number();
    const isToTable = toTable.includes(type);
    if (!used || !(isToData || isToTable || toFunctions.includes(type))) return;
    for (const place of places) if (place.start <= offset && offset < place.end) place[isToTable ? "addresses" : "uses"].push(used);
  });
}

function custom(sections, name) {
  for (const { id, body } of sections) {
    const reader = new Reader(body);
    if (id === CUSTOM && reader.name() === name) return reader;
  }
  throw new Error(`The linker left no section ${name}: look at scripts/lib/relocations.mjs.`);
}

function readSymbols(reader) {
  reader.number();
  while (reader.byte() !== SYMBOL_TABLE) reader.bytes(reader.number());
  reader.number();
  return reader.list(() => {
    const kind = reader.byte();
    const flags = reader.number();
    const isDefined = !(flags & UNDEFINED);
    if (kind === DATUM) {
      const name = reader.name();
      return isDefined ? { kind, name, segment: reader.number(), offset: reader.number(), size: reader.number() } : { kind, name };
    }
    const index = reader.number();
    const isNamed = kind !== SECTION && (isDefined || flags & EXPLICIT_NAME);
    return { kind, index, name: isNamed ? reader.name() : "" };
  });
}

function readImport(reader) {
  reader.name();
  reader.name();
  if (reader.byte() !== 0) throw new Error("An import is no function: look at readImport in scripts/lib/relocations.mjs.");
  reader.number();
  return {};
}

/** The name of an export, and the index of an exported function. */
function readExport(reader) {
  const name = reader.name();
  const kind = reader.byte();
  const index = reader.number();
  return { name, index: kind === 0 ? index : undefined };
}

function readBodies(section) {
  return new Reader(section).list((reader) => {
    const length = reader.number();
    const start = reader.offset;
    reader.bytes(length);
    return { start, end: reader.offset };
  });
}

/** Where the segment's bytes start: after its flags, its address (an `i32.const` and an `end`), and its length. */
function readSegment(reader) {
  if (reader.number() !== 0) throw new Error("A data segment is not active: look at readSegment in scripts/lib/relocations.mjs.");
  reader.byte();
  reader.number();
  reader.byte();
  const length = reader.number();
  const start = reader.offset;
  reader.bytes(length);
  return start;
}
