// Every block of README.md that names its file is in that file, so that it was tested.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { root } from "./support/packed.mjs";

const readme = readFileSync(`${root}README.md`, "utf8");
const blocks = [...readme.matchAll(/<!-- from (tests\/\S+) -->\n```\w+\n([\s\S]*?)\n```/g)].map(([, file, text]) => ({ file, text }));

test("README.md has such blocks of the glue, the element, React, Vue, the wasm apart and testing", () => {
  const files = ["e2e/readme/glue.html", "e2e/readme/instead-of-glue.js", "e2e/readme/element.html", "e2e/readme/react.jsx", "e2e/readme/Check.vue", "e2e/readme/CheckInDialog.vue", "e2e/readme/slim.html", "package/testing/example.spec.js", "package/playwright/example.spec.js"];
  assert.deepEqual(blocks.map(({ file }) => file), files.map((file) => `tests/${file}`));
});

describe("README's block is in", () => {
  for (const { file, text } of blocks) {
    test(file, () => assert.ok(readFileSync(root + file, "utf8").includes(text), text));
  }
});
