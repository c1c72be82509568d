// Runs every test: `npm test`. With words after it, only the parts of these names: `npm test -- e2e types`.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ensureBrowsers } from "./lib/browsers.mjs";
import { Failure, main, root, run, step } from "./lib/run.mjs";
import { ensurePackages, ensureWasmBindgen, ensureWasmTarget } from "./lib/tools.mjs";

const wasmTarget = "wasm32-unknown-unknown";
const crate = ["--locked", "--package", "flow-embed"];
const nodeTests = ["--test", "--test-reporter=spec"];
const nodeTest = (...files) => run(process.execPath, [...nodeTests, ...files]);
/** Named one by one: versions of Node differ in what they make of a directory. */
const testsIn = (directory) =>
  readdirSync(join(root, directory))
    .filter((name) => name.endsWith(".test.mjs"))
    .map((name) => join(directory, name));

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
    // With the tests, as they were built for these: by themselves they would have libraries with fewer features, built once more.
    await run("cargo", ["build", "--locked", "--workspace", "--bins", "--tests"]);
  },
  async size() {
    const { checkBudgets } = await import("../benches/size.mjs");
    checkBudgets();
  },
  async rules() {
    await nodeTest(...testsIn("tests/rules"));
  },
  async types() {
    await nodeTest(...testsIn("tests/types"));
  },
  async package({ browsers: [browser] }) {
    await browser.run(process.execPath, [...nodeTests, ...testsIn("tests/package"), ...testsIn("tests/package/consumers")]);
  },
  async browser({ wasmBindgen, browsers }) {
    const env = {
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: "node tests/browser/runner.mjs",
      WASM_BINDGEN_TEST_RUNNER: join(wasmBindgen, "wasm-bindgen-test-runner"),
    };
    for (const browser of browsers) {
      console.log(`\n  In ${browser.name}`);
      await browser.run("cargo", ["test", ...crate, "--target", wasmTarget, "--lib", "--test", "browser"], env);
    }
  },
  async hosts({ browsers: [browser] }) {
    const { ensureHosts } = await import("./lib/hosts.mjs");
    Object.assign(process.env, await ensureHosts());
    await browser.run(process.execPath, [...nodeTests, ...testsIn("tests/hosts")]);
  },
  // Both backends as programs. Files run side by side, since some wait for the times that they measure.
  async backends() {
    const { ensureServers } = await import("./lib/servers.mjs");
    const servers = await ensureServers();
    await ensurePackages(join(root, "examples/backend-node"));
    await run("cargo", ["build", "--locked", "-p", "flow-embed-backend-axum", "-p", "flow-embed-sandbox"]);
    const files = testsIn("tests/backends");
    await run(process.execPath, [...nodeTests, "--test-concurrency=3", "--test-timeout=600000", ...files], { env: servers });
  },
  async e2e({ browsers }) {
    for (const browser of browsers) {
      console.log(`\n  In ${browser.name}`);
      await browser.run(process.execPath, ["tests/e2e/run.mjs"]);
    }
  },
};

await main(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.find((name) => !(name in parts));
  if (unknown) throw new Failure(`There is no part "${unknown}". The parts are: ${Object.keys(parts).join(", ")}.`);
  await ensurePackages();
  await ensureWasmTarget();
  const tools = { wasmBindgen: await ensureWasmBindgen(), browsers: await ensureBrowsers() };
  const names = tools.browsers.map(({ name }) => name).join(", ");
  step(`Browsers: ${names}`);
  for (const [name, story] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const started = Date.now();
    step(`Tests: ${name}`);
    await story(tools);
    console.log(`  ${name}: ${Math.round((Date.now() - started) / 1000)} s`);
  }
  console.log(`\n✓ Every part passed, in ${names}.`);
});
