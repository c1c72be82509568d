// The wasm as text in a bundle, and back.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { asciiStrings } from "../../scripts/lib/embed.mjs";
import { bytesOf } from "../../src/js/entries/bytes.js";

const evaluated = (source) => new Function(`"use strict"; return ${source};`)();

const comesBack = (bytes) => {
  const { low, gaps } = asciiStrings(bytes);
  assert.match(low + gaps, /^[\x01-\x7e]*$/);
  assert.deepEqual(bytesOf(evaluated(low), evaluated(gaps)), bytes);
};

test("Any bytes come back from plain ASCII", () => {
  fc.assert(fc.property(fc.uint8Array(), comesBack));
});

test("Bytes without their highest bit may lie between two that have it, as many as there are in wasm", () => {
  for (const length of [1, 126, 127, 255, 256, 60_000]) comesBack(Uint8Array.from([0, 200, ...Array(length).fill(34), 255]));
});
