// The hosts beside Node and the browsers that the package is tested in: each from npm, once per user.
import { join } from "node:path";
import { Failure, output, run, step } from "./run.mjs";
import { cache } from "./tools.mjs";

const versions = { deno: "2.9.6", bun: "1.4.5" };

/** As the tests read it from the environment: DENO and BUN, their files, or DENO_MISSING and BUN_MISSING, why there is none. */
export async function ensureHosts() {
  const environment = {};
  for (const [name, version] of Object.entries(versions)) {
    const variable = name.toUpperCase();
    try {
      environment[variable] = await ensure(name, version);
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      environment[`${variable}_MISSING`] = failure.message;
    }
  }
  return environment;
}

async function ensure(name, version) {
  const directory = join(cache, `${name}-${version}`);
  const program = join(directory, "node_modules/.bin", name);
  if (output(program, ["--version"])) return program;
  step(`Installing ${name} ${version}`);
  await run("npm", ["install", "--prefix", directory, "--no-audit", "--no-fund", `${name}@${version}`]);
  if (!output(program, ["--version"])) throw new Failure(`${name} ${version} was installed, but does not run on this machine.`);
  return program;
}
