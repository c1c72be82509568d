// benches/RESULTS.md: each command writes its own section, and leaves the other's as it is.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../scripts/lib/run.mjs";

const file = join(root, "benches/RESULTS.md");
const title = "# Results\n\nThe last run of each command, written by the commands themselves. `npm run size` and `npm run bench` replace their sections.\n";
const commands = ["size", "bench"];

export function writeResults(command, text) {
  const present = existsSync(file) ? readFileSync(file, "utf8") : "";
  const sections = commands.map((name) => (name === command ? section(name, text) : (present.match(pattern(name))?.[0] ?? "")));
  writeFileSync(file, `${[title, ...sections.filter(Boolean)].join("\n").trimEnd()}\n`);
  console.log(`\n  Written to benches/RESULTS.md`);
}

const start = (name) => `<!-- npm run ${name} -->`;
const end = (name) => `<!-- end of npm run ${name} -->`;
const section = (name, text) => `${start(name)}\n\n${text.trim()}\n\n${end(name)}\n`;
const pattern = (name) => new RegExp(`${start(name)}[\\s\\S]*?${end(name)}\\n`);
