// What TypeScript says of the installed package's types.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { install, root } from "../package/support/packed.mjs";

let app;
before(() => {
  app = install("types", "../types");
});

const compilers = ["typescript-5-4", "typescript"];
const versionOf = (name) => JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version;
const compile = (compiler, ...options) => spawnSync(process.execPath, [join(root, "node_modules", compiler, "bin/tsc"), "--project", app, ...options], { encoding: "utf8" });

for (const compiler of compilers) {
  describe(`With TypeScript ${versionOf(compiler)}, the types equal the contract and reject wrong uses`, () => {
    for (const [module, moduleResolution] of [["nodenext", "nodenext"], ["node16", "node16"], ["preserve", "bundler"]]) {
      test(`with moduleResolution ${moduleResolution}`, () => {
        const { status, stdout, stderr } = compile(compiler, "--module", module, "--moduleResolution", moduleResolution);
        assert.equal(status, 0, stdout + stderr);
      });
    }

    test("with the types of React 18", () => {
      const config = JSON.parse(readFileSync(join(app, "tsconfig.json"), "utf8"));
      const types = join(root, "node_modules/types-react-18");
      Object.assign(config.compilerOptions.paths, { react: [types], "react/*": [`${types}/*`] });
      const project = join(app, "tsconfig.react-18.json");
      writeFileSync(project, JSON.stringify(config));
      const { status, stdout, stderr } = compile(compiler, "--project", project);
      assert.equal(status, 0, stdout + stderr);
    });

    test("and are without an error of their own", () => {
      const { status, stdout, stderr } = compile(compiler, "--skipLibCheck", "false");
      assert.equal(status, 0, stdout + stderr);
    });
  });
}
