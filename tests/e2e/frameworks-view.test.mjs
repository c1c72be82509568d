// <FlowEmbed> of React 18, React 19 and Vue 3 as the element: one view in all of them, and never an empty box.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { buildApps } from "./support/apps.mjs";
import { harness } from "./support/harness.mjs";

const it = harness();
let run;
before(async () => (run = await buildApps(it, "frameworks-view")));

for (const name of ["React 18", "React 19", "Vue 3"]) {
  const inApp = (story, ...values) => run(name, story, ...values);

  describe(`<FlowEmbed> in ${name}`, () => {
    test("renders the element, with what any element has", async () => {
      const found = await inApp(async (className) => {
        const props = { sessionId: "one", id: "check", [className]: "card wide", style: { height: "500px" }, "data-step": 2, "aria-label": "Check", isolate: false };
        await app.show(props);
        const embed = document.querySelector("#app > *");
        const attributes = () => Object.fromEntries([...embed.attributes].map(({ name, value }) => [name, value.replaceAll(/[ ;]/g, "")]));
        const first = attributes();
        await app.show({ sessionId: "one", width: 300, keepMounted: true });
        return [embed.localName, embed instanceof customElements.get("flow-embed"), first, embed.width, embed.keepMounted, embed.hasAttribute("data-step")];
      }, name === "Vue 3" ? "class" : "className");
      const first = { "aria-label": "Check", class: "cardwide", "data-step": "2", id: "check", "session-id": "one", style: "height:500px" };
      assert.deepEqual(found, ["flow-embed", true, first, 300, true, false]);
    });

    test("says what the element says: that it loads, and a failure that may pass, with a button, and one that is final", async () => {
      const found = await inApp(
        async (hanging, failing) => {
          delete window.FlowWidget;
          const failures = () => app.told.filter(([name]) => name === "error").length;
          await app.show({ sessionId: "one", locale: "en", script: { url: hanging } });
          await eventually(() => app.told.length);
          const loading = shown("status");
          await app.show({ sessionId: "two", locale: "en", script: { url: failing, retries: 0 } });
          await eventually(() => failures() === 1);
          const temporary = [shown("message"), shown("retry")];
          fakeWidget(() => Promise.reject("vendor"));
          await app.show({ sessionId: "three", locale: "en" });
          await eventually(() => failures() === 2);
          return [loading, temporary, shown("message"), part("retry")];
        },
        it.waiting({ fault: "hang" }),
        it.sandbox.script({ fault: "status", "any-id": 1, key: it.sandbox.key() }),
      );
      assert.deepEqual(found, [
        "Loading…",
        ["The check could not be loaded. Check your internet connection and try again.", "Retry"],
        "The check could not be carried out. Please start over, or try again later.",
        null,
      ]);
    });

    test("fails with invalid_options without a session id, and runs once it has one", async () => {
      const found = await inApp(async () => {
        await app.show({ sessionId: "" });
        await eventually(() => app.told.length);
        const first = app.told.map(([name, error]) => [name, error.code, error.details.field]);
        await app.show({ sessionId: "one" });
        await eventually(() => statusOf() === "active");
        return [first, calls.map(({ id }) => id)];
      });
      assert.deepEqual(found, [[["error", "invalid_options", "id"]], ["one"]]);
    });

    if (name !== "Vue 3") {
      test("gives whoever holds a ref the element, defined, before its session begins", async () => {
        const found = await inApp(async () => {
          const held = [];
          const object = { current: null };
          await app.show({ sessionId: "one", ref: (embed) => held.push(embed?.status ?? embed) });
          await app.show({ sessionId: "one", ref: object });
          await eventually(() => statusOf() === "active");
          const { status } = object.current;
          object.current.reset();
          await app.clear();
          return [held, status, object.current];
        });
        assert.deepEqual(found, [["idle", null], "active", null]);
      });
    }
  });
}
