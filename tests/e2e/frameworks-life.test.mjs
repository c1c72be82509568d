// Pages' input 20: Vue's <KeepAlive> took the component away while it loaded, and back, and nothing started again. The kind: a component that is away for a while
// without being unmounted. Members: <KeepAlive> around it, around a component around it, and in a <Transition>; React's <Activity>, strictly too; what only moves or
// hides it, through which a session goes on: a suspended boundary, <Teleport>, v-show.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { buildApps } from "./support/apps.mjs";
import { harness } from "./support/harness.mjs";

const it = harness();
let run;
before(async () => (run = await buildApps(it, "frameworks-life")));

const frameworks = {
  "React 18": { leaving: [], staying: ["suspended"] },
  "React 19": { leaving: ["activity", "activity around strict"], staying: ["suspended"] },
  "Vue 3": { leaving: ["keep-alive", "keep-alive around another", "keep-alive in a transition"], staying: ["teleport", "v-show"] },
};

for (const [name, { leaving, staying }] of Object.entries(frameworks)) {
  const inApp = (story, ...values) => run(name, story, ...values);

  for (const place of leaving) {
    describe(`<FlowEmbed> in ${name} (${place})`, () => {
      test("starts again when it comes back after it left while it loaded", async () => {
        const found = await inApp(
          async (place, url) => {
            delete window.FlowWidget;
            const props = { sessionId: "one", script: { url } };
            await app.showIn(place, true, props);
            await eventually(() => app.told.length);
            const embed = document.querySelector("flow-embed");
            await app.showIn(place, false, props);
            await eventually(() => embed.status === "idle");
            const away = [embed.status, embed.childElementCount, ...toldNames()];
            window.calls = fakeWidget(() => {});
            await nextFrame();
            const before = calls.length;
            await app.showIn(place, true, props);
            await eventually(() => statusOf() === "active");
            finish("done");
            await eventually(() => toldNames().includes("finish"));
            return [away, before, calls.length, document.querySelector("flow-embed") === embed, toldNames().slice(1)];
          },
          place,
          it.waiting({ fault: "hang" }),
        );
        assert.deepEqual(found, [["idle", 0, "loading"], 0, 1, true, ["loading", "starting", "active", "finished", "finish"]]);
      });

      test("ends its session when it leaves, and does not use its id again, but says so", async () => {
        const found = await inApp(async (place) => {
          const props = { sessionId: "one", locale: "en" };
          await app.showIn(place, true, props);
          await eventually(() => statusOf() === "active");
          const embed = document.querySelector("flow-embed");
          await app.showIn(place, false, props);
          await eventually(() => embed.status === "idle");
          const away = [embed.childElementCount, ledger.listeners().includes("finish"), toldNames().at(-1)];
          await app.showIn(place, true, props);
          const text = await eventually(() => shown("message"));
          const count = calls.length;
          await app.showIn(place, true, { ...props, sessionId: "two" });
          await eventually(() => calls.length === 2);
          return [away, text, count, calls.at(-1).id, shown("message")];
        }, place);
        assert.deepEqual(found, [[0, false, "active"], "The check could not be carried out. Please start over, or try again later.", 1, "two", ""]);
      });

      test("still offers another try when it comes back after a failure that may pass", async () => {
        const found = await inApp(
          async (place, url) => {
            delete window.FlowWidget;
            const props = { sessionId: "one", locale: "en", script: { url, retries: 0 } };
            await app.showIn(place, true, props);
            await eventually(() => statusOf() === "failed");
            for (const isThere of [false, true]) await app.showIn(place, isThere, props);
            await eventually(() => shown("message"));
            window.calls = fakeWidget(() => {});
            part("retry").click();
            await eventually(() => statusOf() === "active");
            return [calls.length, statusOf()];
          },
          place,
          it.sandbox.script({ fault: "status", "any-id": 1, key: it.sandbox.key() }),
        );
        assert.deepEqual(found, [1, "active"]);
      });
    });
  }

  for (const place of staying) {
    test(`A session of <FlowEmbed> in ${name} goes on while it is but hidden or moved (${place})`, async () => {
      const found = await inApp(async (place) => {
        const props = { sessionId: "one" };
        await app.showIn(place, true, props);
        await eventually(() => statusOf() === "active");
        for (const isThere of [false, true]) {
          await app.showIn(place, isThere, props);
          await nextFrame();
        }
        await app.showIn(place, false, props);
        await nextFrame();
        finish("done");
        await eventually(() => toldNames().includes("finish"));
        return [calls.length, toldNames()];
      }, place);
      assert.deepEqual(found, [1, ["loading", "starting", "active", "finished", "finish"]]);
    });
  }
}

test("<FlowEmbed> in Vue starts once v-show shows it", async () => {
  const found = await run("Vue 3", async () => {
    await app.showIn("v-show", false, { sessionId: "one" });
    await nextFrame();
    const before = [calls.length, app.told.length];
    await app.showIn("v-show", true, { sessionId: "one" });
    await eventually(() => calls.length);
    return [before, calls.length];
  });
  assert.deepEqual(found, [[0, 0], 1]);
});
