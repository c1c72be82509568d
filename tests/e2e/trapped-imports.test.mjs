// Rust traps at the first thing that it calls, at the second, and so on through whole stories: whoever waits is told, and the next session runs in the same page.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { harness } from "./support/harness.mjs";

const it = harness();

/** Each trap takes its time: Chromium goes through two stories whole. Elsewhere it is one call in so many. */
const step = (isWhole) => (isWhole && it.engine === "chromium" ? 1 : 11);

/** Runs before everything else but the ledger. */
const head = `<script>
{
  // A function of another wasm that stops as Rust's own code would.
  const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11];
  const { t: trap } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports;
  /** How often Rust has called JavaScript, and at which of its calls it is to trap. */
  window.calls = 0;
  let trapAt = 0;
  const count = (call) => (...values) => {
    calls += 1;
    if (calls === trapAt) trap();
    return call(...values);
  };
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(Instance, [module, imports]) {
      for (const functions of Object.values(imports)) for (const name in functions) functions[name] = count(functions[name]);
      return new Instance(module, imports);
    },
  });
  // What a trapped instance listens to is not to be told of the next story.
  const added = [];
  const { addEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (...values) {
    if (trapAt > 0) added.push([this ?? window, values]);
    return addEventListener.apply(this, values);
  };
  window.removeListeners = () => added.splice(0).forEach(([target, values]) => target.removeEventListener(...values));
  window.begin = (at) => {
    calls = 0;
    trapAt = at;
  };
}
{
  // Pauses pass in no time, but for the shortest: the more often something is looked at, the more calls there are.
  const { setTimeout } = window;
  window.setTimeout = (callback, delay = 0) => setTimeout(callback, delay < 100 || delay === 30_001 ? delay : delay / 30);
  const isFresh = (error) => error?.code === "wasm_unavailable" && /starts it afresh/.test(error.message) && error.cause instanceof Error;
  /** What a call comes to, in words. */
  window.told = async (promise) => {
    let deadline;
    const end = promise.then(() => "resolved", (error) => (isFresh(error) ? "stopped" : error?.code ?? String(error)));
    const late = new Promise((resolve) => (deadline = setTimeout(resolve, 90_000, "unsettled")));
    const text = await Promise.race([end, late]);
    clearTimeout(deadline);
    return text;
  };
}
console.error = console.warn = () => {};
</script>`;

/** A widget that goes through as soon as it was started. */
const widget = `window.FlowWidget = {
  startSession({ selector }) {
    document.querySelector(selector).append("widget");
    queueMicrotask(() => dispatchEvent(new CustomEvent("finish", { detail: {} })));
  },
};`;

/** The stories by their names, with how each ends without a trap, and how where JavaScript caught one for src/web/caught.rs. */
const stories = {
  "a session": { end: "resolved", isWhole: true, story: ({ flow, script, signal }) => flow.startSession({ id: "one", selector: "#kyc", script, signal, onStatus: () => {} }) },
  "a session in a dialog": { end: "resolved", story: ({ flow, script }) => flow.startSession({ id: "one", script }) },
  "an isolated session": { end: "resolved", story: ({ flow, script }) => flow.startSession({ id: "one", selector: "#kyc", isolate: true, script }) },
  "a session that is aborted": {
    end: "aborted",
    isWhole: true,
    story: ({ flow, controller }) => {
      fakeWidget(() => {});
      const onStatus = (status) => status === "active" && queueMicrotask(() => controller.abort("aborted"));
      return flow.startSession({ id: "one", selector: "#kyc", signal: controller.signal, onStatus });
    },
  },
  "a session that is created as it starts, and asks for its result": {
    end: "resolved",
    caught: ["invalid_options", "network"],
    story: ({ flow, script }) => {
      const answer = JSON.stringify({ id: "one", technologies: [], liveness_result: { score: 1 } });
      window.fetch = async () => new Response(answer);
      return flow.startSession({ id: async () => "one", selector: "#kyc", script, result: { endpoint: "/result/" } });
    },
  },
  "a load with a retry": { end: "resolved", story: ({ flow, script, missing }) => flow.load({ url: [missing, script.url], retries: 1 }) },
  "a session that is created": {
    end: "resolved",
    caught: ["invalid_options", "network"],
    story: ({ flow }) => {
      const answer = JSON.stringify({ session_id: "one", technologies: [] });
      window.fetch = async () => new Response(answer);
      const edocument = { iin: { value: "900101300017", changeable: false } };
      return flow.createSession({ endpoint: "/create/", metadata: { edocument }, headers: { "x-one": "1" } });
    },
  },
  "a result that is waited for": {
    end: "resolved",
    caught: ["network"],
    story: ({ flow }) => {
      const [pending, complete] = [{}, { score: 1 }].map((liveness_result) => JSON.stringify({ id: "one", technologies: [], liveness_result }));
      const answers = [pending];
      window.fetch = async () => new Response(answers.pop() ?? complete);
      return flow.getResult({ id: "one", endpoint: "/result/", wait: { interval: 100 } });
    },
  },
};

/** Puts into the page what tells a story with a trap at one of Rust's calls, or without, and then runs a session as if nothing had been. */
const prepare = (flow, { url, missing }) => {
  const body = document.body.outerHTML;
  let count = 0;
  window.tell = async (story, trapAt) => {
    const controller = new AbortController();
    // A script that has run once is run no more.
    count += 1;
    begin(trapAt);
    const script = { url: `${url}?${count}`, retries: 0 };
    const end = await told((0, eval)(story)({ flow, script, missing: `${missing}?${count}`, controller, signal: controller.signal }));
    const { calls } = window;
    begin(0);
    fakeWidget();
    const next = await told(flow.startSession({ id: "next", selector: "#kyc" }));
    // What a trap has left in the page is nobody's any more.
    removeListeners();
    delete window[Symbol.for("flow-embed")].ended;
    delete window.FlowWidget;
    document.querySelectorAll("script[data-flow-embed-script]").forEach((tag) => tag.remove());
    document.body.outerHTML = body;
    document.documentElement.removeAttribute("style");
    document.adoptedStyleSheets = [];
    return { end, next, calls };
  };
};

describe("Where Rust traps at any of its calls of JavaScript, whoever waits is told, and the next session runs, in", () => {
  for (const [name, { end, caught = [], isWhole = false, story }] of Object.entries(stories)) {
    test(name, async () => {
      await it.open({ head, body: `<div id="kyc" style="width: 400px; height: 600px"></div>` });
      await it.run(prepare, { url: it.site.script(widget), missing: `${it.site.origin}/missing.js` });
      const { calls, ...calm } = await it.run((_, story) => tell(story, 0), `(${story})`);
      assert.deepEqual(calm, { end, next: "resolved" });
      const sweep = Array.from({ length: calls }, (_, index) => index + 1).filter((at) => at % step(isWhole) === 0);
      const wrong = [];
      let stopped = 0;
      for (const at of sweep) {
        const found = await it.run((_, story, at) => tell(story, at), `(${story})`, at);
        if (found.end === "stopped") stopped += 1;
        // What was done but for the clearing up goes on to its own end, if that comes before anybody has noticed.
        const isRight = ["stopped", end, ...caught].includes(found.end) && found.next === "resolved";
        if (!isRight) wrong.push(`call ${at} of ${calls}: ${JSON.stringify(found)}`);
        if (wrong.length === 5) break;
      }
      assert.equal(wrong.join("\n"), "");
      assert.ok(stopped > sweep.length / 2, `only ${stopped} of ${sweep.length} traps were noticed`);
    });
  }
});
