// What a figure depends on beside the package: versions, and the class of the machine. No names of hosts or paths.
import { readFileSync } from "node:fs";
import { arch, cpus, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { output, root } from "../scripts/lib/run.mjs";

export function versions() {
  const { version, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const commit = output("git", ["rev-parse", "--short", "HEAD"]);
  const isChanged = output("git", ["status", "--porcelain", "--untracked-files=no", "--", ".", ":!benches/RESULTS.md"]) !== "";
  const source = commit ? `, commit ${commit}${isChanged ? " with changes" : ""}` : "";
  return {
    "flow-embed": `${version}${source}`,
    Node: process.version.slice(1),
    rustc: output("rustc", ["--version"])?.split(" ")[1] ?? "unknown",
    binaryen: devDependencies.binaryen,
    esbuild: devDependencies.esbuild,
    terser: devDependencies.terser,
  };
}

export function machine() {
  const [{ model }, ...others] = cpus();
  const system = platform() === "linux" ? linuxName() : `${platform()} ${release()}`;
  return { processor: `${others.length + 1} cores, ${model.trim()}`, memory: `${Math.round(totalmem() / 2 ** 30)} GiB`, system: `${system}, ${arch()}` };
}

function linuxName() {
  try {
    return readFileSync("/etc/os-release", "utf8").match(/^PRETTY_NAME="?([^"\n]*)/m)[1];
  } catch {
    return `Linux ${release()}`;
  }
}

/** As a line: `Node 20.1.0, rustc 1.88.0`. */
export const listed = (values) => Object.entries(values).map(([name, value]) => `${name} ${value}`).join(", ");
/** Midnight to midnight, UTC. */
export const today = () => new Date().toISOString().slice(0, 10);
