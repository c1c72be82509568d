// From the crate to dist/: cargo, wasm-bindgen, wasm-opt, esbuild. HACKING.md says why each step is as it is.
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { build, transform } from "esbuild";
import { minify } from "terser";
import { asciiStrings } from "./embed.mjs";
import { withoutFeature } from "./features.mjs";
import { tightened } from "./glue.mjs";
import { shortenNames } from "./names.mjs";
import { thirdPartyNotices } from "./notices.mjs";
import { namedByLikeness } from "./order.mjs";
import { withoutPanics } from "./panics.mjs";
import { Failure, output, root, run, step } from "./run.mjs";

const target = "wasm32-unknown-unknown";
const entries = join(root, "src/js/entries");
const dist = join(root, "dist");

/** The entries beside `.` itself: each takes `.` from the file beside it, so that there is one of everything. */
const others = ["slim", "element", "react", "vue", "testing"];
/** How server runtimes that compile no bytes import a .wasm file. */
const wasmModules = { workerd: "./flow_embed.wasm", "edge-light": "./flow_embed.wasm?module" };
const formats = [
  { format: "esm", extension: "js" },
  { format: "cjs", extension: "cjs" },
];

/** Builds what is published. */
export async function buildPackage(wasmBindgenDirectory) {
  const glue = join(root, "target/npm");
  await bundlePackage(glue, await buildWasm(wasmBindgenDirectory, glue, "npm"));
}

/** Fills dist/ with the entries in all their formats, their types, and the wasm by itself. */
export async function bundlePackage(glue, wasm) {
  step("Bundling dist/");
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  const inDist = (name, source, options) => bundle(glue, wasm, `${source}.js`, { outfile: join(dist, name), ...options });
  for (const { format, extension } of formats) {
    for (const name of ["index", ...others]) await inDist(`${name}.${extension}`, name, { format });
  }
  await inDist("flow-embed.global.js", "index", { format: "iife", globalName: "FlowEmbed" });
  for (const [runtime, wasmModule] of Object.entries(wasmModules)) {
    await inDist(`index.${runtime}.js`, "wasm_module", { format: "esm", wasmModule });
  }
  writeFileSync(join(dist, "flow_embed.wasm"), wasm);
  writeFileSync(join(dist, "THIRD-PARTY-NOTICES.txt"), thirdPartyNotices());
  copyFileSync(join(entries, "custom-elements.json"), join(dist, "custom-elements.json"));
  for (const name of ["index", ...others]) {
    const types = name === "index" ? publicTypes(glue) : readFileSync(join(entries, `${name}.d.ts`), "utf8");
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

/** Builds the ES module once more for the leak tests, with `liveGuards()` and `liveValues()`, where nothing that is published lies. */
export async function buildCountingPackage(wasmBindgenDirectory) {
  const glue = join(root, "target/npm-counting");
  const wasm = await buildWasm(wasmBindgenDirectory, glue, "npm,guard-count");
  appendFileSync(join(glue, "flow_embed.js"), liveValues);
  await bundle(glue, wasm, "counting.js", { outfile: join(glue, "index.js"), format: "esm" });
}

/** Builds the wasm that is published with the names of its functions kept, for the report of what each crate weighs. */
export const buildNamedWasm = (wasmBindgenDirectory) => buildWasm(wasmBindgenDirectory, join(root, "target/npm-named"), "npm", { names: true });

async function buildWasm(wasmBindgenDirectory, glue, features, { names = false } = {}) {
  step(`Compiling the crate to WebAssembly (${features})`);
  await run("cargo", ["build", "--release", "--lib", "--locked", "--features", features, "--target", target], {
    env: { CARGO_ENCODED_RUSTFLAGS: [...withoutBuildersPaths(), "-Clink-arg=--emit-relocs", "-Ctarget-feature=-reference-types"].join("\x1f") },
  });
  rmSync(glue, { recursive: true, force: true });
  mkdirSync(glue, { recursive: true });
  const linked = join(glue, "flow_embed.wasm");
  const compiled = readFileSync(join(targetDirectory(), target, "release/flow_embed.wasm"));
  // With reference types, wasm-bindgen would wrap each import and export that takes or yields a value of JavaScript.
  writeFileSync(linked, withoutFeature(withoutPanics(compiled), "reference-types"));
  step("Generating its JavaScript");
  await run(join(wasmBindgenDirectory, "wasm-bindgen"), [
    linked,
    ...["--target", "web", "--out-dir", glue, "--omit-default-module-path"],
    ...(names ? [] : ["--remove-name-section"]),
    "--remove-producers-section",
  ]);
  step("Optimising");
  const optimised = join(glue, "flow_embed.opt.wasm");
  // Inlining larger functions into their one caller compresses worse. No data lies in the first kilobyte: Rust's starts far above.
  await optimise(join(glue, "flow_embed_bg.wasm"), optimised, ["-O4", "--shrink-level=2", "--one-caller-inline-max-function-size=50", "--low-memory-unused"], names);
  // The order is told by names of its own.
  if (!names) {
    writeFileSync(optimised, namedByLikeness(readFileSync(optimised)));
    await optimise(optimised, optimised, ["--optimize-level=2", "--shrink-level=2", "--reorder-functions-by-name"]);
  }
  const gluePath = join(glue, "flow_embed.js");
  const shortened = shortenNames(readFileSync(optimised), tightened(readFileSync(gluePath, "utf8")));
  writeFileSync(gluePath, shortened.glue);
  return shortened.wasm;
}

function optimise(input, output, how, names = false) {
  return run(process.execPath, [
    join(root, "node_modules/binaryen/bin/wasm-opt"),
    input,
    ...how,
    ...[names ? "--debuginfo" : "--strip-debug", "--strip-producers", "--strip-target-features", "-o", output],
    // What Rust's target has by default, by name: --all-features emits encodings that browsers refuse.
    ...["bulk-memory", "bulk-memory-opt", "mutable-globals", "multivalue", "nontrapping-float-to-int", "reference-types", "sign-ext"].map(
      (feature) => `--enable-${feature}`,
    ),
  ]);
}

const targetDirectory = () => process.env.CARGO_TARGET_DIR ?? join(root, "target");

/** Panic messages name source files: by crate, not by the builder's directories. */
function withoutBuildersPaths() {
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  const registries = readdirSync(join(cargoHome, "registry/src")).map((name) => join(cargoHome, "registry/src", name));
  const remap = [[root, "flow-embed"], [output("rustc", ["--print", "sysroot"]), "rust"], ...registries.map((path) => [path, "crates"])];
  return remap.map(([from, to]) => `--remap-path-prefix=${from.replace(/\/$/, "")}=${to}`);
}

/** Stand for the wasm's texts while it is bundled, so that nothing rewrites them or counts on their length. */
const embedded = { low: "FLOW_EMBED_LOW", gaps: "FLOW_EMBED_GAPS" };

/** Has V8 compile all of a session's code while it arrives, on another thread, and not each function at its first call. Bundlers drop it. */
const compileHint = "//# allFunctionsCalledOnLoad\n";
const hinted = ["index.js", "slim.js"];

async function bundle(glue, wasm, entry, { wasmModule, outfile, ...options }) {
  const { outputFiles } = await build({
    entryPoints: [join(entries, entry)],
    bundle: true,
    minifySyntax: true,
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
    external: ["react", "vue"],
    plugins: [resolveGenerated(glue), resolvePublished(options.format, wasmModule), minifiedStyles],
    write: false,
    ...options,
  });
  const isModule = options.format === "esm";
  const { code } = await minify(outputFiles[0].text, {
    module: isModule,
    // What is shortest is not what compresses best: these were tried one by one. None of our functions has a `this`.
    compress: { passes: 3, ecma: 2022, inline: 1, unsafe_arrows: true, directives: false },
    // Plain ASCII is safe in a classic script on a page of any encoding.
    format: { ascii_only: true },
  });
  writeFileSync(outfile, `${hinted.includes(entry) ? compileHint : ""}${withWasm(code, wasm)}\n`);
}

/** With the wasm's texts in their places, where there are any. */
function withWasm(code, wasm) {
  const texts = asciiStrings(wasm);
  return Object.entries(embedded).reduce((code, [name, place]) => {
    const [before, ...others] = code.split(place);
    if (others.length > 1) throw new Failure("The wasm would be in the bundle twice: look at withWasm in scripts/lib/package.mjs.");
    return [before, ...others].join(texts[name]);
  }, code);
}

/** Gives the entries what was generated: the glue, and the wasm as texts. */
function resolveGenerated(glue) {
  return {
    name: "generated",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^flow-embed:glue$/ }, () => ({ path: join(glue, "flow_embed.js") }));
      // wasm-bindgen copies the JavaScript beside the Rust for its glue: the entries and the glue must share one.
      onResolve({ filter: /\.js$/ }, ({ path, resolveDir }) => {
        const [, beside] = join(resolveDir, path).split(/\/snippets\/[^/]+\//);
        return beside && { path: join(root, beside) };
      });
      onResolve({ filter: /^flow-embed:wasm$/ }, () => ({ path: "wasm", namespace: "flow-embed" }));
      const contents = Object.entries(embedded).map(([name, place]) => `export const ${name} = ${place};`).join("\n");
      onLoad({ filter: /.*/, namespace: "flow-embed" }, () => ({ contents }));
    },
  };
}

/** Leaves out what lies beside the entry in dist/: `.` itself, so that no entry carries a second copy, and the wasm. */
function resolvePublished(format, wasmModule) {
  return {
    name: "published",
    setup({ onResolve }) {
      onResolve({ filter: /^flow-embed$/ }, () => ({ path: format === "cjs" ? "./index.cjs" : "./index.js", external: true }));
      onResolve({ filter: /^flow-embed:module$/ }, () => ({ path: wasmModule, external: true }));
    },
  };
}

/** Style sheets as text. */
const minifiedStyles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

/** The types that wasm-bindgen generates, less those of its own initialisation. */
function publicTypes(glue) {
  const generated = readFileSync(join(glue, "flow_embed.d.ts"), "utf8");
  const end = generated.indexOf("export type InitInput");
  if (end < 0) throw new Failure("wasm-bindgen's types have changed their shape: look at publicTypes in scripts/lib/package.mjs.");
  return `${generated.slice(0, end).replace(/^\/\* (tslint|eslint).*\n/gm, "").trim()}\n`;
}
