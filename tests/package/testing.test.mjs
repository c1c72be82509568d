// flow-embed/testing in the test runners of those who install it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { install, root } from "./support/packed.mjs";

/** Runs a test runner in an app; it fails where one of the app's tests does. */
async function runTests(app, program, args, env = {}) {
  const child = spawn(process.execPath, [join(root, "node_modules", program), ...args], { cwd: app, env: { ...process.env, ...env, NO_COLOR: "1" } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += data));
  const [code] = await once(child, "exit");
  assert.equal(code, 0, output);
  return output;
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return String(port);
}

test("Sessions, the element, React and Vue run with the fake widget in Vitest, in jsdom and in happy-dom", async () => {
  const output = await runTests(install("testing", "testing"), "vitest/vitest.mjs", ["run"]);
  assert.match(output, /Test Files +9 passed/);
});

test("A page runs with the fake widget in Playwright", async () => {
  const output = await runTests(install("playwright", "playwright"), "@playwright/test/cli.js", ["test"], { PORT: await freePort() });
  assert.match(output, /3 passed/);
});
