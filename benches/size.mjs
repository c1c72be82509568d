// The size report and its budgets.
import { Failure } from "../scripts/lib/run.mjs";
import { budgets } from "./budgets.mjs";
import { contributions } from "./crates.mjs";
import { otherDownloads, ownDownloads } from "./downloads.mjs";
import { listed, today, versions } from "./machine.mjs";
import { table, thousands } from "./table.mjs";

/** Prints what each entry weighs beside its budget; a byte over the ceiling is a failure. */
export function checkBudgets(downloads = ownDownloads()) {
  console.log(budgetTable(downloads));
  const overweight = budgetsOf(downloads).filter(({ brotli, ceiling }) => brotli > ceiling);
  if (overweight.length === 0) return;
  const each = overweight.map(({ name, brotli, ceiling }) => `${name} is ${thousands(brotli)} bytes of brotli, ${thousands(brotli - ceiling)} over its ceiling`);
  throw new Failure(`Too large: ${each.join("; ")}. The budgets are in benches/budgets.mjs.`);
}

/** The whole report as Markdown. `parts` is what ownParts has found, and `namedWasm` the shipped wasm with its functions' names. */
export async function sizeReport(downloads, parts, namedWasm) {
  const row = (name, { raw, gzip, brotli }) => [name, ...[raw, gzip, brotli].map(thousands)];
  const own = downloads.flatMap(({ name, total, files }) => [
    row(`\`${name}\``, total),
    ...(files.length > 1 ? files.map((file) => row(`· ${file.name}`, file)) : []),
  ]);
  const others = (await otherDownloads()).map((other) => row(other.name, other));
  const crates = contributions(namedWasm);
  const wasm = crates.reduce((sum, { raw }) => sum + raw, 0);
  return [
    "## Size",
    `${today()}: ${listed(versions())}.`,
    "What a page downloads, in bytes: files as they are in `dist/`, each compressed by itself (gzip 9, brotli 11). React and Vue are the page's own.",
    table(["ours", "raw", "gzip", "brotli"], own),
    "Glue and packages are bundled by esbuild with all that they export, and minified. All of them, as ours, then load the check itself from the vendor's servers, which is not counted.",
    table(["others", "raw", "gzip", "brotli"], others),
    "Budgets, in bytes of brotli. A byte over a ceiling fails the build (`benches/budgets.mjs`).",
    budgetTable(downloads),
    "Of these bytes, what is wasm, what is the JavaScript that wasm-bindgen generates for it, and what is ours in JavaScript: each is what the entry would be smaller without it.",
    table(["entry", "wasm", "wasm-bindgen's JavaScript", "our JavaScript"], parts.map(({ name, wasm, glue, ours }) => [`\`${name}\``, ...[wasm, glue, ours].map(thousands)])),
    "What is in the wasm, by the crate in which a function is written, and what lies beside the code. Brotli is what the wasm would be smaller without it.",
    table(["part", "raw", "%", "brotli"], crates.map(({ name, raw, brotli }) => [name, thousands(raw), ((100 * raw) / wasm).toFixed(1), thousands(brotli)])),
  ].join("\n\n");
}

const budgetsOf = (downloads) =>
  Object.entries(budgets).map(([name, budget]) => ({ name, ...budget, brotli: downloads.find((download) => download.name === name).total.brotli }));

const budgetTable = (downloads) =>
  table(
    ["entry", "brotli", "ceiling", "goal", ""],
    budgetsOf(downloads).map(({ name, brotli, ceiling, goal }) => [`\`${name}\``, ...[brotli, ceiling, goal].map(thousands), brotli <= goal ? "at its goal" : ""]),
  );
