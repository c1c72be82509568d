// The package as it is published, never as it lies in the source tree.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Packs it into this directory; yields the tarball's path. */
export function pack(directory) {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const [{ filename }] = JSON.parse(execFileSync("npm", ["pack", "--json", "--pack-destination", directory], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  return join(directory, filename);
}

/**
 * An app with the package in its node_modules, and the files of `source`, a directory beside the tests, where it is given. Frameworks
 * and tools are found further up, in the project's own node_modules. Yields its directory.
 */
export function install(name, source) {
  const app = join(root, "target/package", name);
  const tarball = pack(app);
  const target = join(app, "node_modules/flow-embed");
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"]);
  // Else the project itself would be found under the package's name.
  writeFileSync(join(app, "package.json"), JSON.stringify({ name, private: true, type: "module" }));
  if (source) cpSync(join(root, "tests/package", source), app, { recursive: true });
  return app;
}
