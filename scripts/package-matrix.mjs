// `npm run test:package`: the packed package in every consumer. With words after it, only those whose names hold one of them.
import { ensureBrowsers } from "./lib/browsers.mjs";
import { main, run, step } from "./lib/run.mjs";
import { ensurePackages, ensureWasmBindgen, ensureWasmTarget } from "./lib/tools.mjs";

await main(async () => {
  await ensurePackages();
  await ensureWasmTarget();
  const { buildPackage } = await import("./lib/package.mjs");
  await buildPackage(await ensureWasmBindgen());
  await run("cargo", ["build", "--locked", "--package", "flow-embed-sandbox"]);
  const [chromium] = await ensureBrowsers();
  step("Every consumer");
  await chromium.run(process.execPath, ["tests/package/consumers/main.mjs", ...process.argv.slice(2)]);
});
