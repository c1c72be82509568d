// The oldest app's versions are those that the crate's own ranges begin with.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (file) => readFileSync(new URL(file, import.meta.url), "utf8");
/** Of a dependency in a line of its own, or in a section of its own. */
const versionOf = (manifest, crate) =>
  manifest.match(new RegExp(`^(?:${crate} = (?:\\{ version = )?|\\[dependencies\\.${crate}\\]\nversion = )"([^"]+)"`, "m"))[1];

test("The oldest app is built with the oldest versions that the crate takes", () => {
  const crate = read("../../../Cargo.toml");
  const oldest = read("apps/leptos-oldest/Cargo.toml");
  for (const name of ["wasm-bindgen", "js-sys", "web-sys"]) assert.equal(versionOf(oldest, name), `=${versionOf(crate, name)}`, name);
});
