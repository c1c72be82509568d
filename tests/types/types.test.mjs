// What TypeScript says of the package's types.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const compile = (...args) => spawnSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "--project", `${root}tests/types`, ...args], { encoding: "utf8" });

for (const [module, moduleResolution] of [["nodenext", "nodenext"], ["node16", "node16"], ["esnext", "bundler"]]) {
  test(`The types equal the contract and reject wrong calls, with moduleResolution ${moduleResolution}`, () => {
    const { status, stdout, stderr } = compile("--module", module, "--moduleResolution", moduleResolution);
    assert.equal(status, 0, stdout + stderr);
  });
}
