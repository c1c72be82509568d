// What each crate contributes to the wasm, by the names of its functions.
import { Reader, sectionsOf } from "./wasm.mjs";
import { brotli } from "./weight.mjs";

const sectionNames = ["custom", "types", "imports", "functions", "tables", "memory", "globals", "exports", "start", "elements", "code", "data", "data count", "tags"];
const FUNCTION_NAMES = 1;

/**
 * The parts of a wasm that has its names, largest first: the functions of each crate, and what lies beside the code. `brotli` is
 * what the wasm would be smaller without the part, so it does not add up to the whole.
 */
export function contributions(wasm) {
  const { names, imports, sections } = read(wasm);
  const parts = new Map();
  const add = (part, bytes) => parts.set(part, [...(parts.get(part) ?? []), bytes]);
  for (const { name, content } of sections) {
    if (name === "code") functionBodies(content).forEach((body, index) => add(crateOf(names.get(imports + index) ?? ""), body));
    else add(name === "data" ? "(data)" : "(imports, exports, types)", content);
  }
  const wholes = [...parts].map(([name, bytes]) => ({ name, bytes: Buffer.concat(bytes) }));
  const sizeOf = (some) => brotli(Buffer.concat(some.map(({ bytes }) => bytes))).length;
  const whole = sizeOf(wholes);
  return wholes
    .map((part) => ({ name: part.name, raw: part.bytes.length, brotli: whole - sizeOf(wholes.filter((other) => other !== part)) }))
    .sort((one, other) => other.raw - one.raw);
}

/** The sections that are shipped, how many functions are imported, and the functions' names by their index. */
function read(wasm) {
  const found = { names: new Map(), imports: 0, sections: [] };
  for (const { id, body } of sectionsOf(wasm)) {
    const name = sectionNames[id];
    if (name === "custom") {
      const custom = new Reader(body);
      if (custom.name() === "name") found.names = functionNames(custom);
      continue;
    }
    // wasm-bindgen's builds import functions and nothing else.
    if (name === "imports") found.imports = new Reader(body).number();
    found.sections.push({ name, content: body });
  }
  return found;
}

function functionNames(reader) {
  const names = new Map();
  while (!reader.isAtEnd()) {
    const kind = reader.byte();
    const content = new Reader(reader.bytes(reader.number()));
    if (kind !== FUNCTION_NAMES) continue;
    for (let rest = content.number(); rest > 0; rest -= 1) names.set(content.number(), content.name());
  }
  return names;
}

/** Each with its length in front of it. */
const functionBodies = (code) =>
  new Reader(code).list((reader) => {
    const start = reader.offset;
    reader.bytes(reader.number());
    return code.subarray(start, reader.offset);
  });

/** As they stand in symbols. The rest of the standard library comes as crates from the registry. */
const standard = ["core", "alloc", "std", "__rustc", "compiler_builtins"];

/**
 * The first crate in a function's name that is not the standard library: what `drop_in_place` drops, whose trait is implemented. Generic code
 * counts where it is written: what an exported async function does is mostly inlined into js_sys's `future_to_promise`.
 */
function crateOf(name) {
  const crates = [...name.matchAll(/(?<![\w:\]])([a-z_]\w*)(?:\[\w+\])?::/g)].map(([, crate]) => crate);
  const own = crates.find((crate) => !standard.includes(crate));
  if (own) return own;
  // What wasm-bindgen puts around the exports.
  if (/^__wbindgen|externref| shim$/.test(name)) return "wasm_bindgen";
  return name === "" ? "(functions that wasm-opt made)" : "std";
}
