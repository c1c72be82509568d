// The tools that the build and the tests need: what is installed is used, what is missing is installed where that can be.
import { existsSync } from "node:fs";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Failure, output, root, run, step } from "./run.mjs";

/** Tools are built once per user, not once per checkout. */
export const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "flow-embed");

const lockedVersion = (crate) =>
  readFileSync(join(root, "Cargo.lock"), "utf8").match(new RegExp(`name = "${crate}"\nversion = "([^"]+)"`))?.[1];

export async function ensureWasmTarget() {
  if (!output("cargo", ["--version"])) {
    throw new Failure("Rust is missing. Install it from https://rustup.rs, then run this again.");
  }
  const target = "wasm32-unknown-unknown";
  const sysroot = output("rustc", ["--print", "sysroot"]);
  if (existsSync(join(sysroot, "lib/rustlib", target))) return;
  step(`Installing Rust's ${target} target`);
  if (!output("rustup", ["--version"])) {
    throw new Failure(`Rust's ${target} target is missing. Install it with your system's packages, or use Rust from https://rustup.rs.`);
  }
  await run("rustup", ["target", "add", target]);
}

/** The directory with `wasm-bindgen` and `wasm-bindgen-test-runner` of exactly the locked version. */
export async function ensureWasmBindgen() {
  const version = lockedVersion("wasm-bindgen");
  const isRight = (program) => output(program, ["--version"])?.endsWith(` ${version}`);
  if (isRight("wasm-bindgen") && isRight("wasm-bindgen-test-runner")) return "";
  return cargoInstalled("wasm-bindgen-cli", version);
}

/** The directory with the programs of a crate, which are built once per user. */
export async function cargoInstalled(crate, version) {
  const directory = join(cache, `${crate}-${version}`);
  // Cargo writes it last.
  if (!existsSync(join(directory, ".crates2.json"))) {
    step(`Building ${crate} ${version} (once, about three minutes)`);
    await run("cargo", ["install", crate, "--version", version, "--root", directory]);
  }
  return join(directory, "bin");
}

/** Installs the npm packages that package-lock.json names. */
export async function ensurePackages(directory = root) {
  const installed = join(directory, "node_modules/.package-lock.json");
  const lock = JSON.parse(readFileSync(join(directory, "package-lock.json"), "utf8"));
  if (existsSync(installed)) {
    const found = JSON.parse(readFileSync(installed, "utf8"));
    const isCurrent = Object.entries(lock.packages).every(
      ([path, { version, optional }]) => path === "" || optional || found.packages[path]?.version === version,
    );
    if (isCurrent) return;
  }
  step("Installing npm packages");
  await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: directory });
}
