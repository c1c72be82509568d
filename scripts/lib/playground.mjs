// The playground as `npm start` serves it: the sandbox in the vendor's place, and the backend that keeps its keys.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Failure, root } from "./run.mjs";

/** Starts both programs, which are built already. `stderr` says what becomes of what they log. */
export async function startPlayground({ sandboxArguments = ["--port", "0"], environment = {}, stderr = "inherit" } = {}) {
  const children = [];
  const stop = () => children.forEach((child) => child.kill());
  /** Starts one of the programs and waits for the line in which it says where it listens. */
  const serve = async (name, args, announcement, environment) => {
    const child = spawn(join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug", name), args, {
      stdio: ["ignore", "pipe", stderr],
      env: { ...process.env, ...environment },
    });
    children.push(child);
    const [line] = await Promise.race([once(createInterface(child.stdout), "line"), once(child, "exit").then(() => [""])]);
    if (!line.startsWith(announcement)) throw new Failure(`${name} did not start.`);
    return line.slice(announcement.length);
  };
  try {
    const sandbox = await serve("flow-embed-sandbox", sandboxArguments, "sandbox: ");
    const origin = await serve("flow-embed-backend-axum", [], "listening: ", {
      HOST: "127.0.0.1",
      PORT: "0",
      PUBLIC_DIR: join(root, "www"),
      DIST_DIR: join(root, "dist"),
      FLOW_API_BASE: sandbox,
      FLOW_API_KEYS: sandboxKeys(),
      COOKIE_SECRET: randomBytes(32).toString("hex"),
      // Trying things out takes more than a visitor's few sessions a minute.
      ...{ SESSIONS_PER_VISITOR: "120", SESSIONS_PER_ADDRESS: "240", RESULTS_PER_VISITOR: "600", RESULTS_PER_ADDRESS: "1200" },
      PLAYGROUND_JSON: JSON.stringify({
        sandbox,
        scripts: ["flow-widget.js", "flow-widget.umd.js"].map((file) => `${sandbox}/widget/${file}`),
      }),
      ...environment,
    });
    return { sandbox, origin, ended: Promise.race(children.map((child) => once(child, "exit"))), stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/** One flow for each choice of technologies, under the sandbox's keys for them: `LD-F2F=sandbox_LD-F2F_000...`. */
function sandboxKeys() {
  const technologies = ["LD", "DR", "ED", "F2F"];
  const choices = Array.from({ length: 2 ** technologies.length - 1 }, (_, choice) =>
    technologies.filter((_, index) => (choice + 1) & (1 << index)).join("-"),
  );
  return choices.map((flow) => `${flow}=${`sandbox_${flow}_`.padEnd(47, "0")}`).join(",");
}
