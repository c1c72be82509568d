// Whatever a page passes to createSession and getResult, or has put in place of `fetch`: each call settles, and the next works.
import assert from "node:assert/strict";
import { test } from "node:test";
import { creating, resulting } from "./support/echo.mjs";
import { requestsHarness } from "./support/requests.mjs";

const it = requestsHarness();

/** Hostile values by name, made anew in the page for each call. */
const hostile = () => {
  const trap = () => { throw new Error("trap"); };
  const throwing = new Proxy({}, { get: () => trap });
  const revoked = (target) => {
    const { proxy, revoke } = Proxy.revocable(target, {});
    revoke();
    return proxy;
  };
  const cyclic = {};
  cyclic.self = cyclic;
  return {
    "a proxy that throws": new Proxy({}, throwing),
    "a proxy of an array that throws": new Proxy([], throwing),
    "a revoked proxy": revoked({}),
    "a revoked array": revoked([]),
    "a symbol": Symbol("symbol"),
    "a BigInt": 10n ** 30n,
    "NaN": NaN,
    "a negative infinity": -Infinity,
    "a lone surrogate": "https://\ud800",
    "a megabyte of text": "x".repeat(1_000_000),
    "a function": trap,
    "a class": class {},
    "an object without prototype": Object.assign(Object.create(null), { toString: 1 }),
    "a cyclic object": cyclic,
    "an array in arrays": [[[]]],
    "an endless array": new Array(2 ** 32 - 1),
    "an array whose items throw": Object.defineProperty([1], 0, { get: trap }),
    "an object whose every key throws": Object.defineProperty({}, "key", { enumerable: true, get: trap }),
    "a boxed text": new String("text"),
    "an object that refuses to be a text": { [Symbol.toPrimitive]: trap, toString: trap, get href() { return trap(); } },
    "a thenable that throws": { then: trap, get arrayBuffer() { return trap(); } },
    "the window": window,
    "an element": document.createElement("div"),
  };
};

const page = { head: `<script>
  window.hostile = ${hostile};
  window.errors = [];
  addEventListener("error", ({ message }) => errors.push(message));
  addEventListener("unhandledrejection", () => errors.push("unhandled rejection"));
</script>` };

const options = {
  createSession: [
    ["endpoint"], ["apiKey"], ["headers"], ["headers", "x-header"], ["credentials"], ["signal"], ["timeout"], ["retries"], ["metadata"],
    ["metadata", "face2face"], ["metadata", "face2face", "photo1"], ["metadata", "edocument"], ["metadata", "edocument", "iin"],
    ["metadata", "edocument", "iin", "value"], ["metadata", "edocument", "iin", "changeable"], ["metadata", "edocument", "phone", "value"],
    ["metadata", "edocument", "skip_input"], ["metadata", "general"], ["metadata", "general", "interchangeable_tech"],
  ],
  getResult: [["id"], ["endpoint"], ["apiKey"], ["headers"], ["credentials"], ["signal"], ["timeout"], ["retries"], ["wait"], ["wait", "timeout"], ["wait", "interval"]],
};

/** Values that are empty objects as far as a call reads them. */
const emptyObject = ["a class", "an object without prototype", "a cyclic object", "an object whose every key throws", "the window", "an element", "an object that refuses to be a text", "a thenable that throws", "a boxed text", "an array in arrays", "an endless array", "an array whose items throw"];
/** What may be legal, where it is: every other value is `invalid_options` with the option's path, or a part of it. */
const mayResolve = (path, value) => {
  const last = path.at(-1);
  if (["headers", "metadata", "face2face", "edocument", "general", "iin", "wait"].includes(last)) return emptyObject.includes(value);
  if (last === "interchangeable_tech") return value === "an endless array";
  return false;
};

for (const [name, good] of [["createSession", () => creating(it.echo)], ["getResult", () => resulting(it.echo)]]) {
  it.inOnePage(`${name} settles and names the option, and the next call works, where a hostile value is its`, () => {
    for (const path of options[name]) {
      test(path.join("."), async () => {
        await it.open(page);
        const [ends, errors] = await it.run(async (flow, name, path, endpoint) => {
          const ends = {};
          for (const value of Object.keys(hostile())) {
            const call = { id: "the-session", endpoint };
            const [last, ...outer] = [...path].reverse();
            const parent = outer.reverse().reduce((object, key) => (object[key] = {}), call);
            parent[last] = hostile()[value];
            ends[value] = [await endOf(flow[name](call)), await endOf(flow[name]({ id: "the-session", endpoint }))];
          }
          return [Object.entries(ends), errors];
        }, name, path, good().url);
        const dotted = path.join(".");
        const isRight = (value, end) => end === `invalid_options ${dotted}` || end.startsWith(`invalid_options ${dotted}.`) || (end === "resolved" && mayResolve(path, value));
        assert.deepEqual(ends.filter(([value, [end, next]]) => !isRight(value, end) || next !== "resolved"), []);
        assert.deepEqual(errors, []);
      });
    }

    test("options", async () => {
      await it.open(page);
      const [ends, errors] = await it.run(async (flow, name, next) => {
        const { fetch } = window;
        const ends = [];
        for (const value of [undefined, null, ...Object.keys(hostile()).map((key) => hostile()[key])]) {
          // Without an id and an endpoint, what has no options of its own goes to the vendor, who is not there.
          window.fetch = () => Promise.reject(new Error("offline"));
          ends.push(await endOf(flow[name](value)));
          window.fetch = fetch;
        }
        return [[...ends, await endOf(flow[name](next))], errors];
      }, name, { id: "the-session", endpoint: good().url });
      assert.equal(ends.pop(), "resolved");
      assert.deepEqual(ends.filter((end) => !/^(invalid_options .+|network)$/.test(end)), []);
      assert.deepEqual(errors, []);
    });
  });

  it.inOnePage(`${name} in a page whose fetch`, () => {
    const fetches = {
      "rejects with a text": [() => Promise.reject("offline"), "network"],
      "rejects with nothing": [() => Promise.reject(), "network"],
      "rejects with null": [() => Promise.reject(null), "network"],
      "throws": [() => { throw new Error("blocked"); }, "network"],
      "throws a text": [() => { throw "blocked"; }, "network"],
      "yields nothing": [() => undefined, "network"],
      "yields a promise of nothing": [async () => null, "network"],
      "yields what is no answer": [async () => ({}), "network"],
      "yields Response.error()": [async () => Response.error(), "network"],
      "yields an answer whose text throws": [async () => ({ status: 200, text() { throw new Error("text"); } }), "network"],
      "yields an answer whose text is a number": [async () => ({ status: 200, text: async () => 5 }), "protocol"],
      "yields a refusal whose text is a number": [async () => ({ status: 500, text: async () => 5 }), "http"],
      "yields a refusal whose text is nothing": [async () => ({ status: 403, text: async () => undefined }), "http"],
      "yields an answer whose properties throw": [async () => new Proxy({}, { get(_, key) { if (key !== "then") throw new Error("trap"); } }), "network"],
      "yields an answer that was read": [async () => { const response = new Response("{}"); await response.text(); return response; }, "network"],
      "yields a thenable that throws": [() => ({ get then() { throw new Error("then"); } }), "network"],
      "yields a promise whose constructor throws": [() => Object.defineProperty(Promise.resolve(), "constructor", { get() { throw new Error("constructor"); } }), "network"],
      "never settles": [() => new Promise(() => {}), "request_timeout"],
    };
    for (const [what, [fetch, code]] of Object.entries(fetches)) {
      test(`${what} gets ${code}, and the next call works`, async () => {
        await it.open(page);
        const found = await it.run(async (flow, name, options, fetch) => {
          const { fetch: own } = window;
          window.fetch = eval(fetch);
          const end = await endOf(flow[name]({ ...options, timeout: 100, retries: 0 }));
          window.fetch = own;
          return [end, await endOf(flow[name](options)), errors];
        }, name, { id: "the-session", endpoint: good().url }, `(${fetch})`);
        assert.deepEqual(found, [code, "resolved", []]);
      });
    }

    test("is another realm's works as any other", async () => {
      const endpoint = good();
      await it.open(page);
      const end = await it.run(async (flow, name, options) => {
        const { contentWindow } = document.body.appendChild(document.createElement("iframe"));
        window.fetch = (url, { method }) => contentWindow.fetch(url, { method });
        return endOf(flow[name](options));
      }, name, { id: "the-session", endpoint: endpoint.url });
      assert.deepEqual([end, endpoint.requests.length], ["resolved", 1]);
    });

    test("is missing gets network", async () => {
      await it.open(page);
      assert.equal(await it.run(async (flow, name, options) => ((window.fetch = undefined), endOf(flow[name]({ ...options, retries: 0 }))), name, { id: "the-session", endpoint: good().url }), "network");
    });

    test("is as it was, but whose console throws, is no different with an apiKey", async () => {
      await it.open(page);
      const end = await it.run(async (flow, name, options) => {
        console.warn = () => { throw new Error("console"); };
        return endOf(flow[name](options));
      }, name, { id: "the-session", endpoint: good().url, apiKey: "7".repeat(47) });
      assert.equal(end, "resolved");
    });
  });
}

it.inOnePage("Reading an option that throws", () => {
  test("is invalid_options with what it threw as cause", async () => {
    await it.open(page);
    const found = await it.run(async (flow) => {
      const thrown = { some: "object" };
      const names = ["signal", "endpoint", "apiKey", "headers", "credentials", "timeout", "retries", "metadata"];
      const causes = [];
      for (const name of names) {
        const error = await flow.createSession(Object.defineProperty({}, name, { get() { throw thrown; } })).catch((error) => error);
        causes.push(error.details.field === name && error.cause === thrown);
      }
      return causes;
    });
    assert.deepEqual(found, Array(8).fill(true));
  });
});
