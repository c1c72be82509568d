// The lines that README.md shows of an app, marked in the app's files by `readme` and `end` comments.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const marker = /^\s*(?:\/\/|#|<!--|\{\/\*)\s*(readme|end)\b\s*(?:-->|\*\/\})?\s*$/;

/** What lies between the markers, without the indentation that all its lines have; several parts become one. */
export function excerpt(file) {
  const lines = readFileSync(fileURLToPath(new URL(`apps/${file}`, import.meta.url)), "utf8").split("\n");
  const shown = [];
  let isShown = false;
  for (const line of lines) {
    const [, word] = line.match(marker) ?? [];
    if (word) isShown = word === "readme";
    else if (isShown) shown.push(line);
  }
  const indentation = Math.min(...shown.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return shown.map((line) => line.slice(indentation)).join("\n").trim();
}

/** Each block below the README's heading that names its file: `<!-- from vite/src/index.js -->`, then the block itself. */
export function blocksOf(readme, heading) {
  const section = readme.split(/^(?=## )/m).find((text) => text.startsWith(`## ${heading}\n`)) ?? "";
  const quoted = [...section.matchAll(/<!-- from (\S+) -->\n+```\w+\n([\s\S]*?)\n```/g)].map(([, file, text]) => ({ file, text }));
  return { quoted, count: section.match(/^```\w/gm)?.length ?? 0 };
}
