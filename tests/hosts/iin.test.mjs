// isValidIin of the package against the same numbers as the crate's: see ../vectors/make_iin.py.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { isValidIin } from "../../dist/index.js";

const { valid, invalid } = JSON.parse(readFileSync(new URL("../vectors/iin.json", import.meta.url), "utf8"));

test("Each of a thousand valid numbers is accepted", () => {
  assert.equal(valid.length, 1000);
  assert.deepEqual(valid.filter((iin) => !isValidIin(iin)), []);
});

test("Each of a thousand invalid numbers is refused", () => {
  assert.equal(invalid.length, 1000);
  assert.deepEqual(invalid.filter((iin) => isValidIin(iin)), []);
});

test("Of the ten check digits exactly one is right", () => {
  const rightOnes = (iin) => [..."0123456789"].filter((check) => isValidIin(iin.slice(0, 11) + check)).length;
  assert.deepEqual(valid.filter((iin) => rightOnes(iin) !== 1), []);
});

test("A date of birth may be a 29 February of leap years only: of 2000, not of 1900", () => {
  const numbers = (start) => Array.from({ length: 10 }, (_, check) => start + check).filter(isValidIin).length;
  assert.deepEqual([numbers("00022950012"), numbers("00022930012")], [1, 0]);
});

test("Whatever is not a text of twelve ASCII digits is refused, and nothing throws", () => {
  const [iin] = valid;
  const others = [undefined, null, "", Number(iin), BigInt(iin), [iin], new String(iin), { toString: () => iin }, Symbol(iin), () => iin];
  const texts = [` ${iin}`, `${iin} `, `${iin}\n`, iin.slice(1), `${iin}0`, `${iin.slice(0, 11)}x`, [...iin].map((digit) => String.fromCharCode(0x660 + Number(digit))).join("")];
  assert.deepEqual([...others, ...texts].filter((value) => isValidIin(value) !== false), []);
});
