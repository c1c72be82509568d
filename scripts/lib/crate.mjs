// From the crate to the wasm and its JavaScript: cargo, wasm-bindgen, wasm-opt. HACKING.md says why each step is as it is.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Failure, output, root, run, step } from "./run.mjs";
import { withShortNames } from "./short_names.mjs";

const target = "wasm32-unknown-unknown";

/**
 * What browsers have had for long, by name, as LLVM and as binaryen call it. Reference types are left out: with them, wasm-bindgen keeps the page's values
 * in a table of the wasm; without, in a list in its JavaScript, which is smaller and can be counted.
 */
const features = {
  "mutable-globals": "mutable-globals",
  "bulk-memory": "bulk-memory",
  "bulk-memory-opt": "bulk-memory-opt",
  "sign-ext": "sign-ext",
  "nontrapping-fptoint": "nontrapping-float-to-int",
  multivalue: "multivalue",
};

/**
 * Builds the crate with these features: `directory` gets wasm-bindgen's JavaScript as flow_embed.js and the wasm as flow_embed.wasm. With `keepsNames`, the
 * wasm's functions keep their names, for the report of what each crate weighs.
 */
export async function buildCrate(wasmBindgenDirectory, directory, crateFeatures, { keepsNames = false } = {}) {
  step(`Compiling the crate to WebAssembly (${crateFeatures})`);
  // As a cdylib alone: beside an rlib, Cargo leaves link-time optimisation out, which takes a fifth off.
  await run("cargo", ["rustc", "--release", "--lib", "--crate-type", "cdylib", "--locked", "--features", crateFeatures, "--target", target], {
    env: { CARGO_ENCODED_RUSTFLAGS: [...withoutReferenceTypes(), ...withoutBuildersPaths()].join("\x1f") },
  });
  step("Generating its JavaScript");
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const compiled = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), target, "release/flow_embed.wasm");
  await run(join(wasmBindgenDirectory, "wasm-bindgen"), [
    compiled,
    ...["--target", "web", "--out-dir", directory, "--no-typescript", "--omit-default-module-path", "--experimental-reset-state-function"],
    ...(keepsNames ? [] : ["--remove-name-section"]),
    "--remove-producers-section",
  ]);
  step("Optimising");
  const optimised = join(directory, "flow_embed_optimised.wasm");
  // No data lies in the first kilobyte: Rust's starts far above.
  const strip = [keepsNames ? "--debuginfo" : "--strip-debug", "--strip-producers", "--strip-target-features"];
  await run(process.execPath, wasmOpt(join(directory, "flow_embed_bg.wasm"), "-Oz", "--low-memory-unused", ...strip, "-o", optimised));
  const wasm = join(directory, "flow_embed.wasm");
  if (keepsNames) return copyFileSync(optimised, wasm);
  const map = output(process.execPath, wasmOpt(optimised, "--minify-imports-and-exports-and-modules", "-o", wasm));
  if (map === undefined) throw new Failure("wasm-opt could not shorten the names of imports and exports.");
  const glue = join(directory, "flow_embed.js");
  writeFileSync(glue, withShortNames(readFileSync(glue, "utf8"), JSON.parse(map)));
}

// --all-features emits encodings that browsers refuse.
const wasmOpt = (...args) => [join(root, "node_modules/binaryen/bin/wasm-opt"), ...args, ...Object.values(features).map((feature) => `--enable-${feature}`)];

/** The standard library comes compiled with them, so the linker is told what to say of the whole. */
const withoutReferenceTypes = () => ["-Ctarget-feature=-reference-types", "-Clink-arg=--no-check-features", `-Clink-arg=--features=${Object.keys(features)}`];

/** Panic messages name source files: by crate, not by the builder's directories. */
function withoutBuildersPaths() {
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  const registries = readdirSync(join(cargoHome, "registry/src")).map((name) => join(cargoHome, "registry/src", name));
  const remap = [[root, "flow-embed"], [output("rustc", ["--print", "sysroot"]), "rust"], ...registries.map((path) => [path, "crates"])];
  return remap.map(([from, to]) => `--remap-path-prefix=${from.replace(/\/$/, "")}=${to}`);
}
