// Builds the npm package into dist/. Nothing here is imported before the packages are installed.
import { ensurePackages, ensureWasmBindgen, ensureWasmTarget } from "./lib/tools.mjs";
import { main } from "./lib/run.mjs";

await main(async () => {
  await ensurePackages();
  await ensureWasmTarget();
  const bin = await ensureWasmBindgen();
  const { buildPackage } = await import("./lib/package.mjs");
  await buildPackage(bin);
});
