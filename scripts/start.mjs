// `npm start`: builds everything and serves the playground with the sandbox in the vendor's place.
import { once } from "node:events";
import { createServer } from "node:net";
import { startPlayground } from "./lib/playground.mjs";
import { main, run, step } from "./lib/run.mjs";
import { ensurePackages, ensureWasmBindgen, ensureWasmTarget } from "./lib/tools.mjs";

await main(async () => {
  await ensurePackages();
  await ensureWasmTarget();
  const { buildPackage } = await import("./lib/package.mjs");
  await buildPackage(await ensureWasmBindgen());
  step("Building the sandbox and the backend");
  await run("cargo", ["build", "--locked", "-p", "flow-embed-sandbox", "-p", "flow-embed-backend-axum"]);

  step("Starting");
  const playground = await startPlayground({
    sandboxArguments: ["--port", await portOr(4401)],
    environment: { PORT: process.env.PORT ?? (await portOr(4400)) },
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, playground.stop);
  console.log(`  The vendor's stand-in: ${playground.sandbox}`);
  console.log(`\n  Open ${playground.origin}\n  Ctrl+C ends it.`);
  await playground.ended;
  playground.stop();
});

/** The port, or 0 for any free one where it is taken. */
async function portOr(port) {
  const probe = createServer().listen(port, "127.0.0.1");
  const isFree = await once(probe, "listening").then(() => true, () => false);
  if (isFree) await new Promise((resolve) => probe.close(resolve));
  return String(isFree ? port : 0);
}
