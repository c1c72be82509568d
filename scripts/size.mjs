// `npm run size`: what a page downloads, next to other packages, written to benches/RESULTS.md. Ends with 1 where a budget is exceeded.
import { main, step } from "./lib/run.mjs";
import { ensurePackages, ensureWasmBindgen, ensureWasmTarget } from "./lib/tools.mjs";

await main(async () => {
  await ensurePackages();
  await ensureWasmTarget();
  const wasmBindgen = await ensureWasmBindgen();
  const { buildNamedWasm, buildPackage } = await import("./lib/package.mjs");
  await buildPackage(wasmBindgen);
  const namedWasm = await buildNamedWasm(wasmBindgen);

  step("Weighing");
  const { ownDownloads, ownParts } = await import("../benches/downloads.mjs");
  const { checkBudgets, sizeReport } = await import("../benches/size.mjs");
  const { writeResults } = await import("../benches/results.mjs");
  const downloads = ownDownloads();
  const report = await sizeReport(downloads, await ownParts(), namedWasm);
  console.log(report);
  writeResults("size", report);
  step("Budgets");
  checkBudgets(downloads);
});
