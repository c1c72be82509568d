// What the pages of `npm start` look like to everybody: what axe finds in them, and how they fit a phone.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { canTest, has, needs } from "./support/engines.mjs";
import { at, automatically, choose, click, driver, open, playground, start, statusIs, technology, type, walk } from "./support/playground.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core"), "utf8");

describe("There is no violation that axe finds", () => {
  const violations = async () => {
    await driver.executeScript(axe);
    const found = await driver.executeAsyncScript("axe.run({ exclude: ['.fw-root'] }).then(arguments[0])");
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  };
  const inScheme = (scheme) => driver.sendDevToolsCommand("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  const schemes = canTest("devtools", "the pages' dark colours") ? ["light", "dark"] : ["as it is"];
  const states = {
    "when it is opened": () => open(),
    "with all options on show": async () => {
      await open();
      await technology("ED");
      await click(".more-title");
    },
    "with a finished session": async () => {
      await open(automatically);
      await start();
      await statusIs(/verdict: passed/);
    },
    "with an error": async () => {
      await open();
      await type("width", "wide");
      await start();
      await statusIs(/^Failed/);
    },
    "with a dialog": async () => {
      await open();
      await choose("presentation", "dialog");
      await start();
      await at("intro");
    },
    "of a script tag": () => driver.get(`${playground.origin}/script-tag.html`),
  };
  for (const scheme of schemes) {
    for (const [name, story] of Object.entries(states)) {
      test(`in the page ${name} (${scheme})`, async () => {
        if (has("devtools")) await inScheme(scheme);
        await story();
        assert.deepEqual(await violations(), []);
      });
    }
  }
});

describe("On a phone of 360 pixels", () => {
  const width = () => driver.executeScript("return [innerWidth, document.documentElement.scrollWidth]");
  const onPhone = async (story) => {
    await driver.sendDevToolsCommand("Emulation.setDeviceMetricsOverride", { width: 360, height: 740, deviceScaleFactor: 2, mobile: true });
    try {
      await story();
    } finally {
      await driver.sendDevToolsCommand("Emulation.clearDeviceMetricsOverride");
    }
  };

  needs("devtools")("the playground has no horizontal scroll, before, during and after a session", () =>
    onPhone(async () => {
      await open();
      await technology("ED");
      await click(".more-title");
      assert.deepEqual(await width(), [360, 360]);
      await technology("ED");
      await start();
      await at("intro");
      assert.deepEqual(await width(), [360, 360]);
      await walk("intro", "liveness");
      await statusIs(/verdict: passed/);
      assert.deepEqual(await width(), [360, 360]);
    }),
  );

  needs("devtools")("a dialog fills the screen and no more", () =>
    onPhone(async () => {
      await open();
      await choose("presentation", "dialog");
      await start();
      await at("intro");
      assert.deepEqual(await width(), [360, 360]);
    }),
  );

  needs("devtools")("the script-tag page has no horizontal scroll", () =>
    onPhone(async () => {
      await driver.get(`${playground.origin}/script-tag.html`);
      assert.deepEqual(await width(), [360, 360]);
    }),
  );
});
