// Whatever a page has done to its builtins, its document or its names before: sessions run as in any other, or end in a FlowError.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { harness } from "./support/harness.mjs";

const it = harness();

describe("A page that has frozen its builtins, as some do against what they load,", () => {
  for (const options of [{}, { isolate: true }]) {
    test(`runs and aborts sessions as any other${options.isolate ? ", isolated too" : ""}`, async () => {
      await it.open();
      const found = await it.run(async (flow, options) => {
        const builtins = [Object, Function, Array, String, Number, RegExp, Date, Error, TypeError, Promise, Set, Map, WeakMap, Symbol, Uint8Array, URL];
        for (const builtin of builtins) [builtin, builtin.prototype].forEach(Object.freeze);
        const controller = new AbortController();
        const aborted = flow.startSession({ id: "one", selector: "#kyc", ...options, signal: controller.signal, onStatus: (status) => status === "starting" && controller.abort("enough") });
        const ends = [await aborted.catch((reason) => reason), await endOf(flow.startSession({ id: "two", selector: "#kyc", ...options }))];
        return [ends, document.querySelector("#kyc").innerHTML, (await endOf(flow.startSession({ id: "" })))];
      }, { ...options, script: { url: it.automatic({}) } });
      assert.deepEqual(found, [["enough", "resolved"], "", "invalid_options id"]);
    });
  }
});

describe("A page whose elements have our own words as ids, which makes them properties of its window,", () => {
  for (const options of [{}, { isolate: true }]) {
    test(`runs a session as any other${options.isolate ? ", isolated too" : ""}`, async () => {
      await it.open();
      const end = await it.run(async (flow, options) => {
        const words = ["code", "thrown", "error", "how", "value", "ended", "outcome", "container", "root", "dialog", "task", "scope", "details"];
        for (const id of words) document.body.append(Object.assign(document.createElement("i"), { id }));
        return endOf(flow.startSession({ id: "one", selector: "#kyc", ...options }));
      }, { ...options, script: { url: it.automatic({}) } });
      assert.equal(end, "resolved");
    });
  }
});

describe("A page whose Object.prototype", () => {
  const pages = {
    "is frozen": () => Object.freeze(Object.prototype),
    "has more members": () => Object.assign(Object.prototype, { extend() {}, each: 1, polluted: { deep: true } }),
    "has the members of a property's description": () => Object.assign(Object.prototype, { get() {}, set() {}, writable: false, configurable: false, enumerable: true }),
    "refuses what is set by the names of our results": () => {
      for (const name of ["id", "detail", "selector", "locale"]) {
        Object.defineProperty(Object.prototype, name, { configurable: true, get: () => undefined, set() { throw new Error(`set ${name}`); } });
      }
    },
  };
  for (const [name, pollute] of Object.entries(pages)) {
    test(`${name} runs sessions as any other`, async () => {
      await it.open();
      const found = await it.run(async (flow, pollute) => {
        const before = new Set(Object.getOwnPropertyNames(Object.prototype));
        eval(pollute)();
        let given = [];
        window.FlowWidget = { startSession: (options) => ((given = Object.keys(options)), setTimeout(finish)) };
        const first = flow.startSession({ id: "one", selector: "#kyc", locale: "en" });
        const second = flow.startSession({ id: "two", selector: "#kyc" });
        const ends = await Promise.all([endOf(first), endOf(second)]);
        const result = ends[0] === "resolved" ? Object.keys(await first) : [];
        ends.push(await endOf(flow.startSession({ id: "three", selector: "#kyc" })), await endOf(flow.startSession({ id: "", selector: "#kyc" })));
        // What goes back to the test would inherit it.
        for (const name of Object.getOwnPropertyNames(Object.prototype)) if (!before.has(name)) delete Object.prototype[name];
        return [ends, given.sort(), result.sort()];
      }, `(${pollute})`);
      assert.deepEqual(found, [["resolved", "session_active", "resolved", "invalid_options id"], ["id", "locale", "selector"], ["detail", "id"]]);
    });
  }
});

test("A page whose elements go by the names of what we ask its document for has the script loaded", async () => {
  await it.open({ body: ["scripts", "forms", "images"].map((name) => `<img name="${name}">`).join("") });
  const end = await it.run((flow, url) => endOf(flow.load({ url: [url, `${url}&other`] })), it.automatic());
  assert.equal(end, "resolved");
});

test("A page with more members in Object.prototype finds none of them at the vendor's tag", async () => {
  await it.open();
  const found = await it.run(async (flow, url) => {
    const members = { "no name of an attribute": "x", onload: "throw 1", url: "/other.js" };
    Object.assign(Object.prototype, members);
    const end = await endOf(flow.load(Object.assign(Object.create(null), { url })));
    for (const name in members) delete Object.prototype[name];
    return [end, document.querySelector("[data-flow-embed-script]").getAttributeNames().sort()];
  }, it.automatic());
  assert.deepEqual(found, ["resolved", ["data-flow-embed-script", "src", "type"]]);
});

describe("A page whose document throws undefined from", () => {
  for (const name of ["createElement", "head"]) {
    test(`${name} gets a FlowError, and goes on`, async () => {
      await it.open();
      const end = await it.run(
        (flow, name, url) => {
          const throwing = () => {
            throw undefined;
          };
          Object.defineProperty(document, name, name === "head" ? { get: throwing } : { value: throwing });
          return endOf(flow.load({ url }));
        },
        name,
        it.automatic(),
      );
      assert.equal(end, "script_load");
    });
  }
});
