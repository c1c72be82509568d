// `npm run release:check`: what is about to be published holds exactly what it should, and two builds of it are the same.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure, main, output, root, run, step } from "./lib/run.mjs";
import { ensurePackages, ensureWasmBindgen, ensureWasmTarget } from "./lib/tools.mjs";

const ownFiles = ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md"];
/** What cargo adds to every package. */
const cargosFiles = [".cargo_vcs_info.json", "Cargo.lock", "Cargo.toml", "Cargo.toml.orig"];

await main(async () => {
  await ensurePackages();
  await ensureWasmTarget();
  const wasmBindgen = await ensureWasmBindgen();

  step("One version everywhere, and a changelog for it");
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const crateVersion = output("cargo", ["pkgid", "--package", "flow-embed"])?.match(/[#@]([\d.]+\S*)$/)?.[1];
  if (version !== crateVersion) throw new Failure(`package.json has version ${version}, Cargo.toml has ${crateVersion}.`);
  if (!readFileSync(join(root, "CHANGELOG.md"), "utf8").includes(`\n## ${version}\n`)) {
    throw new Failure(`CHANGELOG.md has no section for ${version}.`);
  }

  step("The crate holds its sources and its papers, and builds by itself");
  const listed = output("cargo", ["package", "--list", "--allow-dirty", "--package", "flow-embed"]).split("\n");
  const surplus = listed.filter((file) => !file.startsWith("src/") && !ownFiles.includes(file) && !cargosFiles.includes(file));
  const missing = ownFiles.filter((file) => !listed.includes(file));
  if (surplus.length + missing.length > 0) throw new Failure(`The crate should not hold: ${surplus.join(", ")}. It lacks: ${missing.join(", ")}.`);
  await run("cargo", ["package", "--allow-dirty", "--locked", "--package", "flow-embed"]);

  step("The npm package holds its entries, and no path of this machine");
  const { buildPackage } = await import("./lib/package.mjs");
  await buildPackage(wasmBindgen);
  await run(process.execPath, ["--test", "--test-reporter=spec", "tests/package/contents.test.mjs"]);

  step("A second build, in another directory, gives the same bytes");
  const elsewhere = mkdtempSync(join(tmpdir(), "flow-embed-"));
  try {
    await run("git", ["clone", "--quiet", "--no-hardlinks", root, elsewhere]);
    await run("npm", ["run", "build"], { cwd: elsewhere, env: { CARGO_TARGET_DIR: join(elsewhere, "target") } });
    const different = readdirSync(join(root, "dist"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
      .filter((file) => !readFileSync(join(root, file)).equals(readFileSync(join(elsewhere, file))));
    if (different.length > 0) throw new Failure(`These files differ between two builds: ${different.join(", ")}. Is everything committed?`);
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
  console.log(`\n✓ ${version} may be published.`);
});
