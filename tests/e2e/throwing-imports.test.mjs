// Whatever Rust calls throws once: the call ends as it should, the page is as it was, and the next call works. Made from the list of all that Rust calls.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { storyTimeout } from "./support/browser.mjs";
import { harness } from "./support/harness.mjs";

const it = harness();
const counting = (file) => readFileSync(fileURLToPath(new URL(`../../target/npm-counting/${file}`, import.meta.url)), "utf8");

/** Each import: its name with a hash, what it does in JavaScript's words, and whether Rust declares it as `catch`, so that what it throws is an `Err`. */
const imports = [...counting("flow_embed.js").matchAll(/^ {8}(\w+): (function.*)\n([\s\S]*?)^ {8}\}/gm)].map(([, name, head, body]) => {
  const lines = body.split("\n").map((line) => line.trim());
  const line = lines.find((line) => line.startsWith("const ret = ")) ?? lines.find((line) => !line.includes("beforeImport"));
  const does = line.replace(/^const ret = |;$/g, "").replace(/getObject\((\w+)\)|getStringFromWasm0\((\w+), \w+\)/g, "$1$2");
  return { name, does: does.replace(/_+h[0-9a-f]{16}\b/, ""), isCaught: head.includes("handleError(") };
});

/** Those that are not declared so, each with the reason. */
const exempt = Object.entries({
  "The language's own, of which a page can replace nothing": [
    "typeof(v) === 'boolean' ? v : undefined",
    "typeof(obj) === 'number' ? obj : undefined",
    "typeof(obj) === 'string' ? obj : undefined",
    "typeof(val) === 'object' && val !== null",
    "typeof(arg0) === 'string'",
    "typeof(arg0) === 'function'",
    "arg0 === null",
    "arg0 === undefined",
    "arg0 == null",
    "arg0 === arg1",
    "!arg0",
    // Of texts and numbers alone: src/web/value.rs's `joined`.
    "arg0 + arg1",
    // Of texts alone.
    "arg0.length",
  ],
  "wasm-bindgen's own, for values and closures on their way; the entry starts afresh where it throws (stopped.test.mjs)": [
    "arg0",
    "takeObject(arg0)",
    "makeClosure(arg0, arg1, wasm_bindgen__convert__closures_____invoke)",
    "makeMutClosure(arg0, arg1, wasm_bindgen__convert__closures_____invoke)",
    "arg0._wbg_cb_unref()",
    "throw new Error(arg0)",
  ],
  "js-sys's own, for the promise of a call and for its tasks; the entry starts afresh where it throws (stopped.test.mjs)": [
    "Promise.resolve(arg0)",
    "arg0.then(arg1)",
    "arg0.queueMicrotask",
    "queueMicrotask(arg0)",
    "typeof globalThis === 'undefined' ? undefined : globalThis",
    "typeof global === 'undefined' ? undefined : global",
    "typeof self === 'undefined' ? undefined : self",
    "typeof window === 'undefined' ? undefined : window",
  ],
  "gloo-net's, called within src/web/caught.rs": ["arg0.append(arg1, arg3)", "arg0.delete(arg1)", "arg0.headers", "arg0.status"],
}).flatMap(([, all]) => all);

test("Whatever Rust calls is declared as `catch`, or is exempt with a reason", () => {
  const others = imports.filter(({ isCaught }) => !isCaught).map(({ does }) => does);
  assert.deepEqual([...new Set(others)].sort(), exempt.sort());
});

/** A widget that goes through as soon as it was started. */
const widget = `window.FlowWidget = {
  startSession({ selector }) {
    document.querySelector(selector).append("widget");
    queueMicrotask(() => dispatchEvent(new CustomEvent("finish", { detail: {} })));
  },
};`;

/** Runs before everything else but the ledger. */
const head = `<script>
{
  // Deadlines and pauses pass in no time.
  const { setTimeout } = window;
  window.setTimeout = (callback, delay = 0) => setTimeout(callback, delay === ${storyTimeout} ? delay : delay / 30);
  /** What a call comes to, in words. */
  window.told = async (promise) => {
    let deadline;
    const end = promise.then(() => "resolved", (error) => (error === "aborted" ? error : error?.code ?? String(error)));
    const text = await Promise.race([end, new Promise((resolve) => (deadline = setTimeout(resolve, 1500, "unsettled")))]);
    clearTimeout(deadline);
    return text;
  };
}
window.surprises = [];
addEventListener("error", ({ message }) => surprises.push(message));
// What the stories themselves reject with, where it cannot be waited for, is nobody's fault.
addEventListener("unhandledrejection", ({ reason }) => ["no network", "the widget's"].includes(reason?.message) || surprises.push(String(reason)));
console.error = console.warn = () => {};
/** The answers of the server, one after another; the last one again and again. */
window.answerWith = (...answers) => {
  window.fetch = async () => (answers.length > 1 ? answers.shift() : answers[0])();
};

/** How often each import was called, and what is to throw: an import's name, and at which of its calls. */
window.calls = {};
window.throwing = undefined;
window.isUndoing = false;
Error.stackTraceLimit = 50;
window.beforeImport = (name) => {
  calls[name] = (calls[name] ?? 0) + 1;
  if (throwing?.name !== name || throwing.at !== calls[name]) return;
  // This build keeps the names of its functions.
  const thrown = new Error("thrown by an import");
  isUndoing = /drop_in_place/.test(thrown.stack);
  throw thrown;
};
{
  // Where it was the undoing itself that threw, what is left is not to be heard in the next story.
  const added = [];
  const { addEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (...values) {
    if (throwing) added.push([this ?? window, values]);
    return addEventListener.apply(this, values);
  };
  window.removeListeners = () => added.splice(0).forEach(([target, values]) => target.removeEventListener(...values));
}
</script>`;

/** The stories by their names, with how each ends where nothing throws. What they share is in the page as \`world\`. */
const stories = {
  "a session": ["resolved", ({ session }) => session({ selector: "#kyc" })],
  "a session in a host without size": ["resolved", ({ session }) => session({ selector: "#flat", width: undefined })],
  "a session in a dialog": ["resolved", ({ session }) => session({ width: "20em" })],
  "an isolated session": ["resolved", ({ session }) => session({ selector: document.querySelector("#kyc"), isolate: true })],
  "an isolated session in a dialog": ["resolved", ({ session }) => session({ isolate: true })],
  "a session in a page whose image is called body": [
    "resolved",
    ({ session }) => {
      const image = Object.assign(document.createElement("img"), { name: "body" });
      document.querySelector("#flat").append(image);
      return session({}).finally(() => image.remove());
    },
  ],
  "a session whose listener throws": ["resolved", ({ session }) => session({ selector: "#kyc", onStatus() { throw new Error("the listener's"); } })],
  "a session that is aborted": [
    "aborted",
    ({ session, controller }) => {
      fakeWidget(() => {});
      return session({ selector: "#kyc", onStatus: (status) => status === "active" && queueMicrotask(() => controller.abort("aborted")) });
    },
  ],
  "a session whose widget rejects": [
    "start_failed",
    ({ session }) => {
      fakeWidget(() => Promise.reject(new Error("the widget's")));
      return session({ selector: "#kyc" });
    },
  ],
  "a load with retries": ["resolved", ({ signal, fresh, missing }) => flow.load({ url: [fresh(missing), fresh()], retries: 1, signal })],
  "a session that is created": [
    "resolved",
    ({ signal, json }) => {
      const late = { status: 503, headers: { "retry-after": "Thu, 01 Jan 2026 00:00:00 GMT" } };
      answerWith(() => new Response("{}", late), json({ session_id: "one", technologies: ["LD"] }));
      const photo1 = new Blob([new Uint8Array(99).fill(255, 0, 1).fill(216, 1, 2).fill(255, 2, 3)]);
      const edocument = { iin: { value: "900101300017", changeable: false }, phone: { value: "+7 701 234-56-78" } };
      const metadata = { face2face: { photo1 }, edocument, general: { interchangeable_tech: ["LD"] } };
      return flow.createSession({ endpoint: "/create/?one=1", retries: 1, headers: { "x-one": "1" }, metadata: { ...metadata, unknown_technology: { one: "text" } }, signal });
    },
  ],
  "a session that is created without an <a>": [
    "resolved",
    ({ signal, json }) => {
      answerWith(json({ session_id: "one", technologies: ["LD"] }));
      document.createElement = () => { throw new Error("the page's"); };
      return flow.createSession({ endpoint: "/create/", signal });
    },
  ],
  "a result that is waited for": [
    "resolved",
    ({ signal, json }) => {
      const result = { id: "one", technologies: [{ name: "LD" }] };
      answerWith(json({ ...result, liveness_result: {} }), json({ ...result, liveness_result: { score: 1 } }));
      return flow.getResult({ id: "one", endpoint: "/result/?one=1", apiKey: "a/key", wait: { interval: 100 }, signal });
    },
  ],
  "a request that is refused": [
    "http",
    ({ signal }) => {
      answerWith(() => new Response("the words of a server", { status: 400, headers: { "retry-after": "1" } }));
      return flow.getResult({ id: "one", endpoint: "/result/", apiKey: "a/key", retries: 0, signal });
    },
  ],
  "a request that arrives nowhere": [
    "network",
    ({ signal }) => {
      answerWith(() => Promise.reject(new TypeError("no network")));
      return flow.getResult({ id: "one", endpoint: "/result/", apiKey: "a/key", retries: 1, signal });
    },
  ],
  "a look at the environment": ["resolved", () => flow.checkEnvironment()],
};

/** Puts into the page what tells a story once, with a throw or without, and what it leaves behind. */
const prepare = (_, { stories, url, missing }) => {
  const { counting: flow } = window;
  window.flow = flow;
  const told = window.told;
  let count = 0;
  const elements = (selector) => [...document.querySelectorAll(selector)];
  const forget = () => {
    delete window.FlowWidget;
    elements("script[data-flow-embed-script]").forEach((tag) => tag.remove());
    delete window[Symbol.for("flow-embed")]?.warned;
    delete document.createElement;
  };
  // A script that has run once is run no more.
  const fresh = (address = url) => `${address}?${(count += 1)}`;
  const json = (value) => () => new Response(JSON.stringify(value));

  const nextCalls = async () => {
    const ends = {};
    fakeWidget();
    for (const options of [{ selector: "#kyc" }, {}]) ends[`a session ${JSON.stringify(options)}`] = await told(flow.startSession({ id: "next", ...options }));
    ends.load = await told(flow.load());
    answerWith(json({ id: "next", session_id: "next", technologies: [] }));
    ends.createSession = await told(flow.createSession({ endpoint: "/create/" }));
    ends.getResult = await told(flow.getResult({ id: "next", endpoint: "/result/" }));
    ends.checkEnvironment = await told(flow.checkEnvironment());
    forget();
    return Object.entries(ends).filter(([, end]) => end !== "resolved");
  };

  window.tell = async (story, throwing) => {
    const body = document.body.outerHTML;
    const listeners = ledger.listeners().length;
    const controller = new AbortController();
    const { signal } = controller;
    const session = (options) => flow.startSession({ id: "one", script: { url: fresh(), retries: 0 }, onStatus: () => {}, signal, ...options });
    window.calls = {};
    window.isUndoing = false;
    window.throwing = throwing;
    const end = await told((async () => (0, eval)(stories[story])({ session, signal, controller, fresh, json, missing }))());
    const { calls } = window;
    window.throwing = undefined;
    controller.abort("aborted");
    await 0;
    const left = Object.entries({
      "another body": document.body.outerHTML !== body,
      "a frame": window.length > 0,
      "a link": elements("link").length > 0,
      "a script without its widget": !window.FlowWidget && elements("script[data-flow-embed-script]").length > 0,
      "a style sheet": document.adoptedStyleSheets.length > 0,
      "a locked scroll": Boolean(document.documentElement.getAttribute("style")),
      "a listener": ledger.listeners().length > listeners,
      "a timer": ledger.timers() > 0 && !(await eventually(() => ledger.timers() === 0)),
      [`${flow.liveGuards()} guards`]: flow.liveGuards() > 0,
    }).flatMap(([what, is]) => (is ? what : []));
    removeListeners();
    forget();
    document.body.outerHTML = body;
    document.documentElement.removeAttribute("style");
    document.adoptedStyleSheets = [];
    const broken = throwing ? await nextCalls() : [];
    const surprises = window.surprises.splice(0);
    return { end, ...(isUndoing ? {} : { left, surprises }), broken, calls };
  };
};

describe("What throws once, whichever it is,", () => {
  /** By story, how often it calls each import. */
  const callsOf = {};

  before(async () => {
    const load = `<script type="module">import * as counting from "${it.site.script(counting("index.js"))}"; window.counting = counting;</script>`;
    await it.open({ head: head + load, body: `<div id="kyc" style="width: 400px; height: 600px"></div><div id="flat" style="width: 0"></div>` });
    const texts = Object.fromEntries(Object.entries(stories).map(([name, [, story]]) => [name, `(${story})`]));
    await it.run(prepare, { stories: texts, url: it.site.script(widget), missing: `${it.site.origin}/missing.js` });
  });

  for (const [name, [end]] of Object.entries(stories)) {
    test(`${name} is ${end} where nothing throws`, async () => {
      const { calls, ...found } = await it.run((_, name) => tell(name), name);
      assert.deepEqual(found, { end, left: [], broken: [], surprises: [] });
      callsOf[name] = calls;
    });
  }

  for (const { name, does } of imports.filter(({ isCaught }) => isCaught)) {
    test(`${does}: is an end like any other`, async () => {
      const wrong = [];
      let isCalled = false;
      for (const [story, { [name]: count = 0 }] of Object.entries(callsOf)) {
        for (const at of new Set([1, 2, Math.ceil(count / 2), count].filter((at) => at > 0 && at <= count))) {
          isCalled = true;
          const { calls, end, ...rest } = await it.run((_, story, throwing) => tell(story, throwing), story, { name, at });
          // Without a promise of its own a call cannot tell: the entry does.
          const isEnd = /^[a-z_]+$/.test(end) && end !== "unsettled" && (end !== "wasm_unavailable" || does === "new Promise(cb0)");
          const isRight = (isEnd || does.startsWith("new FlowError(")) && Object.values(rest).every(({ length }) => length === 0);
          if (!isRight) wrong.push(`${story}, call ${at} of ${count}: ${JSON.stringify({ end, ...rest })}`);
        }
      }
      assert.ok(isCalled, "no story calls it: one has to be added");
      assert.equal(wrong.join("\n"), "");
    });
  }
});
