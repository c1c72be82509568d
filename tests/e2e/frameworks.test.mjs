// flow-embed/react and flow-embed/vue in real apps: the same sentences for React 18, React 19 and Vue 3.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { harness } from "./support/harness.mjs";

const it = harness();
const file = (path) => fileURLToPath(new URL(path, import.meta.url));
const bundles = file("../../target/frameworks/");

const frameworks = {
  "React 18": { entry: "react.jsx", major: "18", strict: true, alias: { react: "react-18", "react-dom": "react-dom-18" } },
  "React 19": { entry: "react.jsx", major: "19", strict: true, activity: true, properties: true },
  "Vue 3": { entry: "vue.js", major: "3", properties: true },
};

/** The browser has rendered between any two tasks of React's scheduler, which prefers this to its own way. */
const tasksAfterFrames = "window.setImmediate = (task) => requestAnimationFrame(() => requestAnimationFrame(task));";

before(() =>
  Promise.all(
    Object.values(frameworks).map(({ entry, major, alias = {} }) =>
      build({
        entryPoints: [file(`frameworks/${entry}`)],
        outfile: `${bundles}${entry.split(".")[0]}-${major}.js`,
        bundle: true,
        format: "esm",
        jsx: "automatic",
        alias,
        // StrictMode does its work in development alone.
        define: { "process.env.NODE_ENV": `"development"` },
      }),
    ),
  ),
);

for (const [name, { entry, major, strict, activity, properties }] of Object.entries(frameworks)) {
  /** Opens the app and runs a story in it; a widget that waits for `finish(detail)` is there, and notes its `calls`. */
  const inApp = (story, ...values) => inAppAfter("", story, ...values);
  const inAppAfter = async (script, story, ...values) => {
    const url = it.site.directory(bundles);
    await it.open({ body: `<div id="app"></div>`, head: `<script>window.calls = fakeWidget(() => {}); window.complaints = []; console.error = (...words) => complaints.push(words.join(" ")); ${script}</script><script type="module" src="${url}${entry.split(".")[0]}-${major}.js"></script>` });
    return it.run(
      `async (flow, ...values) => {
        await eventually(() => window.app);
        window.active = () => eventually(() => app.told.some(([name, status]) => name === "status" && status === "active"));
        return (${story})(...values);
      }`,
      ...values,
    );
  };

  describe(`<FlowEmbed> in ${name}`, () => {
    test("runs a session in its place, and tells of its statuses and its finish", async () => {
      const [version, isInside, told, isSame] = await inApp(async () => {
        await app.show({ sessionId: "one", locale: "kk", width: 300, height: "400px" });
        await active();
        const isInside = document.querySelector("#app > flow-embed").contains(document.querySelector(calls[0].selector));
        const detail = { function: () => {} };
        finish(detail);
        await eventually(() => app.told.some(([name]) => name === "finish"));
        const last = app.told.pop();
        return [app.version, isInside, [...app.told, last[1].id, calls], last[1].detail === detail];
      });
      assert.equal(version.split(".")[0], major);
      assert.deepEqual([isInside, isSame], [true, true]);
      const [call] = told.pop();
      assert.deepEqual([call.id, call.locale], ["one", "kz"]);
      assert.deepEqual(told, [...["loading", "starting", "active", "finished"].map((status) => ["status", status]), "one"]);
    });

    test("goes through the sandbox's widget", async () => {
      const id = await inApp(async (url) => {
        delete window.FlowWidget;
        await app.show({ sessionId: "one", script: { url } });
        await eventually(() => app.told.some(([name]) => name === "finish"));
        return app.told.at(-1)[1].detail.session_id;
      }, it.automatic());
      assert.equal(id, "one");
    });

    test("ends its session when it is unmounted, tells nothing more, and leaves nothing behind", async () => {
      const [told, left, isEmpty] = await inApp(async () => {
        await app.show({ sessionId: "one" });
        await active();
        const before = app.told.length;
        await app.clear();
        finish("late");
        await nextFrame();
        return [app.told.length - before, ledger.listeners().filter((name) => name === "finish"), document.querySelectorAll("[id^=flow-embed]").length === 0];
      });
      assert.deepEqual([told, left, isEmpty], [0, [], true]);
    });

    test("tells nothing when the browser renders between its removal and the clean-up of effects", async () => {
      const [told, left] = await inAppAfter(tasksAfterFrames, async () => {
        await app.show({ sessionId: "one" });
        await active();
        const before = app.told.length;
        await app.leave();
        await nextFrame();
        return [[...app.told.slice(before).map(([name, value]) => [name, value.code]), ...complaints], document.querySelectorAll("[id^=flow-embed]").length];
      });
      assert.deepEqual([told, left], [[], 0]);
    });

    test("calls nothing of the vendor's when it is unmounted while it loads", async () => {
      const [told, count] = await inApp(async (url) => {
        window.widget = FlowWidget;
        delete window.FlowWidget;
        await app.show({ sessionId: "one", script: { url } });
        await app.clear();
        await nextFrame();
        await app.show({ sessionId: "two", script: { url } });
        await active();
        return [app.told.filter(([name]) => name !== "status"), calls.map(({ id }) => id)];
      }, it.site.script("window.FlowWidget = window.widget;"));
      assert.deepEqual([told, count], [[], ["two"]]);
    });

    test("ends the running session and starts the new one when its session id changes", async () => {
      const [ids, told, mounts] = await inApp(async () => {
        await app.show({ sessionId: "one" });
        await active();
        await app.show({ sessionId: "two" });
        await eventually(() => calls.length === 2);
        finish("second");
        await eventually(() => app.told.some(([name]) => name === "finish"));
        return [calls.map(({ id }) => id), app.told.filter(([name]) => name !== "status").map(([name, { id, detail }]) => [name, id, detail]), document.querySelectorAll("[id^=flow-embed]").length];
      });
      assert.deepEqual([ids, told, mounts], [["one", "two"], [["finish", "two", "second"]], 0]);
    });

    test("leaves the session alone when anything else changes, and tells the listeners of the last rendering", async () => {
      const [count, first, second] = await inApp(async () => {
        await app.show({ sessionId: "one", locale: "ru" });
        await active();
        const second = [];
        await app.show({ sessionId: "one", locale: "en", width: 200, tell: (name) => second.push(name) });
        finish();
        await eventually(() => second.includes("finish"));
        return [calls.length, app.told.filter(([name]) => name === "finish").length, second];
      });
      assert.deepEqual([count, first, second], [1, 0, ["status", "finish"]]);
    });

    test("tells a failure as a FlowError of the package's one class", async () => {
      const found = await inApp(async () => {
        fakeWidget(() => Promise.reject("vendor"));
        await app.show({ sessionId: "one" });
        await eventually(() => app.told.some(([name]) => name === "error"));
        const [, error] = app.told.at(-1);
        return [error.code, error.cause, error instanceof app.FlowError];
      });
      assert.deepEqual(found, ["start_failed", "vendor", true]);
    });

    test("hands isolate, presentation and keepMounted on", async () => {
      const found = await inApp(async (url) => {
        await app.show({ sessionId: "one", presentation: "dialog" });
        await active();
        const isDialog = document.querySelector(calls[0].selector).closest("#app") === null;
        await app.show({ sessionId: "two", keepMounted: true });
        await eventually(() => calls.length === 2);
        finish();
        await eventually(() => app.told.some(([name]) => name === "finish"));
        const isKept = document.querySelector("#app [id^=flow-embed]") !== null;
        await app.show({ key: "isolated", sessionId: "three", isolate: true, script: { url } });
        const isIsolated = await eventually(() => document.querySelector("#app iframe") !== null);
        return [isDialog, isKept, isIsolated];
      }, it.waiting());
      assert.deepEqual(found, [true, true, true]);
    });

    test("takes away what it kept of a session when another starts", async () => {
      const [kept, ids] = await inApp(async () => {
        const show = async (sessionId) => {
          await app.show({ sessionId, keepMounted: true });
          await eventually(() => calls.at(-1)?.id === sessionId);
        };
        await show("one");
        finish();
        await eventually(() => app.told.some(([name]) => name === "finish"));
        const kept = document.querySelectorAll("#app > flow-embed > *").length;
        await show("two");
        return [kept, [...document.querySelectorAll("#app > flow-embed > *")].map((container) => calls.findLast(({ selector }) => container.matches(`:has(${selector})`))?.id)];
      });
      assert.deepEqual([kept, ids], [1, ["two"]]);
    });

    for (const [how, after] of [
      ["another starts", () => app.show({ sessionId: "two", locale: "en" })],
      ["it is unmounted", () => app.clear()],
    ]) {
      test(`closes the dialog that it kept when ${how}`, async () => {
        const found = await inApp(`async () => {
          const dialogs = () => [...document.querySelectorAll("body > div")].filter(({ shadowRoot }) => shadowRoot?.querySelector("dialog:modal")).length;
          await app.show({ sessionId: "one", presentation: "dialog", keepMounted: true });
          await active();
          finish();
          await eventually(() => app.told.some(([name]) => name === "finish"));
          const kept = dialogs();
          const others = document.body.childElementCount - kept;
          await (${after})();
          return [kept, dialogs(), document.body.childElementCount - others];
        }`);
        assert.deepEqual(found, [1, 0, 0]);
      });
    }

    test("survives a hot reload: a fresh component in its place ends its session and starts another", async () => {
      const [ids, told, mounts] = await inApp(async () => {
        await app.show({ sessionId: "one", key: "before" });
        await active();
        await app.show({ sessionId: "one", key: "after" });
        await eventually(() => calls.length === 2);
        const mounts = document.querySelectorAll("[id^=flow-embed]").length;
        finish("again");
        await eventually(() => app.told.some(([name]) => name === "finish"));
        return [calls.map(({ id }) => id), app.told.filter(([name]) => name !== "status").map(([name, { detail }]) => [name, detail]), mounts];
      });
      assert.deepEqual([ids, told, mounts], [["one", "one"], [["finish", "again"]], 1]);
    });

    if (strict) {
      test("starts one session under StrictMode", async () => {
        const [count, told] = await inApp(async () => {
          await app.show({ sessionId: "one", strict: true });
          await active();
          await nextFrame();
          finish();
          await eventually(() => app.told.some(([name]) => name === "finish"));
          return [calls.length, app.told.map(([name, value]) => (name === "status" ? value : name))];
        });
        assert.deepEqual([count, told], [1, ["loading", "starting", "active", "finished", "finish"]]);
      });

      test("gives its element the class name", async () => {
        const className = await inApp(async () => {
          await app.show({ sessionId: "one", className: "card wide" });
          return document.querySelector("#app > flow-embed").className;
        });
        assert.equal(className, "card wide");
      });
    }
  });

  describe(`useFlowSession in ${name}`, () => {
    const inHook = (story, ...values) =>
      inApp(`async (...values) => {
        await app.showHook();
        window.is = (status) => eventually(() => app.hook.status === status);
        return (${story})(...values);
      }`, ...values);

    test("is idle, and then has the session's status and its result", async () => {
      const found = await inHook(async () => {
        const { status, result, error } = app.hook;
        const session = app.hook.start({ id: "one" });
        await is("active");
        const text = document.querySelector("#app p").innerText;
        finish("done");
        const finished = await session;
        await is("finished");
        return [status, result === undefined, error === undefined, text, app.hook.result === finished, finished.detail];
      });
      assert.deepEqual(found, ["idle", true, true, "active", true, "done"]);
    });

    test("has the error of a session that failed, and needs nobody to catch it", async () => {
      const found = await inHook(async () => {
        const unhandled = [];
        addEventListener("unhandledrejection", ({ reason }) => unhandled.push(reason));
        fakeWidget(() => { throw "vendor"; });
        app.hook.start({ id: "one" });
        await is("failed");
        await nextFrame();
        return [app.hook.error.code, app.hook.error instanceof app.FlowError, unhandled.length];
      });
      assert.deepEqual(found, ["start_failed", true, 0]);
    });

    test("is idle again after cancel(), and the promise rejects with an AbortError", async () => {
      const found = await inHook(async () => {
        const session = app.hook.start({ id: "one" });
        await is("active");
        app.hook.cancel();
        const { name } = await session.catch((error) => error);
        await is("idle");
        return [name, app.hook.status, document.querySelectorAll("[id^=flow-embed]").length];
      });
      assert.deepEqual(found, ["AbortError", "idle", 0]);
    });

    test("ends the running session by another start", async () => {
      const found = await inHook(async () => {
        const first = app.hook.start({ id: "one" });
        await is("active");
        const second = app.hook.start({ id: "two" });
        const { name } = await first.catch((error) => error);
        await eventually(() => calls.length === 2);
        finish("of two");
        await second;
        await is("finished");
        return [name, app.hook.result.id];
      });
      assert.deepEqual(found, ["AbortError", "two"]);
    });

    test("cancels when it is unmounted", async () => {
      const found = await inHook(async () => {
        const session = app.hook.start({ id: "one" });
        await is("active");
        await app.clear();
        const { name } = await session.catch((error) => error);
        return [name, document.querySelectorAll("[id^=flow-embed]").length, ledger.listeners().filter((name) => name === "finish")];
      });
      assert.deepEqual(found, ["AbortError", 0, []]);
    });

    test("rejects with an AbortError, too, when the browser renders between the host's removal and the clean-up of effects", async () => {
      const found = await inAppAfter(tasksAfterFrames, async () => {
        await app.showHook();
        const session = app.hook.start({ id: "one", selector: "#host" });
        await eventually(() => app.hook.status === "active");
        await app.leave();
        await nextFrame();
        const { name, code } = await session.catch((error) => error);
        return [name === "FlowError" ? code : name, complaints];
      });
      assert.deepEqual(found, ["AbortError", []]);
    });

    test("starts nothing once it is unmounted: start() rejects with an AbortError, which nobody needs to catch", async () => {
      const found = await inHook(async () => {
        const unhandled = [];
        addEventListener("unhandledrejection", ({ reason }) => unhandled.push(reason));
        const { start } = app.hook;
        await app.clear();
        start({ id: "unheard" });
        const error = await Promise.race([start({ id: "one" }), nextFrame()]).catch((error) => error);
        await nextFrame();
        return [error instanceof DOMException, error?.name, calls.length, document.querySelectorAll("[id^=flow-embed]").length, unhandled.length];
      });
      assert.deepEqual(found, [true, "AbortError", 0, 0, 0]);
    });

    test("starts nothing, either, between its removal and the clean-up of effects", async () => {
      const found = await inHook(async () => {
        const { start } = app.hook;
        const ends = [];
        await app.leave(() => start({ id: "one" }).catch(({ name }) => ends.push(name)));
        await nextFrame();
        return [ends, calls.length];
      });
      assert.deepEqual(found, [["AbortError"], 0]);
    });

    if (activity) {
      test("starts nothing in a hidden <Activity>, and starts again once that is visible", async () => {
        const found = await inApp(async () => {
          await app.showHookIn("visible");
          const running = app.hook.start({ id: "one" });
          await eventually(() => app.hook.status === "active");
          await app.showHookIn("hidden");
          const names = [];
          for (const session of [running, app.hook.start({ id: "two" })]) names.push((await Promise.race([session, nextFrame()]).catch((error) => error))?.name);
          await app.showHookIn("visible");
          app.hook.start({ id: "three" });
          await eventually(() => app.hook.status === "active");
          return [names, app.hook.status, calls.map(({ id }) => id)];
        });
        assert.deepEqual(found, [["AbortError", "AbortError"], "active", ["one", "three"]]);
      });
    }

    if (strict) {
      for (const [where, props] of [
        ["an effect", { startWith: { id: "one" } }],
        ["the effect of a child", { startInChild: { id: "one" } }],
      ]) {
        test(`starts one session under StrictMode, from ${where}`, async () => {
          const found = await inApp(async (props) => {
            await app.showHook({ strict: true, ...props });
            await eventually(() => app.hook.status === "active");
            await nextFrame();
            return [app.hook.status, calls.length];
          }, props);
          assert.deepEqual(found, ["active", 1]);
        });
      }
    }
  });

  describe(`<flow-embed> in ${name}`, () => {
    test("runs the session that the app gives it, and another when that changes", async () => {
      const found = await inApp(async () => {
        await app.showElement({ sessionId: "one", locale: "en" });
        await eventually(() => calls.length);
        await app.showElement({ sessionId: "two", locale: "en" });
        await eventually(() => calls.length === 2);
        finish("done");
        await eventually(() => app.told.length);
        return [calls.map(({ id, locale }) => [id, locale]), app.told[0][1].detail];
      });
      assert.deepEqual(found, [[["one", "en"], ["two", "en"]], "done"]);
    });

    if (properties) {
      test("takes the script that the app gives it", async () => {
        const found = await inApp(async (url) => {
          delete window.FlowWidget;
          await app.showElement({ sessionId: "one", script: { url } });
          await eventually(() => app.told.length);
          return [app.told[0]?.[1].id, document.querySelector("flow-embed").hasAttribute("script")];
        }, it.automatic());
        assert.deepEqual(found, ["one", false]);
      });
    }
  });
}
