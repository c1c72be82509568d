// A panic in the npm build ends in a trap, and nobody can read its message: this removes the message, what formats it, and
// whatever else only panics use. The compiler cannot, since the standard library comes compiled with its panics. What only
// wasm-bindgen's exports for other builds use goes the same way.
import { isOfLinker, readGraph } from "./relocations.mjs";
import { CODE, DATA, encodedNumber, moduleOf, sectionsOf } from "./wasm.mjs";

/** In mangled names, legacy and v0 alike: the standard library's functions that never return. */
const panicking =
  /(4core|3std|5alloc|7___rustc).*(9panicking|rust_begin_unwind|panic_|_fail|unwrap_failed|expect_failed|handle_error|capacity_overflow|alloc_error)/;
/** Every panic comes through this one. */
const panicEntry = "4core9panicking9panic_fmt";
/** No locals, `unreachable`, `end`. */
const trap = Uint8Array.of(0, 0x00, 0x0b);
/** Exports that tell wasm-bindgen of types, and those of ways to wait that are not ours. */
const describing = /^__wbindgen_describe/;
const unused = /jspi|__wbindgen_destroy_closure/;
/** A panic's place: where the file's name lies, its length, the line, the column. */
const PLACE_LENGTH = 16;

/** The linked module, whose relocations are used up, without what only panics use. */
export function withoutPanics(wasm) {
  const sections = sectionsOf(wasm).map(({ id, body }) => ({ id, body: Buffer.from(body) }));
  const code = sections.find(({ id }) => id === CODE);
  const data = sections.find(({ id }) => id === DATA);
  const graph = readGraph(sections);
  const nameOf = (definition) => definition.names.join(" ");
  if (!graph.functions.some((definition) => nameOf(definition).includes(panicEntry))) {
    throw new Error(`There is no function ${panicEntry}: look at scripts/lib/panics.mjs.`);
  }

  const endsInTrap = ({ end }) => code.body[end - 2] === trap[1] && code.body[end - 1] === trap[2];
  const panics = new Set(graph.functions.filter((definition) => panicking.test(nameOf(definition)) && endsInTrap(definition)));
  const isFileName = ({ start, end }) => /\.rs\0?$/.test(data.body.subarray(start, end).toString("latin1"));
  const isPlace = ({ isConstant, start, end, uses }) => isConstant && end - start === PLACE_LENGTH && uses.length === 1 && isFileName(uses[0]);
  const places = new Set(graph.data.filter(isPlace));

  const used = new Set();
  const use = (left, usesOf) => {
    while (left.length > 0) {
      const next = left.pop();
      if (used.has(next) || panics.has(next) || places.has(next)) continue;
      used.add(next);
      left.push(...usesOf(next));
    }
  };
  const exportedAs = (isWanted) => [...graph.exported].filter(([name]) => isWanted(name)).map(([, definition]) => definition);
  use(exportedAs((name) => !describing.test(name) && !unused.test(name)), ({ uses, addresses }) => [...uses, ...addresses]);
  // wasm-bindgen runs these and takes them out: what they only have the address of is never called.
  use(exportedAs((name) => describing.test(name)), ({ uses }) => uses);

  const bytes = Buffer.from(data.body);
  const blank = graph.data.filter((constant) => !used.has(constant));
  for (const { start, end } of blank) bytes.fill(0, start, end);
  // Constants may lie on one another.
  for (const constant of used) if (constant.isConstant) data.body.copy(bytes, constant.start, constant.start, constant.end);
  data.body = bytes;
  const bodies = graph.functions
    .filter(({ start }) => start !== undefined)
    .map((definition) => (used.has(definition) ? code.body.subarray(definition.start, definition.end) : trap));
  code.body = Buffer.concat([encodedNumber(bodies.length), ...bodies.flatMap((body) => [encodedNumber(body.length), body])]);
  return moduleOf(wasm, sections.filter((section) => !isOfLinker(section)));
}
