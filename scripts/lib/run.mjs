// Running programs and saying so.
import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export const step = (text) => console.log(`\n› ${text}`);

/** Runs a program to its end with its output shown; a failure ends the whole script. */
export async function run(program, args, { env = {}, cwd = root } = {}) {
  console.log(`  ${program} ${args.join(" ")}`);
  const child = spawn(program, args, { cwd, stdio: "inherit", env: { ...process.env, ...env } });
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? signal));
  });
  if (code !== 0) throw new Failure(`\`${program} ${args.join(" ")}\` ended with ${code}.`);
}

/** What a program prints, or undefined where it is missing or fails. */
export function output(program, args) {
  const { status, stdout } = spawnSync(program, args, { encoding: "utf8", cwd: root, maxBuffer: 2 ** 26 });
  return status === 0 ? stdout.trim() : undefined;
}

/** A failure that says what to do; it needs no stack. */
export class Failure extends Error {}

/** Runs a script's story and turns its failure into a message and an exit code. */
export async function main(story) {
  try {
    await story();
  } catch (error) {
    console.error(`\n✗ ${error instanceof Failure ? error.message : error.stack}`);
    process.exitCode = 1;
  }
}
