// The wasm as text in a bundle, and back.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { asciiString } from "../../scripts/lib/embed.mjs";
import { bytesOf } from "../../src/js/entries/bytes.js";

const evaluated = (source) => new Function(`"use strict"; return ${source};`)();

const comesBack = (bytes) => {
  const source = asciiString(bytes);
  assert.match(source, /^[\x01-\x7e]*$/);
  assert.deepEqual(bytesOf(evaluated(source)), bytes);
};

test("Any bytes come back from plain ASCII", () => {
  fc.assert(fc.property(fc.uint8Array(), comesBack));
});

test("Every byte comes back after and before every other, and as many as there are in wasm", () => {
  comesBack(Uint8Array.from({ length: 2 * 256 * 256 }, (_, index) => (index % 2 ? index >> 9 : index >> 1)));
});
