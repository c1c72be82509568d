// From the crate to dist/, and the builds beside it.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bundle.mjs";
import { buildCrate } from "./crate.mjs";
import { thirdPartyNotices } from "./notices.mjs";
import { root, step } from "./run.mjs";

const entries = join(root, "src/js/entries");
const dist = join(root, "dist");
/** What the published files are made of. */
export const crate = join(root, "target/npm");

/** The entries beside `.` itself: each takes `.` from the file beside it, so that there is one of everything. */
const others = ["slim", "element", "react", "vue", "testing"];
/** The element's class, which the element's entry defines at once, and React's and Vue's when they are first mounted: there is one of it, too. */
const elementClass = "element-class";
/** How server runtimes that compile no bytes import a .wasm file. */
const wasmModules = { workerd: "./flow_embed.wasm", "edge-light": "./flow_embed.wasm?module" };
const formats = [
  { format: "esm", extension: "js" },
  { format: "cjs", extension: "cjs" },
];

/** Builds what is published: the entries in all their formats, their types, and the wasm by itself. */
export async function buildPackage(wasmBindgenDirectory) {
  await buildCrate(wasmBindgenDirectory, crate, "npm");
  step("Bundling dist/");
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  const inDist = async (name, source, options) => writeFileSync(join(dist, name), await bundle(crate, `${source}.js`, options));
  for (const { format, extension } of formats) {
    for (const name of ["index", ...others]) await inDist(`${name}.${extension}`, name, { format });
    await inDist(`${elementClass}.${extension}`, "element/element", { format });
  }
  await inDist("flow-embed.global.js", "index", { format: "iife", globalName: "FlowEmbed" });
  for (const [runtime, wasmModule] of Object.entries(wasmModules)) {
    await inDist(`index.${runtime}.js`, "wasm_module", { format: "esm", wasmModule });
  }
  copyFileSync(join(crate, "flow_embed.wasm"), join(dist, "flow_embed.wasm"));
  copyFileSync(join(entries, "custom-elements.json"), join(dist, "custom-elements.json"));
  writeFileSync(join(dist, "THIRD-PARTY-NOTICES.txt"), thirdPartyNotices());
  for (const name of ["index", ...others]) {
    const types = readFileSync(name === "index" ? join(root, "src/js/types.d.ts") : join(entries, `${name}.d.ts`), "utf8");
    writeFileSync(join(dist, `${name}.d.ts`), types);
    writeFileSync(join(dist, `${name}.d.cts`), types.replaceAll('"./index.js"', '"./index.cjs"'));
  }
}

/** The page's values that the wasm holds: all places that wasm-bindgen's JavaScript has for them, less those in its list of free ones. */
const liveValues = `
export function liveValues() {
    let free = 0;
    for (let place = heap_next; place < heap.length; place = heap[place]) free += 1;
    return heap.length - free;
}
`;

/** Whatever Rust calls and declares as `catch` tells the page first, which may throw: for tests/e2e/throwing-imports.test.mjs. */
const withBeforeImport = (glue) =>
  glue.replace(/^ +(\w+): function\(\) \{ return handleError\(function \(.*\) \{$/gm, (line, name) => `${line}\n            globalThis.beforeImport?.("${name}");`);

/** Builds the ES module once more for the tests of leaks and of throws, with `liveGuards()` and `liveValues()`, where nothing that is published lies. */
export async function buildCountingPackage(wasmBindgenDirectory) {
  const counting = join(root, "target/npm-counting");
  await buildCrate(wasmBindgenDirectory, counting, "npm,guard-count", { keepsNames: true });
  const glue = join(counting, "flow_embed.js");
  writeFileSync(glue, withBeforeImport(readFileSync(glue, "utf8")) + liveValues);
  writeFileSync(join(counting, "index.js"), await bundle(counting, "counting.js", { format: "esm" }));
}

/** Builds the wasm that is published with the names of its functions kept, and yields it. */
export async function buildNamedWasm(wasmBindgenDirectory) {
  const named = join(root, "target/npm-named");
  await buildCrate(wasmBindgenDirectory, named, "npm", { keepsNames: true });
  return readFileSync(join(named, "flow_embed.wasm"));
}
