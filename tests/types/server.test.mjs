// Pages' input 21: a server's program, compiled without the types that only pages have, finds `Element` or `RequestCredentials` missing in ours. The kind: a
// type of ours takes for granted what the program's configuration does not have. Members: each of `module` and `moduleResolution`, each with the types of Node.js
// and with none at all, a worker's library in place of a page's, the entries beside `.`, and both ends of TypeScript. Libraries are checked, too.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { install, root } from "../package/support/packed.mjs";

let app;
before(() => {
  app = install("server-types", "../types/server");
});

let count = 0;
/** Compiles these files of the app, with the libraries' own types checked. */
function compile(compiler, files, options) {
  const project = join(app, `tsconfig.${(count += 1)}.json`);
  const compilerOptions = { strict: true, noEmit: true, skipLibCheck: false, target: "es2022", lib: ["es2022"], types: [], ...options };
  writeFileSync(project, JSON.stringify({ compilerOptions, files }));
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "node_modules", compiler, "bin/tsc"), "--project", project], { encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
}

const resolutions = [
  { module: "nodenext", moduleResolution: "nodenext" },
  { module: "node16", moduleResolution: "node16" },
  { module: "preserve", moduleResolution: "bundler" },
];

for (const compiler of ["typescript-5-4", "typescript"]) {
  describe(`With ${compiler}, a server's program is without an error`, () => {
    for (const resolution of resolutions) {
      test(`with moduleResolution ${resolution.moduleResolution} and no library but ES2022`, () => {
        compile(compiler, ["server.ts", "entries.ts", "instead.ts"], { ...resolution });
      });
    }

    test("with a worker's library", () => {
      compile(compiler, ["server.ts", "entries.ts"], { ...resolutions[0], lib: ["es2022", "webworker"] });
    });
  });
}

describe("With the types of Node.js, a server's program is without an error, and has Node's own classes", () => {
  for (const resolution of resolutions) {
    test(`with moduleResolution ${resolution.moduleResolution}`, () => {
      compile("typescript", ["server.ts", "entries.ts", "globals.ts"], { ...resolution, types: ["node"] });
    });
  }
});
