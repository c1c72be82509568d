// What a photo in base64 must be.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { problemOf } from "../../src/http/photo.js";

const jpeg = [0xff, 0xd8, 0xff];
const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const webp = [...Buffer.from("RIFF\x24\0\0\0WEBPVP8 ", "latin1")];
const problem = (bytes) => problemOf(Buffer.from(bytes).toString("base64"));

test("An image is known by its first bytes, whatever follows them", () => {
  fc.assert(fc.property(fc.constantFrom(jpeg, webp), fc.uint8Array({ maxLength: 200 }), (start, rest) => {
    assert.equal(problem([...start, ...rest]), undefined);
  }));
  // After its eight bytes a PNG has the length of its first chunk, which begins with a zero.
  assert.equal(problem([...png, 0, 0, 0, 13]), undefined);
});

test("Other bytes are no image: nothing, a GIF, an SVG, a WAV that begins as a WebP does", () => {
  for (const bytes of [[], Buffer.from("GIF89a"), Buffer.from("<svg xmlns"), Buffer.from("RIFF\x24\0\0\0WAVEfmt ", "latin1")]) {
    assert.equal(problem(bytes), "must be a JPEG, PNG or WebP image.");
  }
});

test("Base64 has four characters for three bytes, at most two of them padding, and no others", () => {
  const valid = Buffer.from([...jpeg, 0xe0, 0, 0x10, 0x4a]).toString("base64");
  for (const wrong of [valid.slice(1), `${valid.slice(0, 8)}\n${valid.slice(8)}`, "====", "/9j/4===", "not base64!!", "/9j/4AA*", "/9j/=AAA"]) {
    assert.notEqual(problemOf(wrong), undefined, wrong);
  }
});

test("Millions of padding characters are refused at once", () => {
  const padding = "=".repeat(14_000_000);
  const before = performance.now();
  for (const wrong of [padding, `${padding}x`, `/9j/${padding}x`]) assert.notEqual(problemOf(wrong), undefined);
  // A search that looks at each one again and again would take hours.
  assert.ok(performance.now() - before < 10_000);
});

test("10 MB are accepted, and a byte more is not", () => {
  const jpegOf = (length) => Buffer.concat([Buffer.from(jpeg)], length);
  assert.equal(problem(jpegOf(10 * 1024 * 1024)), undefined);
  assert.equal(problem(jpegOf(10 * 1024 * 1024 + 1)), "is over 10 MB: scale the image down.");
});
