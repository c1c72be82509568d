// What the engines and their drivers can do, where they differ.
import { test } from "node:test";
import { engine } from "./browser.mjs";

/** By engine, what it or its driver lacks, and why. Whatever is not listed here is there. */
const lacks = {
  chromium: {},
  firefox: {
    devtools: "geckodriver offers no DevTools protocol: no heap figures, no page lifecycle states, no network conditions",
  },
  webkitgtk: {
    devtools: "WebKitWebDriver offers no DevTools protocol: no heap figures, no page lifecycle states, no network conditions",
    "content length": "WebKitGTK takes an answer that ends before its Content-Length as a whole one",
    camera: "WebKitGTK has no fake camera: the sandbox's widget draws a picture in its place",
  },
};

/** Whether the engine under test has it. */
export const has = (capability) => !(capability in lacks[engine]);

/** `test` where the engine under test has the capability; elsewhere prints what is missing and why. */
export const needs = (capability) => (name, story) => {
  if (has(capability)) test(name, story);
  else console.log(`Not in ${engine}: ${name} (${lacks[engine][capability]})`);
};
