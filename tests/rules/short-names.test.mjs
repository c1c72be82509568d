// binaryen's short names of the wasm's imports and exports, as they are put into wasm-bindgen's JavaScript.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withShortNames } from "../../scripts/lib/short_names.mjs";

const map = {
  imports: [
    ["./flow_embed_bg.js", "__wbg_length_9af91c72", "$"],
    ["./flow_embed_bg.js", "__wbindgen_object_drop_ref", "b"],
  ],
  exports: [
    ["memory", "c"],
    ["startSession", "d"],
    ["__wbindgen_free", "e"],
  ],
};
const glue = `export function startSession(options) { return wasm.startSession(options); }
const import0 = {
    __wbg_length_9af91c72: function(arg0) {},
    __wbindgen_object_drop_ref: function(arg0) {},
};
const imports = { "./flow_embed_bg.js": import0 };
const bytes = wasm.memory.buffer;`;

test("Imports and exports get their short names, and what the package exports keeps its own", () => {
  assert.equal(
    withShortNames(glue, map),
    `export function startSession(options) { return wasm.d(options); }
const import0 = {
    $: function(arg0) {},
    b: function(arg0) {},
};
const imports = { "a": import0 };
const bytes = wasm.c.buffer;`,
  );
});

test("A name that is not where it should be fails the build", () => {
  for (const other of [
    glue.replace("__wbg_length_9af91c72", "__wbg_length_0"),
    glue.replace("    __wbindgen_object_drop_ref:", "    __wbg_length_9af91c72:"),
    glue.replace("wasm.memory", "wasm.memories"),
    glue.replace("./flow_embed_bg.js", "./other.js"),
  ]) {
    assert.throws(() => withShortNames(other, map), /short_names\.mjs/);
  }
});
