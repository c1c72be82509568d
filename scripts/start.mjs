// `npm start`: builds everything and serves the playground with the sandbox in the vendor's place.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Failure, main, root, run, step } from "./lib/run.mjs";
import { ensurePackages, ensureWasmBindgen, ensureWasmTarget } from "./lib/tools.mjs";

const children = [];
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    children.forEach((child) => child.kill());
    process.exit();
  });
}

await main(async () => {
  await ensurePackages();
  await ensureWasmTarget();
  const { buildPackage } = await import("./lib/package.mjs");
  await buildPackage(await ensureWasmBindgen());
  step("Building the sandbox and the backend");
  await run("cargo", ["build", "--locked", "-p", "flow-embed-sandbox", "-p", "flow-embed-backend-axum"]);

  step("Starting");
  const sandbox = await serve("flow-embed-sandbox", ["--port", await portOr(4401)], "sandbox: ");
  const page = await serve("flow-embed-backend-axum", [], "listening: ", {
    PORT: process.env.PORT ?? (await portOr(4400)),
    PUBLIC_DIR: join(root, "www"),
    DIST_DIR: join(root, "dist"),
    FLOW_API_BASE: sandbox,
    FLOW_API_KEYS: sandboxKeys(),
    COOKIE_SECRET: randomBytes(32).toString("hex"),
    PLAYGROUND_JSON: JSON.stringify({
      sandbox,
      scripts: ["flow-widget.js", "flow-widget.umd.js"].map((file) => `${sandbox}/widget/${file}`),
    }),
  });
  console.log(`  The vendor's stand-in: ${sandbox}`);
  console.log(`\n  Open ${page}\n  Ctrl+C ends it.`);
  await Promise.race(children.map((child) => once(child, "exit")));
}).finally(() => children.forEach((child) => child.kill()));

/** Starts one of our servers and waits for the line in which it says where it listens. */
async function serve(name, args, announcement, env = {}) {
  const child = spawn(join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug", name), args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  children.push(child);
  const line = await Promise.race([once(createInterface(child.stdout), "line"), once(child, "exit").then(() => [""])]);
  if (!line[0].startsWith(announcement)) throw new Failure(`${name} did not start.`);
  return line[0].slice(announcement.length);
}

/** The port, or 0 for any free one where it is taken. */
async function portOr(port) {
  const probe = createServer().listen(port, "127.0.0.1");
  const isFree = await Promise.race([once(probe, "listening").then(() => true), once(probe, "error").then(() => false)]);
  if (isFree) await new Promise((resolve) => probe.close(resolve));
  return String(isFree ? port : 0);
}

/** One flow for each choice of technologies, under the sandbox's keys for them: `LD-F2F=sandbox_LD-F2F_000...`. */
function sandboxKeys() {
  const technologies = ["LD", "DR", "ED", "F2F"];
  const choices = Array.from({ length: 2 ** technologies.length - 1 }, (_, choice) =>
    technologies.filter((_, index) => (choice + 1) & (1 << index)).join("-"),
  );
  return choices.map((flow) => `${flow}=${`sandbox_${flow}_`.padEnd(47, "0")}`).join(",");
}
