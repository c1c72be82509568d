// Measures startups in the engine that ENGINE names: `node benches/startup.mjs <rounds> <condition>...`, with dist/ built.
// The figures go as JSON to the file that FIGURES names.
import { writeFileSync } from "node:fs";
import { engine, openNewTab, startBrowser } from "../tests/e2e/support/browser.mjs";
import { roundsIn, throttle } from "./network.mjs";
import { startOrigins, widgets } from "./origins.mjs";
import { clicked, page, startup } from "./variants.mjs";
import { waterfalls } from "./waterfall.mjs";

/**
 * V8 and JavaScriptCore know code again that their process has compiled before, so each visit has a tab of its own, with a process of its own.
 * SpiderMonkey does not, and to start a process takes Firefox longer than all that is measured.
 */
const keepsCompiledCode = engine !== "firefox";
/** What a round needs at most, on the slowest link with the largest script. */
const longestRound = 60_000;
/** Clocks in pages of an origin of their own tell microseconds. */
const isolation = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

const [asked, ...conditions] = process.argv.slice(2);
const origins = await startOrigins();
const driver = await startBrowser();
try {
  const browserVersion = (await driver.getCapabilities()).get("browserVersion");
  const measured = [];
  for (const condition of conditions) {
    for (const widget of Object.keys(widgets)) {
      measured.push(...(await compare({ kind: "startup", condition, widget, variants: startup })));
    }
    // Once everything is there, neither link nor size matter.
    if (condition === "unthrottled") measured.push(...(await compare({ kind: "clicked", condition, widget: "86 KB", variants: clicked, headers: isolation })));
  }
  const waterfall = conditions.includes("Fast 3G") ? await waterfalls((html) => visit({ condition: "Fast 3G", widget: "86 KB", html })) : undefined;
  writeFileSync(process.env.FIGURES, JSON.stringify({ engine, browserVersion, measured, waterfall }));
} finally {
  await driver.quit();
  origins.close();
}

/** Rounds of all the variants in turn, each time in another order; the first is not counted. */
async function compare({ kind, condition, widget, variants, headers }) {
  const names = Object.keys(variants);
  const milliseconds = new Map(names.map((name) => [name, []]));
  const rounds = roundsIn(condition, Number(asked));
  for (let round = 0; round <= rounds; round += 1) {
    for (const index of names.keys()) {
      const name = names[(index + round) % names.length];
      const report = await visit({ condition, widget, headers, html: (url) => page(variants[name](url)) });
      if (report.vendorRequests !== 1) throw new Error(`${name} has fetched the vendor's script ${report.vendorRequests} times.`);
      if (round > 0) milliseconds.get(name).push(report.milliseconds);
    }
  }
  console.log(`  ${engine}, ${condition}, ${kind}, ${widget}: ${rounds} rounds`);
  return names.map((variant) => ({ kind, condition, widget, variant, milliseconds: milliseconds.get(variant) }));
}

/** A first visit. */
async function visit({ condition, widget, headers, html }) {
  if (keepsCompiledCode) await openNewTab(driver);
  else await driver.get("about:blank");
  await throttle(driver, condition);
  const { url, report } = origins.round(widget, html, headers);
  let deadline;
  const late = new Promise((_, reject) => (deadline = setTimeout(reject, longestRound, new Error(`${url}: the vendor was not started.`))));
  try {
    const [values] = await Promise.race([Promise.all([report, driver.get(url)]), late]);
    return values;
  } finally {
    clearTimeout(deadline);
  }
}
