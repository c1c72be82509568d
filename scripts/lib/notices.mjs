// The licences of whatever is compiled into the package.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure, output, root } from "./run.mjs";

const target = "wasm32-unknown-unknown";

/** A text that names every crate inside the wasm, with its licence and its authors' own licence text. */
export function thirdPartyNotices() {
  const metadata = JSON.parse(
    output("cargo", ["metadata", "--locked", "--format-version", "1", "--features", "npm", "--filter-platform", target]),
  );
  const packages = new Map(metadata.packages.map((crate) => [crate.id, crate]));
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const own = metadata.packages.find(({ name }) => name === "flow-embed");
  const compiledIn = new Set();
  const visit = (id) => {
    if (compiledIn.has(id)) return;
    compiledIn.add(id);
    for (const { pkg, dep_kinds } of nodes.get(id).deps) {
      // Macros run in the compiler and are not in the wasm.
      const isMacro = packages.get(pkg).targets.some(({ kind }) => kind.includes("proc-macro"));
      if (!isMacro && dep_kinds.some(({ kind }) => kind === null)) visit(pkg);
    }
  };
  visit(own.id);
  compiledIn.delete(own.id);
  const crates = [...compiledIn].map((id) => packages.get(id)).sort((a, b) => a.name.localeCompare(b.name));
  const notices = crates.map((crate) => `${crate.name} ${crate.version} (${crate.license})\n\n${licenceText(crate)}`);
  return [
    "The WebAssembly in this package holds code of the Rust standard library (MIT OR Apache-2.0, https://www.rust-lang.org)",
    "and of these crates:\n",
    ...crates.map((crate) => `- ${crate.name} ${crate.version} (${crate.license})`),
    ...notices.map((notice) => `\n${"-".repeat(80)}\n\n${notice.trim()}`),
    "",
  ].join("\n");
}

/** The MIT text where there is a choice: it is the one that asks to be included. */
function licenceText(crate) {
  if (!crate.license) throw new Failure(`${crate.name} names no licence.`);
  const directory = dirname(crate.manifest_path);
  const files = readdirSync(directory).filter((name) => /^(licen[cs]e|copying)/i.test(name));
  const best = files.find((name) => /mit/i.test(name)) ?? files.find((name) => !/apache/i.test(name)) ?? files[0];
  if (best) return readFileSync(join(directory, best), "utf8");
  // Some crates name their licence and ship no text: MIT's with their authors' names is what it asks for.
  if (!/\bMIT\b/.test(crate.license)) throw new Failure(`${crate.name} ships no text of its licence, ${crate.license}.`);
  const authors = crate.authors.join(", ") || `the authors of ${crate.name}`;
  return readFileSync(join(root, "LICENSE-MIT"), "utf8").replace(/^Copyright .*$/m, `Copyright (c) ${authors}`);
}
