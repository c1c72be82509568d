// Runs end-to-end tests in the engine that ENGINE names: `node tests/e2e/run.mjs [<file>...]`, without files all that this engine has to pass.
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { engine, shareBrowsers } from "./support/browser.mjs";

/** Tests of what no engine does differently: Chromium runs them for all. */
const engineIndependent = ["frameworks", "frameworks-hydration", "frameworks-life", "frameworks-view", "playground", "playground-look", "readme", "testing"];
/** Those that take longest start first, so that none of them is still running when all others are done. */
const longest = ["trapped-imports", "script", "playground", "hostile", "container", "person", "isolate-end"];
/** A browser or a driver that no longer answers ends its own file by name, and not the whole run without a word. The longest take half a minute. */
const timeout = 300_000;
/** Most files wait for what they have caused: one more than there are processors. */
const concurrency = availableParallelism() + 1;

const nameOf = (file) => basename(file, ".test.mjs");
const all = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".test.mjs") && (engine === "chromium" || !engineIndependent.includes(nameOf(file))))
  .map((file) => join(import.meta.dirname, file));
const asked = process.argv.slice(2);
const turn = (file) => (longest.indexOf(nameOf(file)) + 1 || Infinity);
const files = (asked.length > 0 ? asked : all).sort((one, other) => turn(one) - turn(other) || 0);

const endBrowsers = await shareBrowsers(Math.min(concurrency, files.length));
const tests = run({ files, concurrency, timeout });
tests.on("test:fail", () => (process.exitCode = 1));
tests.compose(new spec()).pipe(process.stdout);
tests.on("end", endBrowsers);
