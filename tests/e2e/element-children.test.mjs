// Pages' input 18, in every engine: what <flow-embed> is to whoever walks its children, as those do that hydrate it or bring a page up to date from HTML.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { harness } from "./support/harness.mjs";
import { withElement } from "./support/element.mjs";

const it = harness();

/** Opens a page with this body, and runs a story with its first `<flow-embed>`, if there is one. */
const inElement = async (body, story, { values = [], ...page } = {}) => {
  await it.open(withElement(body, page));
  return it.run(`async (flow, ...values) => (${story})(document.querySelector("flow-embed"), ...values)`, ...values);
};

describe("The children of <flow-embed>", () => {
  const walk = `(node) => {
    const nodes = [];
    for (let child = node.firstChild; child; child = child.nextSibling) nodes.push(child.localName ?? child.data);
    return [nodes, Array.from(node.childNodes, (child) => child.localName ?? child.data), node.lastChild?.localName];
  }`;
  for (const [how, inner, own] of [
    ["none", "", [[], [], undefined]],
    ["its own", "text<p>fallback</p>", [["text", "p"], ["text", "p"], "p"]],
  ]) {
    test(`are those that the page gave it, before, during and after a session, for whoever compares them (${how})`, async () => {
      const found = await inElement(`<flow-embed session-id="one" keep-mounted manual>${inner}</flow-embed>`, `async (embed) => {
        const walk = ${walk};
        const before = walk(embed);
        embed.start();
        await eventually(() => embed.status === "active");
        const during = walk(embed);
        finish();
        await eventually(() => embed.status === "finished");
        return [before, during, walk(embed), embed.contains(document.querySelector(calls[0].selector))];
      }`);
      assert.deepEqual(found, JSON.parse(JSON.stringify([own, own, own, true], (_, value) => value ?? null)));
    });
  }

  test("stay where they were, and are shown before the widget", async () => {
    const isBefore = await inElement(`<flow-embed session-id="one"><p>fallback</p></flow-embed>`, async (embed) => {
      await eventually(() => embed.status === "active");
      return embed.querySelector("p").getBoundingClientRect().bottom <= document.querySelector(calls[0].selector).getBoundingClientRect().top;
    });
    assert.equal(isBefore, true);
  });

  test("may be replaced while a session runs, which goes on", async () => {
    const found = await inElement(`<flow-embed session-id="one"><p>before</p></flow-embed>`, async (embed) => {
      await eventually(() => embed.status === "active");
      const next = document.createElement("ul");
      while (embed.firstChild) embed.removeChild(embed.firstChild);
      embed.append(next);
      await nextFrame();
      return [embed.status, embed.firstChild === next, calls.length];
    });
    assert.deepEqual(found, ["active", true, 1]);
  });
});
