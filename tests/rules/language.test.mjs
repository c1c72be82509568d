// The languages that a tag may name, for the element's texts, by the same list as the crate's: see ../locale_vectors.rs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { localeOfTag } from "../../src/js/entries/locale.js";

const { understood, others } = JSON.parse(readFileSync(new URL("../vectors/locale.json", import.meta.url), "utf8"));

test("The widget's languages are understood by the vendor's names and by language tags in any case", () => {
  for (const [tag, locale] of Object.entries(understood)) assert.equal(localeOfTag(tag), locale, tag);
});

test("Other languages and malformed tags are not understood", () => {
  for (const tag of others) assert.equal(localeOfTag(tag), undefined, JSON.stringify(tag));
});
