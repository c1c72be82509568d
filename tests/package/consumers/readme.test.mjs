// README.md's "Use it in" shows what was tested: each of its blocks is a part of a consumer's own file.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { blocksOf, excerpt } from "./excerpts.mjs";
import { consumers } from "./list.mjs";

const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
const { quoted, count } = blocksOf(readme, "Use it in");

test("Every block of README's section names the app's file that it comes from", () => {
  assert.ok(count > 0, "README.md has no section \"Use it in\" with blocks in it");
  assert.equal(quoted.length, count);
});

describe("README's block is the app's own", () => {
  for (const { file, text } of quoted) {
    test(file, () => assert.equal(text, excerpt(file)));
  }
});

test("Every consumer has its block", () => {
  const shown = new Set(quoted.map(({ file }) => file.split("/")[0]));
  const missing = consumers.filter(({ directory, sources }) => !shown.has(directory) && !shown.has(sources));
  assert.deepEqual(missing.map(({ name }) => name), []);
});
