// What the engines and their drivers can do, where they differ.
import { test } from "node:test";
import { engine } from "./browser.mjs";

const onlyInChromium = {
  "scroll bars beside the page": "the other engines draw their scroll bars over the page here",
  "pretended notch": "no other driver pretends a phone's notch",
  "pretended media features": "the other drivers cannot emulate media features",
  "set permissions": "the other drivers cannot set permissions",
  "told permissions policy": "the other engines do not tell a page of its Permissions Policy: the camera looks refused there",
  "insecure address": "no address of this machine is both insecure and open to the other engines",
};

/** By engine, what it or its driver lacks, and why. Whatever is not listed here is there. */
const lacks = {
  chromium: {},
  firefox: {
    ...onlyInChromium,
    devtools: "geckodriver offers no DevTools protocol: no heap figures, no page lifecycle states, no network conditions",
    "dropped connections": "Firefox asks once more by itself where a connection ends without an answer",
    "cache of loading pages": "Firefox keeps no page in its back/forward cache whose requests are under way",
  },
  webkitgtk: {
    ...onlyInChromium,
    devtools: "WebKitWebDriver offers no DevTools protocol: no heap figures, no page lifecycle states, no network conditions",
    "content length": "WebKitGTK takes an answer that ends before its Content-Length as a whole one",
    "response status": "WebKitGTK does not tell the status of what a page has loaded",
    "hidden tabs": "a new tab of WebKitWebDriver's does not hide the other",
    wheel: "WebKitWebDriver has no wheel",
    "reports of wasm": "WebKit tells no page of the wasm that its policy refuses",
    moveBefore: "WebKit has no moveBefore yet",
    camera: "WebKitGTK has no fake camera: the sandbox's widget draws a picture in its place",
  },
};

/** Whether the engine under test has it. */
export const has = (capability) => !(capability in lacks[engine]);

/** Whether the engine under test has it; where it has not, prints what is not tested, and why. */
export function canTest(capability, what) {
  if (!has(capability)) console.log(`Not in ${engine}: ${what} (${lacks[engine][capability]})`);
  return has(capability);
}

/** `test` where the engine under test has the capability. */
export const needs = (capability) => (name, story) => {
  if (canTest(capability, name)) test(name, story);
};

/** What an engine needs for a fault of the sandbox to be a failed script, once for each time that it strikes. */
const neededBy = { drop: "dropped connections", truncate: "content length" };
export const strikes = (fault) => !(fault in neededBy) || canTest(neededBy[fault], `the fault ${fault}`);
