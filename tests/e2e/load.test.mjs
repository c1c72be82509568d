// Loading the vendor's script ahead of time.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { harness } from "./support/harness.mjs";

const it = harness();

describe("load", () => {
  test("resolves with nothing, is free when called again, and serves the sessions after it", async () => {
    await it.open();
    const key = it.sandbox.key();
    const answers = await it.run(async (flow, url) => {
      const answers = [await flow.load({ url }), await flow.load({ url }), await flow.load()];
      const { detail } = await flow.startSession({ id: "one", selector: "#kyc" });
      return [answers.map((answer) => typeof answer), detail.session_id];
    }, it.automatic({ key }));
    assert.deepEqual(answers, [["undefined", "undefined", "undefined"], "one"]);
    assert.equal((await it.sandbox.log(key)).length, 1);
  });

  test("fails like a session, for all who wait for the same tag, and can be tried again", async () => {
    await it.open();
    await it.compile();
    const ends = await it.run(async (flow, url) => {
      const loads = [flow.load({ url, retries: 0 }), flow.load({ url, retries: 0 })];
      return [...(await Promise.all(loads.map(endOf))), await endOf(flow.load({ url, retries: 0 }))];
    }, it.automatic({ key: it.sandbox.key(), fault: "slow,status", ms: 100, times: 1 }));
    assert.deepEqual(ends, ["script_load", "script_load", "resolved"]);
  });

  test("goes on to its end though a session that brought the script's tag is aborted", async () => {
    await it.open();
    const key = it.sandbox.key();
    const ends = await it.run(async (flow, url) => {
      const controller = new AbortController();
      const loading = new Promise((resolve) => {
        window.session = flow.startSession({ id: "one", selector: "#kyc", script: { url }, signal: controller.signal, onStatus: resolve });
      });
      await loading;
      const load = endOf(flow.load({ url }));
      await nextFrame();
      controller.abort("left");
      return [await session.catch((reason) => reason), await load, typeof FlowWidget.startSession];
    }, it.automatic({ key, fault: "slow", ms: 300 }));
    assert.deepEqual(ends, ["left", "resolved", "function"]);
    assert.equal((await it.sandbox.log(key)).length, 1);
  });

  test("that is aborted leaves no tag or timer, and the next one works", async () => {
    await it.open();
    await it.compile();
    const found = await it.run(async (flow, url) => {
      const controller = new AbortController();
      const load = flow.load({ url, signal: controller.signal });
      await eventually(() => document.querySelector("[data-flow-embed-script]"));
      controller.abort("left");
      const reason = await load.catch((reason) => reason);
      const left = document.querySelectorAll("[data-flow-embed-script]").length;
      return [reason, left, ledger.timers(), ledger.listeners(), await endOf(flow.load({ url }))];
    }, it.automatic({ fault: "slow", ms: 300 }));
    assert.deepEqual(found, ["left", 0, 0, [], "resolved"]);
  });
});
