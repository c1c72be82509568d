// The order of a module's functions: those alike beside each other, where compression finds what they have in common.
import { CODE, CUSTOM, IMPORTS, Reader, encodedName, encodedNumber, moduleOf, sectionsOf } from "./wasm.mjs";

/** How many bytes in a row count as something in common. */
const RUN = 4;
/** Keeps the smallest functions, whose few runs are common ones, from coming first everywhere. */
const LEAST_LENGTH = 20;
const FUNCTION_NAMES = 1;

/** The module with names for all its functions that sort in the better order: wasm-opt's --reorder-functions-by-name does the rest. */
export function namedByLikeness(wasm) {
  const sections = sectionsOf(wasm);
  const bodyOf = (wanted) => new Reader(sections.find(({ id }) => id === wanted).body);
  const imported = bodyOf(IMPORTS).number();
  const bodies = bodyOf(CODE).list((reader) => reader.bytes(reader.number()));
  const names = chain(bodies)
    .map((index, rank) => ({ index: imported + index, name: String(rank).padStart(6, "0") }))
    .sort((one, other) => one.index - other.index)
    .map(({ index, name }) => Buffer.concat([encodedNumber(index), encodedName(name)]));
  const functionNames = Buffer.concat([encodedNumber(names.length), ...names]);
  const body = Buffer.concat([encodedName("name"), Uint8Array.of(FUNCTION_NAMES), encodedNumber(functionNames.length), functionNames]);
  return moduleOf(wasm, [...sections, { id: CUSTOM, body }]);
}

/** From the longest body to the one most like it, and on from that. */
function chain(bodies) {
  const left = bodies.map((body, index) => ({ index, runs: runsOf(body), length: body.length }));
  left.sort((one, other) => other.length - one.length || one.index - other.index);
  const chained = left.splice(0, 1);
  while (left.length > 0) {
    const { runs } = chained.at(-1);
    const likeness = left.map((candidate) => inCommon(runs, candidate.runs) / Math.sqrt(candidate.length + LEAST_LENGTH));
    const best = likeness.reduce((best, value, position) => (value > likeness[best] ? position : best), 0);
    chained.push(...left.splice(best, 1));
  }
  return chained.map(({ index }) => index);
}

function runsOf(body) {
  const runs = new Set();
  for (let start = 0; start + RUN <= body.length; start += 1) runs.add(body.readUInt32LE(start));
  return runs;
}

function inCommon(some, others) {
  const [fewer, more] = some.size < others.size ? [some, others] : [others, some];
  let count = 0;
  for (const run of fewer) if (more.has(run)) count += 1;
  return count;
}
