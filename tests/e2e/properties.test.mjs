// Whatever a page passes, and whatever the vendor's widget does: never a trap, never a rejection of another type, never unsettled.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { harness } from "./support/harness.mjs";

const it = harness();

/** All of the cases in Chromium; the other engines add a quarter each. */
const share = it.engine === "chromium" ? 1 : 0.25;

/** By property: how many cases, and what it says. */
const properties = {
  options: [3000, "startSession settles in a FlowError, an abort or a result, whatever its options are"],
  loadOptions: [1000, "load settles in a FlowError, an abort or a result, whatever its options are"],
  detail: [2000, "A session hands out the widget's detail as the very same value, whatever it is"],
  thrown: [1000, "A widget that throws is start_failed with what it threw as cause, whatever it is"],
  rejected: [1000, "A widget that rejects is start_failed with its reason as cause, whatever it is"],
  returned: [1000, "A session settles whatever the widget's startSession returns"],
  metadata: [1000, "createSession settles in a FlowError or a result, whatever the metadata is"],
  answersToCreate: [1000, "createSession settles in a FlowError or a result, whatever is answered"],
  answersToResult: [1000, "getResult settles in a FlowError or a result, whatever is answered"],
};

describe("For any value, and with a normal session after it that works:", () => {
  let bundle;
  before(async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL("support/properties.mjs", import.meta.url))],
      bundle: true,
      format: "iife",
      write: false,
    });
    bundle = it.site.script(outputFiles[0].text);
  });

  for (const [name, [all, sentence]] of Object.entries(properties)) {
    const cases = all * share;
    test(`${sentence} (${cases} cases)`, async () => {
      const traps = `<script>window.traps = []; addEventListener("error", ({ error }) => error instanceof WebAssembly.RuntimeError && traps.push(error.stack));</script>`;
      await it.open({ head: traps, body: `<div id="kyc" style="width: 400px; height: 600px"></div><script src="${bundle}" type="module"></script>` });
      const found = await it.run(async (flow, name, cases) => {
        console.error = console.warn = () => {};
        await properties[name](cases);
        return traps;
      }, name, cases);
      assert.deepEqual(found, []);
    });
  }
});
