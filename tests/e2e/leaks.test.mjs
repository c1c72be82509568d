// Thousands of sessions in one page: what they leave behind is nothing, however often.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { canTest } from "./support/engines.mjs";
import { harness } from "./support/harness.mjs";

const it = harness();
/** The package with `liveGuards()` and `liveValues()`. */
const counting = readFileSync(fileURLToPath(new URL("../../target/npm-counting/index.js", import.meta.url)), "utf8");

/** A widget with an element and a listener of its own; `end` says when it finishes, if it does. */
const widget = (end) => `window.FlowWidget = {
  startSession({ id, selector }) {
    const button = document.querySelector(selector).appendChild(document.createElement("button"));
    button.addEventListener("click", () => button.remove());
    const finish = () => dispatchEvent(new CustomEvent("finish", { detail: { session_id: id } }));
    ${end};
  },
};`;
/** Runs before everything else: later the wasm's memory is out of reach. */
const exportsWatch = `<script>{
  const { Instance } = WebAssembly;
  WebAssembly.Instance = function (...values) {
    const instance = new Instance(...values);
    // Its exports have names that the build has made up.
    window.wasm = { memory: Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory) };
    return instance;
  };
}</script>`;

const finishAtOnce = "finish()";
const finishSoon = "queueMicrotask(finish)";
const never = "";

/** One round after another; each ends at the next of its moments. The first are for the engine to compile what runs often. */
const kinds = {
  "2,000 sessions that are aborted": { rounds: 3000, settled: 1000, end: never, aborts: true },
  "2,000 sessions that finish": { rounds: 3000, settled: 1000, end: finishSoon },
  "2,000 sessions that finish while they start": { rounds: 3000, settled: 1000, end: finishAtOnce },
  "200 isolated sessions that are aborted": { rounds: 200, settled: 40, end: never, aborts: true, isolate: true },
  "200 isolated sessions that finish": { rounds: 200, settled: 40, end: finishSoon, isolate: true },
};

/** Runs rounds in the page, and counts how they ended. */
const run = ({ end, aborts = false, isolate = false }, count) =>
  it.run(
    async (_, { count, isolate, aborts, url }) => {
      const nextTask = () => new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => (port1.close(), resolve());
        port2.postMessage(0);
      });
      const moments = {
        "before load": (abort) => void abort(),
        loading: (abort) => ({ loading: abort }),
        "while loading": (abort) => ({ loading: () => queueMicrotask(abort) }),
        starting: (abort) => ({ starting: abort }),
        active: (abort) => ({ active: abort }),
        "after a while": (abort) => ({ active: () => nextTask().then(abort) }),
      };
      const ends = {};
      for (let round = 0; round < count; round += 1) {
        const controller = new AbortController();
        const moment = Object.values(moments)[round % 6];
        const hooks = (aborts && moment(() => controller.abort("aborted"))) || {};
        const session = window.counting.startSession({
          id: `session ${round}`,
          selector: "#kyc",
          isolate,
          script: { url },
          signal: controller.signal,
          onStatus: (status) => hooks[status]?.(),
        });
        const text = await session.then(
          ({ detail }) => (detail.session_id === `session ${round}` ? "finished" : "another's finish"),
          (error) => (error === "aborted" ? "aborted" : `${error.code}: ${error.message}`),
        );
        ends[text] = (ends[text] ?? 0) + 1;
      }
      // Frames and observers end with the next frame.
      await nextFrame();
      return ends;
    },
    { count, isolate, aborts, url: it.site.script(widget(end)) },
  );

/** What a page can see of what is left behind. */
const figuresInPage = () =>
  it.run(() => ({
    guards: counting.liveGuards(),
    wasmBytes: wasm.memory.buffer.byteLength,
    wasmValues: counting.liveValues(),
    elements: document.querySelectorAll("*").length,
    frames: window.length,
    listeners: ledger.listeners().length,
    timers: ledger.timers(),
  }));

/** What Chromium counts, after a garbage collection. */
const figuresOfChromium = async () => {
  const command = (name) => it.driver.sendAndGetDevToolsCommand(name, {});
  await command("Performance.enable");
  await command("HeapProfiler.collectGarbage");
  const { metrics } = await command("Performance.getMetrics");
  const of = (name) => metrics.find((metric) => metric.name === name).value;
  return { nodes: of("Nodes"), allListeners: of("JSEventListeners"), documents: of("Documents"), heap: of("JSHeapUsedSize") };
};

const hasChromiumsFigures = canTest("devtools", "the engine's own count of nodes, listeners, documents and heap");
const figures = async () => ({ heap: 0, ...(await figuresInPage()), ...(hasChromiumsFigures && (await figuresOfChromium())) });

for (const [name, kind] of Object.entries(kinds)) {
  describe(name, () => {
    const { rounds, settled, end, aborts, isolate } = kind;

    before(async () => {
      const url = it.site.script(counting);
      const body = `<div id="kyc" style="width: 400px; height: 600px"></div>`;
      await it.open({ body, head: `${exportsWatch}<script type="module">import * as counting from "${url}"; window.counting = counting;</script>` });
      // In the page, the widget is there already, as it is for all sessions but the first.
      if (!isolate) await it.run((_, text) => void window.eval(text), widget(end));
    });

    test("leave neither guards, nodes, frames, listeners nor timers, and heap and wasm as large as they were", async () => {
      const ends = await run(kind, settled);
      assert.deepEqual(ends, { [aborts ? "aborted" : "finished"]: settled });
      const { heap: heapBefore, ...before } = await figures();
      await run(kind, rounds - settled);
      const { heap, ...after } = await figures();
      assert.deepEqual(after, before);
      assert.deepEqual([after.guards, after.frames, after.timers, after.listeners], [0, 0, 0, 0]);
      // What the engine compiles meanwhile comes to most of it where there are frames.
      assert.ok(heap - heapBefore < 100_000, `the heap grew by ${heap - heapBefore} bytes`);
    });
  });
}

test("A running session has guards, which the count sees", async () => {
  await it.open({ head: `<script type="module">import * as counting from "${it.site.script(counting)}"; window.counting = counting;</script>` });
  const counts = await it.run(async () => {
    const calls = fakeWidget(() => {});
    const controller = new AbortController();
    const session = counting.startSession({ id: "one", selector: "#kyc", signal: controller.signal });
    await eventually(() => calls.length > 0);
    const running = counting.liveGuards();
    controller.abort();
    await session.catch(() => {});
    return [running > 0, counting.liveGuards()];
  });
  assert.deepEqual(counts, [true, 0]);
});
