// A window of the test's own, in Node without an environment.
import { startSession } from "flow-embed";
import { installFakeWidget } from "flow-embed/testing";
import { JSDOM } from "jsdom";
import { expect, test } from "vitest";

test("A session runs in the window that is given", async () => {
  const { window } = new JSDOM("<!doctype html>", { url: "https://shop.example/" });
  const widget = installFakeWidget({ window, outcome: { finish: "done" } });
  Object.assign(globalThis, { window, document: window.document, Node: window.Node, CSSStyleSheet: window.CSSStyleSheet });
  for (const options of [{}, { selector: "body" }, { isolate: true }]) {
    expect(await startSession({ id: "one", ...options })).toEqual({ id: "one", detail: "done" });
  }
  expect(widget.calls).toHaveLength(3);
});
