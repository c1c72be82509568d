// Runs every consumer, or those whose names hold one of the words after it, and prints the table.
import { consumers } from "./list.mjs";
import { startRunner } from "./runner.mjs";

const words = process.argv.slice(2).map((word) => word.toLowerCase());
const chosen = consumers.filter(({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word)));

// The apps' servers end with this process.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

const runner = await startRunner();
const rows = [];
try {
  for (const consumer of chosen) {
    const started = Date.now();
    const outcome = await outcomeOf(consumer);
    rows.push([consumer.name, outcome.versions.join(", "), outcome.text, `${Math.round((Date.now() - started) / 1000)} s`]);
    console.log(`${outcome.text === "passed" ? "✔" : "✖"} ${consumer.name}`);
    if (outcome.error) console.error(outcome.error.message);
  }
} finally {
  await runner.close();
}
console.log(`\n${table([["consumer", "versions", "outcome", "time"], ...rows])}\n`);
const passed = rows.filter(([, , outcome]) => outcome === "passed").length;
console.log(`${passed} passed, ${rows.length - passed} failed`);
process.exitCode = passed === rows.length && rows.length > 0 ? 0 : 1;

async function outcomeOf(consumer) {
  try {
    return { versions: await runner.run(consumer), text: "passed" };
  } catch (error) {
    return { versions: [], text: "failed", error };
  }
}

function table(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((cells) => cells[column].length)));
  return lines.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd()).join("\n");
}
