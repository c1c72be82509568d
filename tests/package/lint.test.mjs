// What the field's own checkers say of the packed package.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { before, test } from "node:test";
import { pack, root } from "./support/packed.mjs";

let tarball;
before(() => {
  tarball = pack(join(root, "target/package/lint"));
});

const check = (program, ...args) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "node_modules", program), tarball, ...args], { encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
};

test("publint finds nothing, suggestions included", () => {
  check("publint/src/cli.js", "--strict");
});

test("arethetypeswrong finds nothing, from ESM, from CommonJS and in bundlers", () => {
  // A .wasm file has no types: what importing it yields is each bundler's own.
  check("@arethetypeswrong/cli/dist/index.js", "--profile", "node16", "--exclude-entrypoints", "flow_embed.wasm");
});
