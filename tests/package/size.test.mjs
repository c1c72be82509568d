// The size report: what is too large fails, and what is measured is what is meant.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { budgets } from "../../benches/budgets.mjs";
import { contributions } from "../../benches/crates.mjs";
import { judge } from "../../benches/goals.mjs";
import { ownDownloads, ownParts } from "../../benches/downloads.mjs";
import { checkBudgets } from "../../benches/size.mjs";
import { quartiles } from "../../benches/statistics.mjs";
import { weigh } from "../../benches/weight.mjs";
import { root } from "./support/packed.mjs";

const weighing = (weightOf) => Object.entries(budgets).map(([name, { ceiling }]) => ({ name, total: { brotli: weightOf(name, ceiling) } }));

test("Each entry may weigh its ceiling, and not a byte more", () => {
  checkBudgets(weighing((_, ceiling) => ceiling));
  for (const heavy of Object.keys(budgets)) {
    const downloads = weighing((name, ceiling) => ceiling + Number(name === heavy));
    assert.throws(() => checkBudgets(downloads), (failure) => failure.message.includes(`${heavy} is`) && failure.message.includes(", 1 over"));
  }
});

test("Files are compressed one by one, as they are downloaded", () => {
  const text = Buffer.from("the same text, once more. ".repeat(100));
  const one = weigh(text);
  assert.ok(one.brotli < one.gzip && one.gzip < one.raw);
  assert.deepEqual(weigh(text, text), { raw: 2 * one.raw, gzip: 2 * one.gzip, brotli: 2 * one.brotli });
});

test("All but the frame of the wasm's sections is counted, whether it has names or not", () => {
  const wasm = readFileSync(`${root}dist/flow_embed.wasm`);
  const counted = contributions(wasm).reduce((sum, { raw }) => sum + raw, 0);
  assert.ok(counted <= wasm.length && wasm.length - counted < 200, `${counted} of ${wasm.length} bytes`);
});

test("Quartiles are interpolated", () => assert.deepEqual(quartiles([4, 1, 3, 2, 5]), [2, 3, 4]));

test("A ceiling is kept at its limit, and missed above it, and so is a goal", () => {
  const startup = (condition, widget, ...medians) =>
    ["glue", "."].map((variant, index) => ({ kind: "startup", engine: "chromium", condition, widget, variant, quartiles: [0, medians[index], 0] }));
  const verdicts = (group) => group.flatMap((one) => judge(group, one)).map(({ isMet, isAtGoal }) => [isMet, isAtGoal]);
  assert.deepEqual(verdicts(startup("Fast 3G", "86 KB", 2000, 2170)), [[true, true]]);
  assert.deepEqual(verdicts(startup("Fast 3G", "86 KB", 2000, 2200)), [[true, false]]);
  assert.deepEqual(verdicts(startup("Fast 3G", "86 KB", 2000, 2201)), [[false, false]]);
  assert.deepEqual(verdicts(startup("Fast 3G", "1.5 MB", 2000, 2047)), [[false, false]]);
  assert.deepEqual(verdicts(startup("unthrottled", "1.5 MB", 50, 70)), [[true, false]]);
  assert.deepEqual(verdicts(startup("unthrottled", "86 KB", 50, 71)), [[false, false]]);
});

test("What an entry is made of adds up to what it weighs", async () => {
  const parts = await ownParts();
  for (const { name, wasm, glue, ours } of parts) {
    const { total } = ownDownloads().find((download) => download.name === name);
    assert.equal(wasm + glue + ours, total.brotli, name);
    assert.ok(Math.min(wasm, glue, ours) > 0, name);
  }
});
