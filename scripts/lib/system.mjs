// Programs of the system: where they are, and Debian's packages of those that are missing.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Failure, output, run, step } from "./run.mjs";

export const onPath = (...names) =>
  names.flatMap((name) => process.env.PATH.split(delimiter).map((directory) => join(directory, name))).find((file) => existsSync(file));

/** Installs Debian packages where that needs no password; elsewhere the caller says what to install. */
export async function installWithApt(packages) {
  const isRoot = process.getuid?.() === 0;
  if (!onPath("apt-get") || (!isRoot && output("sudo", ["-n", "true"]) === undefined)) return;
  const apt = (...args) => (isRoot ? run("apt-get", args) : run("sudo", ["-n", "apt-get", ...args]));
  step(`Installing ${packages.join(", ")}`);
  try {
    await apt("update", "--quiet");
    await apt("install", "--yes", "--quiet", "--no-install-recommends", ...packages);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}
