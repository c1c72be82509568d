// `npm run bench`: startup next to hand-written glue, written to benches/RESULTS.md. Ends with 1 where a ceiling is missed. `--rounds 5` and
// `--only chromium/fast-3g` make a quick run of a part, which is not written.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureBrowsers } from "./lib/browsers.mjs";
import { Failure, main, root, step } from "./lib/run.mjs";
import { ensurePackages, ensureWasmBindgen, ensureWasmTarget } from "./lib/tools.mjs";

const fewestRounds = 25;

await main(async () => {
  const { values } = parseArgs({ options: { rounds: { type: "string", default: String(fewestRounds) }, only: { type: "string", default: "" } } });
  const rounds = Number(values.rounds);
  if (!(rounds >= 1)) throw new Failure("--rounds takes a number of at least 1.");
  const [onlyEngine, onlyCondition] = values.only.split("/");

  await ensurePackages();
  await ensureWasmTarget();
  const { buildPackage } = await import("./lib/package.mjs");
  await buildPackage(await ensureWasmBindgen());
  const browsers = await ensureBrowsers();

  const { conditions } = await import("../benches/network.mjs");
  const isAsked = (condition) => !onlyCondition || condition.toLowerCase().replace(" ", "-") === onlyCondition;
  const directory = join(root, "target/bench");
  mkdirSync(directory, { recursive: true });
  const engines = [];
  for (const browser of browsers) {
    if (onlyEngine && browser.name !== onlyEngine) continue;
    // The others' drivers have no way to set a link.
    const possible = browser.name === "chromium" ? Object.keys(conditions) : ["unthrottled"];
    const asked = possible.filter(isAsked);
    if (asked.length === 0) continue;
    step(`Startup in ${browser.name}`);
    const figures = join(directory, `${browser.name}.json`);
    await browser.run(process.execPath, ["benches/startup.mjs", String(rounds), ...asked], { FIGURES: figures });
    engines.push(JSON.parse(readFileSync(figures, "utf8")));
  }
  if (engines.length === 0) throw new Failure(`There is nothing to measure for --only ${values.only}.`);

  const { startupReport } = await import("../benches/startup-report.mjs");
  const { text, missed } = startupReport(engines, rounds);
  console.log(`\n${text}`);
  if (values.only || rounds < fewestRounds) console.log("\n  A part, or too few rounds: not written to benches/RESULTS.md.");
  else (await import("../benches/results.mjs")).writeResults("bench", text);
  if (missed.length > 0) throw new Failure(`${missed.length} ceilings or rules are missed.`);
});
