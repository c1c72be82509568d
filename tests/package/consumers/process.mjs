// Commands of the apps: each in the app's directory, with its output kept for the case that it fails.
import { spawn } from "node:child_process";
import { createServer } from "node:net";

/** As in CI: no questions, no colours, and nothing is sent to the frameworks' makers. */
const quiet = {
  CI: "1",
  NO_COLOR: "1",
  ASTRO_TELEMETRY_DISABLED: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  NUXT_TELEMETRY_DISABLED: "1",
  NG_CLI_ANALYTICS: "false",
  WRANGLER_SEND_METRICS: "false",
  DO_NOT_TRACK: "1",
};

const startTimeout = 60_000;

const lastLines = (text) => text.trimEnd().split("\n").slice(-30).join("\n");

/** What runs now; it ends with this process, however that ends. */
const running = new Set();
process.once("exit", () => running.forEach(({ stop }) => stop()));

/** Starts a command in a process group of its own, so that its end is the end of what it started. */
function start(directory, command, variables) {
  // What Node's test runner sets for its own children is not for theirs.
  const { FORCE_COLOR, NODE_TEST_CONTEXT, ...inherited } = process.env;
  const child = spawn("sh", ["-c", command], {
    cwd: directory,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...inherited, ...quiet, ...variables },
  });
  const program = { stdout: "", output: "", onOutput: () => {}, stop: () => running.has(program) && process.kill(-child.pid) };
  running.add(program);
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => {
      program.output += text;
      if (name === "stdout") program.stdout += text;
      program.onOutput();
    });
  }
  child.once("exit", () => running.delete(program));
  program.ended = new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  return program;
}

/** Runs a command to its end and yields what it printed. */
export async function execute(directory, command, variables) {
  const program = start(directory, command, variables);
  const code = await program.ended;
  if (code !== 0) throw new Error(`\`${command}\` ended with ${code}:\n${lastLines(program.output)}`);
  return program.stdout.trim();
}

/** Starts a server and waits until it says where it listens: all of them do. */
export async function serve(directory, command, variables) {
  const port = await freePort();
  const program = start(directory, command, { ...variables, PORT: String(port) });
  const output = () => lastLines(program.output);
  let deadline;
  const outcome = await Promise.race([
    new Promise((resolve) => {
      program.onOutput = () => program.output.includes(`:${port}`) && resolve("listening");
    }),
    program.ended.then((code) => `ended with ${code}`),
    new Promise((resolve) => {
      deadline = setTimeout(resolve, startTimeout, "did not say where it listens");
    }),
  ]);
  clearTimeout(deadline);
  if (outcome !== "listening") {
    program.stop();
    throw new Error(`\`${command}\` ${outcome}:\n${output()}`);
  }
  return { origin: `http://127.0.0.1:${port}`, output, close: program.stop };
}

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
