// <flow-embed>: when a session starts and ends, and what is told of it.
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

const running = `<flow-embed session-id="one" locale="en"></flow-embed>`;

describe("<flow-embed> starts", () => {
  test("when it is in the page with a session id, and tells the widget exactly id, selector and locale", async () => {
    const [calls, found] = await inElement(`<flow-embed session-id="one" locale="kk-KZ"></flow-embed>`, async (embed) => {
      await eventually(() => embed.status === "active");
      return [calls, document.querySelectorAll(calls[0].selector).length];
    });
    assert.deepEqual(calls, [{ id: "one", selector: calls[0].selector, locale: "kz" }]);
    assert.equal(found, 1);
  });

  test("when it is put into the page by a script", async () => {
    const id = await inElement("", async () => {
      const embed = document.createElement("flow-embed");
      embed.sessionId = "made";
      const started = heard(document, "flow-status");
      document.body.append(embed);
      await started;
      await eventually(() => calls.length);
      return calls[0].id;
    });
    assert.equal(id, "made");
  });

  test("when the session id comes later, with what was set after it in the same task", async () => {
    const [before, call] = await inElement("<flow-embed></flow-embed>", async (embed) => {
      await nextFrame();
      const before = [embed.status, embed.sessionId, calls.length];
      embed.sessionId = "late";
      embed.locale = "en";
      await eventually(() => calls.length);
      return [before, calls[0]];
    });
    assert.deepEqual(before, ["idle", "", 0]);
    assert.deepEqual([call.id, call.locale], ["late", "en"]);
  });

  test("only by start() where it is manual", async () => {
    const [before, result] = await inElement(`<flow-embed session-id="one" manual></flow-embed>`, async (embed) => {
      await nextFrame();
      const before = [embed.status, calls.length];
      const session = embed.start();
      await eventually(() => calls.length);
      finish({ passed: true });
      return [before, await session];
    });
    assert.deepEqual(before, ["idle", 0]);
    assert.deepEqual(result, { id: "one", detail: { passed: true } });
  });

  test("by itself once it is no longer manual", async () => {
    const id = await inElement(`<flow-embed session-id="one" manual></flow-embed>`, async (embed) => {
      embed.manual = false;
      await eventually(() => calls.length);
      return calls[0]?.id;
    });
    assert.equal(id, "one");
  });

  test("once: start() while it runs yields the running session", async () => {
    const [isSame, count] = await inElement(running, async (embed) => {
      await eventually(() => calls.length);
      return [embed.start() === embed.start(), calls.length];
    });
    assert.deepEqual([isSame, count], [true, 1]);
  });

  test("with the properties that were set before it was defined", async () => {
    const call = await inElement(
      "",
      async () => {
        const embed = document.createElement("late-embed");
        Object.assign(embed, { sessionId: "early", locale: "en", manual: true });
        document.body.append(embed);
        element.define("late-embed");
        const attributes = [embed.getAttribute("session-id"), embed.getAttribute("locale"), embed.hasAttribute("manual")];
        embed.start();
        await eventually(() => calls.length);
        return [attributes, calls[0].id];
      },
    );
    assert.deepEqual(call, [["early", "en", true], "early"]);
  });

  test("with the script that was set before it was defined", async () => {
    const found = await inElement(
      "",
      async (_, url) => {
        const embed = document.createElement("late-embed");
        Object.assign(embed, { sessionId: "early", script: { url } });
        const finished = heard(document, "flow-finish");
        document.body.append(embed);
        element.define("late-embed");
        return [Object.hasOwn(embed, "script"), (await finished).detail.id];
      },
      { widget: "[]", values: [it.automatic()] },
    );
    assert.deepEqual(found, [false, "early"]);
  });

  test("in a container of the size that width and height say, else of its own box", async () => {
    const sizes = await inElement(
      `<flow-embed session-id="one" width="320" height="50vh"></flow-embed>`,
      async (embed) => {
        const size = () => {
          const { width, height } = embed.querySelector("div").getBoundingClientRect();
          return [width, height];
        };
        await eventually(() => calls.length);
        const given = size();
        embed.reset();
        embed.width = embed.height = null;
        embed.style.cssText = "width: 500px; height: 450px";
        embed.sessionId = "two";
        await eventually(() => calls.length === 2);
        return [given, [320, innerHeight / 2], size()];
      },
    );
    assert.deepEqual(sizes[0], sizes[1]);
    assert.deepEqual(sizes[2], [500, 450]);
  });
});

describe("The properties of <flow-embed>", () => {
  test("are its attributes in camelCase, and the other way round", async () => {
    const found = await inElement("<flow-embed manual></flow-embed>", async (embed) => {
      const read = () => [embed.sessionId, embed.locale, embed.width, embed.height, embed.presentation, embed.isolate, embed.keepMounted, embed.manual];
      const empty = read();
      Object.assign(embed, { sessionId: "one", locale: "en", width: 300, height: "60vh", presentation: "dialog", isolate: true, keepMounted: true });
      const set = [read(), embed.outerHTML];
      for (const name of ["session-id", "locale", "width", "height", "presentation", "isolate", "keep-mounted"]) embed.removeAttribute(name);
      return [empty, ...set, read()];
    });
    const empty = ["", null, null, null, "inline", false, false, true];
    assert.deepEqual(found[0], empty);
    assert.deepEqual(found[1], ["one", "en", 300, "60vh", "dialog", true, true, true]);
    assert.equal(found[2], `<flow-embed manual="" session-id="one" locale="en" width="300" height="60vh" presentation="dialog" isolate="" keep-mounted=""></flow-embed>`);
    assert.deepEqual(found[3], empty);
  });

  test("include script, which has no attribute, so that frameworks set it", async () => {
    const found = await inElement("<flow-embed manual></flow-embed>", async (embed) => {
      const script = { url: "nowhere" };
      const before = ["script" in embed, embed.script === undefined];
      embed.script = script;
      return [...before, embed.script === script, embed.hasAttribute("script")];
    });
    assert.deepEqual(found, [true, true, true, false]);
  });

  test("that are false count so even where a framework wrote it into the attribute", async () => {
    const isManual = await inElement(`<flow-embed manual="false"></flow-embed>`, (embed) => embed.manual);
    assert.equal(isManual, false);
  });
});

describe("The events of <flow-embed>", () => {
  test("tell loading, starting, active and finished, and then the very same detail", async () => {
    const told = await inElement("<flow-embed></flow-embed>", async (embed) => {
      const told = [];
      for (const name of ["flow-status", "flow-finish", "flow-error"]) {
        document.addEventListener(name, ({ type, detail, bubbles, composed, target }) => told.push([type, detail, bubbles, composed, target === embed, embed.status]));
      }
      embed.sessionId = "one";
      await eventually(() => embed.status === "active");
      const detail = { nested: () => {} };
      const finished = heard(embed, "flow-finish");
      finish(detail);
      const event = await finished;
      return [told.map(([type, value, ...rest]) => [type, type === "flow-finish" ? "result" : value, ...rest]), event.detail.id, event.detail.detail === detail];
    });
    const flags = [true, true, true];
    assert.deepEqual(told[0], [
      ...["loading", "starting", "active", "finished"].map((status) => ["flow-status", status, ...flags, status]),
      ["flow-finish", "result", ...flags, "finished"],
    ]);
    assert.deepEqual(told.slice(1), ["one", true]);
  });

  test("tell a failure as a FlowError of the package's one class, with which start() rejects too", async () => {
    const found = await inElement(
      `<flow-embed session-id="one" manual></flow-embed>`,
      async (embed) => {
        const failed = heard(embed, "flow-error");
        const error = await embed.start().catch((error) => error);
        const { detail } = await failed;
        return [detail.code, detail === error, detail instanceof flow.FlowError, embed.status];
      },
      { widget: `fakeWidget(() => { throw "vendor" })` },
    );
    assert.deepEqual(found, ["start_failed", true, true, "failed"]);
  });

  test("leave a shadow root, in which it runs with isolate, and without it fails with container_not_found", async () => {
    const found = await inElement(
      `<section></section>`,
      async (_, url) => {
        const root = document.querySelector("section").attachShadow({ mode: "closed" });
        const end = (attributes) => {
          const embed = document.createElement("flow-embed");
          Object.assign(embed, { sessionId: "one", script: { url }, ...attributes });
          const ended = Promise.race([heard(document, "flow-finish"), heard(document, "flow-error")]);
          root.append(embed);
          return ended;
        };
        const { detail: result, target } = await end({ isolate: true });
        const { detail: error } = await end({ isolate: false });
        return [result.detail.session_id, target.localName, error.code];
      },
      { values: [it.automatic()] },
    );
    assert.deepEqual(found, ["one", "section", "container_not_found"]);
  });
});

describe("<flow-embed> ends its session", () => {
  test("by cancel(): start() rejects with an AbortError, no error is told, and it does not start again by itself", async () => {
    const found = await inElement(running, async (embed) => {
      let errors = 0;
      embed.addEventListener("flow-error", () => (errors += 1));
      await eventually(() => embed.status === "active");
      const session = embed.start();
      embed.cancel();
      const { name } = await session.catch((error) => error);
      document.body.prepend(embed);
      await nextFrame();
      return [name, embed.status, errors, embed.childElementCount, calls.length];
    });
    assert.deepEqual(found, ["AbortError", "idle", 0, 0, 1]);
  });

  test("by reset(), and is ready for another session id", async () => {
    const found = await inElement(running, async (embed) => {
      await eventually(() => embed.status === "active");
      embed.reset();
      const status = embed.status;
      await nextFrame();
      const count = calls.length;
      embed.sessionId = "two";
      await eventually(() => embed.status === "active");
      return [status, count, calls.map(({ id }) => id), embed.childElementCount];
    });
    assert.deepEqual(found, ["idle", 1, ["one", "two"], 1]);
  });

  test("when it gets another session id, and starts that", async () => {
    const found = await inElement(running, async (embed) => {
      const ends = [];
      for (const name of ["flow-finish", "flow-error"]) embed.addEventListener(name, ({ detail }) => ends.push([name, detail.id]));
      await eventually(() => calls.length);
      embed.setAttribute("session-id", "two");
      await eventually(() => calls.length === 2);
      finish("second");
      await eventually(() => ends.length);
      return [ends, calls.map(({ id }) => id)];
    });
    assert.deepEqual(found, [[["flow-finish", "two"]], ["one", "two"]]);
  });

  test("when it loses its session id", async () => {
    const found = await inElement(running, async (embed) => {
      await eventually(() => embed.status === "active");
      embed.removeAttribute("session-id");
      await eventually(() => embed.childElementCount === 0);
      return [embed.status, embed.childElementCount];
    });
    assert.deepEqual(found, ["idle", 0]);
  });

  test("when it is removed, and leaves no listener, timer or widget behind", async () => {
    const found = await inElement(running, async (embed) => {
      await eventually(() => embed.status === "active");
      embed.remove();
      await eventually(() => embed.status === "idle");
      await nextFrame();
      return [embed.status, embed.childElementCount, ledger.listeners(), ledger.timers()];
    });
    assert.deepEqual(found, ["idle", 0, [], 0]);
  });

  test("at the widget's finish, and starts another under the same id only when asked to", async () => {
    const found = await inElement(running, async (embed) => {
      await eventually(() => calls.length);
      finish();
      await eventually(() => embed.status === "finished");
      document.body.prepend(embed);
      await nextFrame();
      const before = calls.length;
      embed.start();
      await eventually(() => calls.length === 2);
      return [before, calls.length];
    });
    assert.deepEqual(found, [1, 2]);
  });
});

describe("<flow-embed> goes on", () => {
  for (const [how, move] of [
    ["moved in the page", (embed) => document.querySelector("section").append(embed)],
    ["moved by way of a removal in the same task", (embed) => (embed.remove(), document.querySelector("section").append(embed))],
    ["moved by moveBefore, where the browser has it", (embed) => (Element.prototype.moveBefore ?? Node.prototype.insertBefore).call(document.querySelector("section"), embed, null)],
  ]) {
    test(`when it is ${how}`, async () => {
      const found = await inElement(`${running}<section></section>`, `async (embed) => {
        await eventually(() => embed.status === "active");
        const session = embed.start();
        (${move})(embed);
        await nextFrame();
        const { status, parentElement } = embed;
        finish("after the move");
        return [status, parentElement.localName, (await session).detail, calls.length];
      }`);
      assert.deepEqual(found, ["active", "section", "after the move", 1]);
    });
  }

  test("when attributes change while it runs: they count for the next session", async () => {
    const found = await inElement(running, async (embed) => {
      await eventually(() => embed.status === "active");
      const session = embed.start();
      Object.assign(embed, { locale: "ru", width: 200, keepMounted: true, script: { url: "nowhere" } });
      await nextFrame();
      const status = embed.status;
      finish();
      await session;
      const kept = embed.childElementCount;
      embed.sessionId = "two";
      await eventually(() => embed.status === "active");
      return [status, kept, calls.map(({ locale }) => locale), embed.querySelector("div").offsetWidth];
    });
    assert.deepEqual(found, ["active", 0, ["en", "ru"], 200]);
  });

  test("when it is put back before the widget got its session id, by starting anew", async () => {
    const found = await inElement(
      `<flow-embed locale="en"></flow-embed>`,
      async (embed, url) => {
        delete window.FlowWidget;
        embed.script = { url };
        embed.sessionId = "one";
        await heard(embed, "flow-status");
        embed.remove();
        await eventually(() => embed.status === "idle");
        const finished = heard(document, "flow-finish");
        document.body.append(embed);
        return (await finished).detail.id;
      },
      { values: [it.automatic({ fault: "slow", ms: 200 })] },
    );
    assert.equal(found, "one");
  });

  test("unstarted when it is put back after the widget got its session id, which is good for one passage", async () => {
    const found = await inElement(running, async (embed) => {
      await eventually(() => embed.status === "active");
      embed.remove();
      await eventually(() => embed.status === "idle");
      document.body.append(embed);
      await nextFrame();
      return [embed.status, calls.length];
    });
    assert.deepEqual(found, ["idle", 1]);
  });
});

describe("define()", () => {
  test("defines the element under another name, as often as it is called, and leaves a taken name alone", async () => {
    const found = await inElement("<my-check session-id='mine'></my-check>", async () => {
      class Other extends HTMLElement {}
      customElements.define("taken-name", Other);
      for (const name of ["my-check", "my-check", "taken-name", undefined]) element.define(name);
      await eventually(() => calls.length);
      const embed = document.querySelector("my-check");
      return [calls[0].id, embed instanceof element.FlowEmbedElement, customElements.get("taken-name") === Other, customElements.get("flow-embed") === element.FlowEmbedElement];
    });
    assert.deepEqual(found, ["mine", true, true, true]);
  });
});
