// Rust's code that is left in the middle, as by a trap: nobody waits for ever, and the next call works.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { harness } from "./support/harness.mjs";

const it = harness();

/** While `breaking` is set, whatever Rust calls throws what no declaration knows of. */
const head = `<script>
window.breaking = false;
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(Instance, [module, imports]) {
    const fragile = (call) => (...values) => {
      if (breaking) throw new Error("broken");
      return call(...values);
    };
    for (const functions of Object.values(imports)) for (const name in functions) functions[name] = fragile(functions[name]);
    return new Instance(module, imports);
  },
});
window.told = (promise) => promise.then(() => "resolved", ({ code, message, cause }) => [code, /starts it afresh/.test(message), cause?.message]);
</script>`;
const stopped = ["wasm_unavailable", true, "broken"];

describe("Where Rust stops in the middle", () => {
  const moments = {
    "of a call": async (flow) => {
      window.breaking = true;
      return told(flow.load());
    },
    "of what it does later": async (flow, url) => {
      const load = told(flow.load({ url, timeout: 500 }));
      await eventually(() => document.querySelector("[data-flow-embed-script]"));
      window.breaking = true;
      return load;
    },
  };
  for (const [moment, story] of Object.entries(moments)) {
    test(`${moment}, every call that waits is wasm_unavailable with the cause, and the next session runs`, async () => {
      await it.open({ head });
      const found = await it.run(
        async (flow, story, url) => {
          fakeWidget(() => {});
          const session = told(flow.startSession({ id: "one", selector: "#kyc" }));
          await eventually(() => document.querySelector("#kyc *"));
          delete window.FlowWidget;
          const ends = [await eval(story)(flow, url), await session];
          window.breaking = false;
          fakeWidget();
          return [...ends, await told(flow.startSession({ id: "two", selector: "#kyc" })), await told(flow.load())];
        },
        `(${story})`,
        it.automatic({ fault: "hang" }),
      );
      assert.deepEqual(found, [stopped, stopped, "resolved", "resolved"]);
    });
  }

  test("as the caller gives up, the next session runs all the same", async () => {
    await it.open({ head });
    const found = await it.run(async (flow) => {
      fakeWidget(() => {});
      const controller = new AbortController();
      const session = told(flow.startSession({ id: "one", selector: "#kyc", signal: controller.signal }));
      await eventually(() => document.querySelector("#kyc *"));
      window.breaking = true;
      controller.abort();
      await session;
      window.breaking = false;
      fakeWidget();
      return told(flow.startSession({ id: "two", selector: "#kyc" }));
    });
    assert.equal(found, "resolved");
  });
});

test("An error of the page's own changes nothing for a session", async () => {
  await it.open({ head });
  const found = await it.run(async (flow) => {
    fakeWidget(() => {});
    const session = told(flow.startSession({ id: "one", selector: "#kyc" }));
    await eventually(() => document.querySelector("#kyc *"));
    dispatchEvent(new ErrorEvent("error", { error: new Error("the page's own") }));
    Promise.reject(new Error("the page's own"));
    await nextFrame();
    finish();
    return [await session, ledger.listeners()];
  });
  assert.deepEqual(found, ["resolved", []]);
});
