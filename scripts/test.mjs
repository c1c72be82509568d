// Runs every test: `npm test`. With words after it, only the parts of these names: `npm test -- e2e types`.
import { join } from "node:path";
import { ensureChromium } from "./lib/browsers.mjs";
import { Failure, main, root, run, step } from "./lib/run.mjs";
import { ensurePackages, ensureWasmBindgen, ensureWasmTarget } from "./lib/tools.mjs";

const wasmTarget = "wasm32-unknown-unknown";
const crate = ["--locked", "--package", "flow-embed"];
const nodeTest = (...files) => run(process.execPath, ["--test", "--test-reporter=spec", ...files]);

const parts = {
  async style() {
    await run("cargo", ["fmt", "--all", "--check"]);
    await run("cargo", ["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    await run("cargo", ["clippy", ...crate, "--all-targets", "--target", wasmTarget, "--", "-D", "warnings"]);
    await run("cargo", ["clippy", ...crate, "--features", "npm", "--target", wasmTarget, "--", "-D", "warnings"]);
  },
  async native() {
    await run("cargo", ["test", "--locked", "--workspace"]);
    await run("cargo", ["doc", ...crate, "--no-deps"], { env: { RUSTDOCFLAGS: "-D warnings" } });
  },
  async build({ wasmBindgen }) {
    const { buildCountingPackage, buildPackage } = await import("./lib/package.mjs");
    await buildCountingPackage(wasmBindgen);
    await buildPackage(wasmBindgen);
    await run("cargo", ["build", "--locked", "--workspace", "--bins"]);
  },
  async types() {
    await nodeTest("tests/types/types.test.mjs");
  },
  async package() {
    await nodeTest("tests/package/contents.test.mjs");
  },
  async browser({ wasmBindgen, chromium }) {
    const runner = join(wasmBindgen, "wasm-bindgen-test-runner");
    await run("cargo", ["test", ...crate, "--target", wasmTarget, "--test", "browser"], {
      env: { ...chromium, CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: runner },
    });
  },
  async e2e({ chromium }) {
    Object.assign(process.env, chromium);
    await nodeTest("tests/e2e/");
  },
};

await main(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.find((name) => !(name in parts));
  if (unknown) throw new Failure(`There is no part "${unknown}". The parts are: ${Object.keys(parts).join(", ")}.`);
  await ensurePackages();
  await ensureWasmTarget();
  const tools = { wasmBindgen: await ensureWasmBindgen(), chromium: await ensureChromium() };
  for (const [name, story] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const started = Date.now();
    step(`Tests: ${name}`);
    await story(tools);
    console.log(`  ${name}: ${Math.round((Date.now() - started) / 1000)} s`);
  }
  console.log("\n✓ Every part passed.");
});
