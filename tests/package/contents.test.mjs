// What `npm pack` publishes: everything that an installation needs, and nothing else.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const [{ files }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: root, encoding: "utf8" }));
const packed = files.map(({ path }) => path).sort();
const manifest = JSON.parse(readFileSync(`${root}/package.json`, "utf8"));

test("The package holds its entries, their types, licences and README, and nothing else", () => {
  assert.deepEqual(packed, ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "dist/flow-embed.global.js", "dist/index.d.ts", "dist/index.js", "package.json"]);
});

test("Every file that package.json names is in the package", () => {
  const named = [];
  JSON.stringify([manifest.exports, manifest.types, manifest.unpkg, manifest.jsdelivr], (_, value) => {
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
    const text = readFileSync(root + file, "utf8");
    for (const path of [root, homedir() + "/", ".cargo/registry"]) assert.equal(text.includes(path), false, `${file} names ${path}`);
  }
});

test("The script-tag build is plain ASCII, so that a page of any encoding can load it", () => {
  assert.match(readFileSync(`${root}/dist/flow-embed.global.js`, "latin1"), /^[\x00-\x7f]*$/);
});

test("Importing the package in Node touches no DOM and has no side effect", async () => {
  const before = Object.getOwnPropertyNames(globalThis).length;
  const flow = await import(`${root}/dist/index.js`);
  assert.deepEqual(Object.keys(flow).sort(), ["FlowError", "checkEnvironment", "createSession", "getResult", "isValidIin", "load", "startSession"]);
  assert.equal(Object.getOwnPropertyNames(globalThis).length, before);
});

test("A session started in Node is a FlowError that says where sessions run", async () => {
  const { FlowError, startSession } = await import(`${root}/dist/index.js`);
  await assert.rejects(startSession({ id: "one", selector: "#kyc" }), (error) => error instanceof FlowError && error.code === "container_not_found" && /browser/.test(error.message));
});
