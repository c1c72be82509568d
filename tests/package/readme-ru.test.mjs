// README.ru.md is README.md in Russian: the same structure and the same code.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (file) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
const english = read("README.md");
const russian = read("README.ru.md");

const codeBlock = /^```.*\n[\s\S]*?^```$/gm;
const codeBlocks = (text) => text.match(codeBlock) ?? [];
const prose = (text) => text.replace(codeBlock, "");
const headingLevels = (text) => [...prose(text).matchAll(/^(#+) /gm)].map(([, marks]) => marks.length);
const tableSizes = (text) => (prose(text).match(/(?:^\|.*\n)+/gm) ?? []).map((table) => table.trim().split("\n").length);
const sources = (text) => text.match(/^<!-- from .* -->$/gm) ?? [];

function assertSame(partsOf) {
  const expected = partsOf(english);
  assert.ok(expected.length > 0);
  assert.deepEqual(partsOf(russian), expected);
}

test("Both files have headings of the same levels in the same order", () => assertSame(headingLevels));

test("Both files have the same code blocks, with the same languages", () => assertSame(codeBlocks));

test("Both files name the same sources of their code blocks", () => assertSame(sources));

test("The tables of both files have as many rows", () => assertSame(tableSizes));

test("Each file links to the other in its first lines", () => {
  const beginning = (text) => text.split("\n").slice(0, 5);
  assert.ok(beginning(english).includes("[Русский](README.ru.md)"));
  assert.ok(beginning(russian).includes("[English](README.md)"));
});
