// What `npm pack` publishes: everything that an installation needs, and nothing else.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { test } from "node:test";
import { root } from "./support/packed.mjs";

const [{ files }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
const packed = files.map(({ path }) => path).sort();
const manifest = JSON.parse(readFileSync(`${root}/package.json`, "utf8"));
const read = (file) => readFileSync(root + file, "latin1");

const entries = ["element", "index", "react", "slim", "testing", "vue"];
/** The element's class, which the element, React and Vue share. */
const shared = ["dist/element-class.cjs", "dist/element-class.js"];

test("The package holds its entries in both formats, their types, the wasm, licences and README, and nothing else", () => {
  const modules = entries.flatMap((name) => ["cjs", "d.cts", "d.ts", "js"].map((extension) => `dist/${name}.${extension}`));
  const others = ["THIRD-PARTY-NOTICES.txt", "custom-elements.json", "flow-embed.global.js", "flow_embed.wasm", "index.edge-light.js", "index.workerd.js"].map((name) => `dist/${name}`);
  assert.deepEqual(packed, ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "README.ru.md", "package.json", ...modules, ...shared, ...others].sort());
});

test("Every file that package.json names is in the package", () => {
  const named = [];
  JSON.stringify([manifest.exports, manifest.main, manifest.module, manifest.types, manifest.unpkg, manifest.jsdelivr, manifest.customElements, manifest.sideEffects], (_, value) => {
    if (typeof value === "string") named.push(value.replace("./", ""));
    return value;
  });
  assert.deepEqual(named.filter((file) => !packed.includes(file)), []);
});

test("The crate and the package have one version", () => {
  const version = readFileSync(`${root}/Cargo.toml`, "utf8").match(/name = "flow-embed"\nversion = "([^"]+)"/)[1];
  assert.equal(manifest.version, version);
});

test("No path of the builder's machine is in what is published", () => {
  for (const file of packed.filter((path) => path.startsWith("dist/"))) {
    for (const path of [root, homedir() + "/", ".cargo/registry"]) assert.equal(read(file).includes(path), false, `${file} names ${path}`);
  }
});

test("Every script is plain ASCII, so that a page of any encoding can load it", () => {
  for (const file of packed.filter((path) => /^dist\/.*\.c?js$/.test(path))) assert.match(read(file), /^[\x00-\x7f]*$/, file);
});

test("The wasm is in `.` and the script tag alone, and in no other entry", () => {
  const carriers = packed.filter((path) => /\.c?js$/.test(path) && read(path).includes("\\0asm"));
  assert.deepEqual(carriers, ["dist/flow-embed.global.js", "dist/index.cjs", "dist/index.js"]);
});

test("The element's class, React and Vue take everything from the file of `.` beside them, so that there is one of it", () => {
  for (const name of ["element-class", "react", "vue"]) {
    assert.match(read(`dist/${name}.js`), /from"\.\/index\.js"/);
    assert.match(read(`dist/${name}.cjs`), /require\("\.\/index\.cjs"\)/);
    for (const extension of ["js", "cjs"]) assert.doesNotMatch(read(`dist/${name}.${extension}`), /extends Error/);
  }
});

test("The element, React and Vue take its class from one file", () => {
  for (const name of ["element", "react", "vue"]) {
    assert.match(read(`dist/${name}.js`), /from"\.\/element-class\.js"/);
    assert.match(read(`dist/${name}.cjs`), /require\("\.\/element-class\.cjs"\)/);
    for (const extension of ["js", "cjs"]) assert.doesNotMatch(read(`dist/${name}.${extension}`), /attachShadow/);
  }
});

test("The React entry begins with its directive for server components", () => {
  for (const file of ["dist/react.js", "dist/react.cjs"]) assert.match(read(file), /^"use client";/);
});

test("What a page loads as it is begins with the hint by which V8 compiles it ahead", () => {
  for (const file of ["dist/index.js", "dist/slim.js", "dist/flow-embed.global.js"]) assert.match(read(file), /^\/\/# allFunctionsCalledOnLoad\n/);
});

test("Only the element and the script tag are said to have side effects", () => {
  assert.deepEqual(manifest.sideEffects, ["./dist/element.js", "./dist/element.cjs", "./dist/flow-embed.global.js"]);
});
