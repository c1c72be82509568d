// flow-embed/testing in a real browser; in jsdom and happy-dom, tests/package/testing does the same.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { flowError, harness } from "./support/harness.mjs";

const it = harness();
const head = `<script type="module">import { installFakeWidget } from "/dist/testing.js"; window.installFakeWidget = installFakeWidget;</script>`;

/** Runs a story in a page with `installFakeWidget` and `start(options)`. */
const withFake = async (story, ...values) => {
  await it.open({ head });
  return it.run(
    `async (flow, ...values) => {
      window.start = (options) => flow.startSession({ id: "one", selector: "#kyc", locale: "en", ...options });
      return (${story})(flow, ...values);
    }`,
    ...values,
  );
};
const kinds = { inline: {}, "in a dialog": { selector: undefined }, isolated: { isolate: true }, "isolated in a dialog": { selector: undefined, isolate: true } };

for (const [name, options] of Object.entries(kinds)) {
  describe(`In a browser, with the fake widget, a session ${name}`, () => {
    test("resolves with the scripted finish, the very same detail", async () => {
      const found = await withFake(async (flow, options) => {
        const detail = { passed: () => true };
        const widget = installFakeWidget({ outcome: { finish: detail } });
        const result = await start(options);
        widget.uninstall();
        return [result.detail === detail, widget.calls.map(({ id, locale }) => [id, locale])];
      }, options);
      assert.deepEqual(found, [true, [["one", "en"]]]);
    });

    test("goes on until finish(), and has all its statuses", async () => {
      const found = await withFake(async (flow, options) => {
        const widget = installFakeWidget();
        const statuses = [];
        const session = start({ ...options, onStatus: (status) => statuses.push(status) });
        await eventually(() => statuses.includes("active"));
        widget.finish("by hand");
        return [(await session).detail, statuses];
      }, options);
      assert.deepEqual(found, ["by hand", ["loading", "starting", "active", "finished"]]);
    });

    test("is script_load where the script fails, and nothing is asked of the network", async () => {
      const key = it.sandbox.key();
      const session = withFake(
        (flow, options, url) => {
          installFakeWidget({ outcome: "script-fails" });
          return start({ ...options, script: { url, retries: 1 } });
        },
        options,
        it.automatic({ key }),
      );
      await assert.rejects(session, flowError("script_load", ({ details }) => assert.equal(details.attempts, 2)));
      assert.deepEqual(await it.sandbox.log(key), []);
    });

    for (const [outcome, value] of [["throws", { vendor: "error" }], ["rejects", "reason"]]) {
      test(`is start_failed where the widget ${outcome}`, async () => {
        await assert.rejects(
          withFake((flow, options, outcome) => (installFakeWidget({ outcome }), start(options)), options, { [outcome]: value }),
          flowError("start_failed"),
        );
      });
    }
  });
}

describe("In a browser, the fake widget", () => {
  test("finishes after the given time", async () => {
    const waited = await withFake(async () => {
      installFakeWidget({ outcome: { finish: 1, after: 60 } });
      const before = performance.now();
      await start();
      return performance.now() - before;
    });
    assert.ok(waited >= 59, `${waited} ms`);
  });

  test("makes nothing up that the browser has, and is gone after uninstall()", async () => {
    const found = await withFake(async () => {
      const made = () => [
        Object.hasOwn(window, "FlowWidget"),
        Object.hasOwn(document, "createElement"),
        ...[[HTMLElement, "offsetWidth"], [Element, "getClientRects"], [HTMLDialogElement, "showModal"]].map(([{ prototype }, name]) => {
          const { get, value } = Object.getOwnPropertyDescriptor(prototype, name);
          return String(get ?? value).includes("[native code]");
        }),
      ];
      const widget = installFakeWidget();
      const installed = made();
      widget.uninstall();
      return [installed, made()];
    });
    assert.deepEqual(found, [[true, true, true, true, true], [false, false, true, true, true]]);
  });

  test("leaves scripts that are not the vendor's alone", async () => {
    const loaded = await withFake(async (flow, src) => {
      installFakeWidget({ outcome: "script-fails" });
      const script = document.createElement("script");
      script.src = src;
      const isLoaded = new Promise((resolve) => script.addEventListener("load", () => resolve(true)));
      document.head.append(script);
      return [await isLoaded, script.src === src, window.loaded];
    }, it.site.script("window.loaded = 1;"));
    assert.deepEqual(loaded, [true, true, 1]);
  });

  test("is one function that a driver can send into a page", async () => {
    const [, source] = (await readFile(new URL("../../dist/testing.js", import.meta.url), "utf8")).match(/^(function .*)export\{\w+ as installFakeWidget\};?\s*$/s);
    await it.open();
    await it.driver.executeScript(`(${source})(arguments[0])`, { outcome: { finish: "sent" } });
    assert.equal(await it.run(async (flow) => (await flow.startSession({ id: "one", selector: "#kyc" })).detail), "sent");
  });
});
