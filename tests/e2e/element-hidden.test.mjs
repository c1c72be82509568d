// Pages' input 19: <flow-embed> that nobody can see at first, as in a tab that is `display: none`, failed, and stayed so once it was shown. The kind: a host that
// gets its place only later. Members: whatever has no box (its own or an ancestor's `display` or `hidden`, a closed <dialog>, popover, <details>, no slot, a style
// sheet, a frame that is hidden), whose content is skipped (`content-visibility`, `hidden=until-found`), or that is clipped to nothing (a panel of no height or no
// width, an accordion's row); and what must not be taken for one of these, since it would never start.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { harness } from "./support/harness.mjs";
import { withElement } from "./support/element.mjs";

const it = harness();

/** Notes all that is told from the first moment on. */
const told = `<script>window.told = []; for (const name of ["flow-status", "flow-error"]) addEventListener(name, ({ detail }) => told.push(detail.code ?? detail));</script>`;
const inElement = async (body, story, { head = "", ...page } = {}) => {
  await it.open(withElement(body, { head: told + head, ...page }));
  return it.run(`async (flow) => (${story})(document.querySelector("flow-embed"))`);
};

const embed = `<flow-embed session-id="one" locale="en"></flow-embed>`;
const passage = ["loading", "starting", "active"];

const hidden = {
  "in a panel without a display": [`<section style="display: none">${embed}</section>`, () => (document.querySelector("section").style.display = "")],
  "in a panel that is `hidden`": [`<section hidden><p>Check</p><div>${embed}</div></section>`, () => (document.querySelector("section").hidden = false)],
  "itself `hidden`": [`<flow-embed session-id="one" hidden></flow-embed>`, () => (document.querySelector("flow-embed").hidden = false)],
  "without a display by a style sheet": [`<section class="away">${embed}</section><style>.away { display: none }</style>`, () => (document.querySelector("section").className = "")],
  "in a panel that is hidden until it is found": [`<section hidden="until-found">${embed}</section>`, () => document.querySelector("section").removeAttribute("hidden")],
  "in a panel whose content is skipped": [`<section style="content-visibility: hidden">${embed}</section>`, () => (document.querySelector("section").style.contentVisibility = "")],
  "in a closed <details>": [`<details><summary>Check</summary>${embed}</details>`, () => (document.querySelector("details").open = true)],
  "in a closed <dialog>": [`<dialog>${embed}</dialog>`, () => document.querySelector("dialog").show()],
  "in a closed modal <dialog>": [`<dialog><form method="dialog"></form>${embed}</dialog>`, () => document.querySelector("dialog").showModal()],
  "in a closed popover": [`<section popover="manual">${embed}</section>`, () => document.querySelector("section").showPopover()],
  "without a slot of the tabs around it": [
    `<my-tabs><section slot="second">${embed}</section></my-tabs><script>document.querySelector("my-tabs").attachShadow({ mode: "open" }).innerHTML = "<slot name=first></slot>";</script>`,
    () => (document.querySelector("my-tabs").shadowRoot.querySelector("slot").name = "second"),
  ],
  "in a panel of no size": [`<section style="width: 0; height: 0; overflow: hidden"><flow-embed session-id="one" width="50%" height="600"></flow-embed></section>`, () => (document.querySelector("section").style.cssText = "")],
  "in a collapsed panel": [`<section style="max-height: 0; overflow: hidden; padding: 0"><p>Check</p>${embed}</section>`, () => (document.querySelector("section").style.maxHeight = "none")],
  "in a row of no height": [
    `<section style="display: grid; grid-template-rows: 0fr"><div style="overflow: clip; min-height: 0">${embed}</div></section>`,
    () => (document.querySelector("section").style.gridTemplateRows = "1fr"),
  ],
  "in a collapsed panel in a closed one": [
    `<section hidden><div style="height: 0; overflow: auto">${embed}</div></section>`,
    async () => {
      document.querySelector("section").hidden = false;
      await nextFrame();
      document.querySelector("section > div").style.height = "500px";
    },
  ],
};

describe("<flow-embed> starts when it is shown, once, where it was", () => {
  for (const [how, [body, show]] of Object.entries(hidden)) {
    test(how, async () => {
      const found = await inElement(body, `async (embed) => {
        await nextFrame();
        const before = [calls.length, embed.status, ...told];
        await (${show})();
        await eventually(() => embed.status === "active");
        await nextFrame();
        return [before, calls.length, told];
      }`);
      assert.deepEqual(found, [[0, "idle"], 1, passage]);
    });
  }

  test("in a frame without a display", async () => {
    const found = await inElement("<iframe hidden></iframe>", async () => {
      const frame = document.querySelector("iframe");
      frame.srcdoc = `<script>window.FlowWidget = { startSession: (options) => parent.calls.push(options) };</script><script type="module" src="/dist/element.js"></script><flow-embed session-id="one"></flow-embed>`;
      await heard(frame, "load");
      const embed = frame.contentDocument.querySelector("flow-embed");
      const failures = [];
      embed.addEventListener("flow-error", ({ detail }) => failures.push(detail.code));
      await nextFrame();
      const before = calls.length;
      frame.hidden = false;
      await eventually(() => embed.status === "active");
      return [before, embed.status, calls.length, failures];
    });
    assert.deepEqual(found, [0, "active", 1, []]);
  });

  test("with isolate", async () => {
    const found = await inElement(
      `<section hidden><flow-embed session-id="one" isolate manual></flow-embed></section>`,
      `async (embed) => {
        embed.script = { url: ${JSON.stringify("URL")} };
        const session = embed.start();
        await nextFrame();
        const before = told.length;
        document.querySelector("section").hidden = false;
        return [before, (await session).detail.session_id];
      }`.replace('"URL"', JSON.stringify(it.automatic())),
    );
    assert.deepEqual(found, [0, "one"]);
  });
});

describe("<flow-embed> starts at once", () => {
  const shown = {
    "in an empty card that hides what does not fit": `<section style="overflow: hidden">${embed}</section>`,
    "in an empty card beside others": `<section style="display: flex"><div style="overflow: hidden">${embed}</div></section>`,
    "that hides what does not fit itself": `<flow-embed session-id="one" style="overflow: hidden"></flow-embed>`,
    "in a fixed layer of a page that does not scroll": `<style>body { overflow: hidden; height: 0; margin: 0 } main { position: fixed; inset: 0 }</style><main>${embed}</main>`,
    "in a layer that an empty element does not clip": `<section style="overflow: hidden; height: 0"><div style="position: fixed; inset: 0">${embed}</div></section>`,
    "placed by an element outside of the empty one": `<main style="position: relative"><section style="overflow: hidden; height: 0"><div style="position: absolute; top: 0; width: 300px">${embed}</div></section></main>`,
    "below what the window shows": `<p style="height: 5000px">Read this first</p>${embed}`,
    "further down in a scroller": `<section style="height: 300px; overflow: auto"><p style="height: 5000px">Read this first</p>${embed}</section>`,
    "where only what is in sight is laid out": `<p style="height: 5000px">Read this first</p><section style="content-visibility: auto">${embed}</section>`,
    "without a box of its own": `<flow-embed session-id="one" style="display: contents"></flow-embed>`,
    "in a line of text": `<span style="overflow: hidden"><flow-embed session-id="one" style="display: inline"></flow-embed></span>`,
  };
  for (const [how, body] of Object.entries(shown)) {
    test(how, async () => {
      const found = await inElement(body, async (embed) => {
        await eventually(() => embed.status === "active");
        return [calls.length, told];
      });
      assert.deepEqual(found, [1, passage]);
    });
  }

  test("in a panel that is hidden, where it opens a dialog", async () => {
    const found = await inElement(`<section hidden><flow-embed session-id="one" presentation="dialog"></flow-embed></section>`, async (embed) => {
      await eventually(() => embed.status === "active");
      return told;
    });
    assert.deepEqual(found, passage);
  });

  test("whatever the page says of the element's parts", async () => {
    const found = await inElement(`<style>flow-embed::part(status) { display: none }</style>${embed}`, async (embed) => {
      await eventually(() => embed.status === "active");
      return told;
    });
    assert.deepEqual(found, passage);
  });
});

describe("While it is hidden, <flow-embed>", () => {
  const inHidden = (story) => inElement(`<section hidden>${embed}</section>`, `async (embed) => {
    const section = document.querySelector("section");
    await nextFrame();
    return (${story})(embed, section);
  }`);

  test("has a promise for whoever starts it, which resolves with the session's result", async () => {
    const found = await inHidden(async (embed, section) => {
      const session = embed.start();
      section.hidden = false;
      await eventually(() => embed.status === "active");
      finish("done");
      return (await session).detail;
    });
    assert.equal(found, "done");
  });

  test("is cancelled like any other, and starts no more by itself", async () => {
    const found = await inHidden(async (embed, section) => {
      const session = embed.start();
      embed.cancel();
      const { name } = await session.catch((error) => error);
      section.hidden = false;
      await nextFrame();
      return [name, embed.status, calls.length, told];
    });
    assert.deepEqual(found, ["AbortError", "idle", 0, []]);
  });

  test("takes another session id, which alone is started", async () => {
    const found = await inHidden(async (embed, section) => {
      embed.sessionId = "two";
      await nextFrame();
      section.hidden = false;
      await eventually(() => embed.status === "active");
      await nextFrame();
      return calls.map(({ id }) => id);
    });
    assert.deepEqual(found, ["two"]);
  });

  test("is taken out like any other, leaves nothing behind, and starts where it is put back", async () => {
    const found = await inHidden(async (embed) => {
      embed.remove();
      await nextFrame();
      const left = [ledger.listeners().filter((name) => !name.startsWith("flow-")), ledger.timers(), calls.length];
      document.body.append(embed);
      await eventually(() => embed.status === "active");
      return [left, calls.length];
    });
    assert.deepEqual(found, [[[], 0, 0], 1]);
  });
});

test("A shown <flow-embed> whose own size comes to nothing fails as before", async () => {
  const found = await inElement(`<flow-embed session-id="one" height="50%"></flow-embed>`, async (embed) => {
    await eventually(() => embed.status === "failed");
    return told;
  });
  assert.deepEqual(found, ["container_size"]);
});

test("In a page whose ResizeObserver is of no use, <flow-embed> is looked at now and again", async () => {
  const head = `<script>window.ResizeObserver = class { constructor() { throw new TypeError("replaced"); } };</script>`;
  const found = await inElement(
    `<section hidden>${embed}</section>`,
    async (embed) => {
      await nextFrame();
      document.querySelector("section").hidden = false;
      await eventually(() => embed.status === "active");
      return told;
    },
    { head },
  );
  assert.deepEqual(found, passage);
});
