// Cancelling createSession and getResult: the reason passes as it is, and the server sees the connection close.
import assert from "node:assert/strict";
import { test } from "node:test";
import { creating, result, resulting } from "./support/echo.mjs";
import { apiKey, requestsHarness } from "./support/requests.mjs";

const it = requestsHarness();

/** Reasons by name, made in the page. A signal whose reason is undefined cannot be made but by hand. */
const reasons = () => ({
  "a string": "closed",
  "an empty string": "",
  "null": null,
  "false": false,
  "zero": 0,
  "a symbol": Symbol("closed"),
  "a BigInt": 1n,
  "an object": { closed: true },
  "an object without prototype": Object.create(null),
  "a function": () => {},
  "a proxy that throws": new Proxy({}, { get: () => { throw new Error("trap"); } }),
  "an Error": new Error("closed"),
  "a FlowError": new flow.FlowError("cancelled", "closed", false, {}),
});

const page = { head: `<script>
  window.reasons = ${reasons};
  /** How a call ends for each reason; \`start\` makes a call and yields a promise of the moment to abort. */
  window.endsOf = async (start) => {
    const ends = {};
    const record = async (name, signal, abort, reason) => {
      const { call, moment } = start(signal);
      await moment;
      abort();
      ends[name] = await call.then(() => "resolved", (rejected) => (Object.is(rejected, reason()) ? "its reason" : String(rejected?.stack ?? rejected)));
    };
    for (const [name, reason] of Object.entries(reasons())) {
      const controller = new AbortController();
      await record(name, controller.signal, () => controller.abort(reason), () => reason);
    }
    const none = new AbortController();
    await record("none", none.signal, () => none.abort(), () => none.signal.reason);
    const bare = Object.assign(new EventTarget(), { aborted: false, reason: undefined });
    await record("undefined", bare, () => ((bare.aborted = true), bare.dispatchEvent(new Event("abort"))), () => undefined);
    return Object.entries(ends);
  };
</script>` };

const assertReasons = (ends) => {
  assert.equal(ends.length, 15);
  assert.deepEqual(ends.filter(([, end]) => end !== "its reason"), []);
};

for (const [name, options, good, url] of [
  ["createSession", { apiKey }, () => creating(it.echo), (wishes) => it.createUrl(wishes)],
  ["getResult", { apiKey, id: "the-session", wait: true }, () => resulting(it.echo), (wishes) => it.resultUrl(wishes)],
]) {
  it.inOnePage(`${name} that is aborted`, () => {
    test("before it begins rejects with the reason as it is, whatever it is, and sends nothing", async () => {
      const endpoint = good();
      await it.open(page);
      const ends = await it.run(async (flow, name, options) => {
        const ends = [];
        for (const [key, reason] of Object.entries(reasons())) {
          const signal = AbortSignal.abort(reason);
          ends.push([key, await flow[name]({ ...options, signal }).then(() => "resolved", (rejected) => (Object.is(rejected, reason) ? "its reason" : String(rejected)))]);
        }
        return ends;
      }, name, { ...options, endpoint: endpoint.url });
      assert.equal(ends.length, 13);
      assert.deepEqual(ends.filter(([, end]) => end !== "its reason"), []);
      assert.equal(endpoint.requests.length, 0);
    });

    test("while the request is under way rejects with the reason as it is, whatever it is, and the next call works", async () => {
      const endpoint = good();
      await it.open(page);
      const [ends, next] = await it.run(async (flow, name, options, hanging, endpoint) => {
        const { fetch } = window;
        const ends = await endsOf((signal) => {
          const moment = new Promise((resolve) => (window.fetch = (...values) => (resolve(), fetch(...values))));
          return { call: flow[name]({ ...options, endpoint: hanging, signal }), moment };
        });
        return [ends, await endOf(flow[name]({ ...options, endpoint }))];
      }, name, options, url({ fault: "hang" }), endpoint.url);
      assertReasons(ends);
      assert.equal(next, "resolved");
    });

    for (const [when, fault] of [["has not answered", { fault: "hang" }], ["is answering", { fault: "trickle", ms: 60000 }]]) {
      test(`while the server ${when} closes the connection`, async () => {
        const key = it.sandbox.key();
        await it.run(async (flow, name, options, arrived) => {
          const controller = new AbortController();
          const call = flow[name]({ ...options, signal: controller.signal });
          await fetch(arrived);
          controller.abort();
          await call.catch(() => {});
        }, name, { ...options, endpoint: url({ ...fault, key }) }, `${it.sandbox.origin}/sandbox/log/wait?key=${key}`);
        const [{ closed_by_client, complete }] = await it.closed(key);
        assert.deepEqual([closed_by_client, complete], [true, false]);
      });
    }

    test("by AbortSignal.timeout rejects with its TimeoutError", async () => {
      const found = await it.run((flow, name, options) => flow[name]({ ...options, signal: AbortSignal.timeout(50) }).catch(({ name }) => name), name, { ...options, endpoint: url({ fault: "hang" }) });
      assert.equal(found, "TimeoutError");
    });

    test("by a signal of another realm rejects with its reason", async () => {
      const reason = await it.run(async (flow, name, options) => {
        const { contentWindow } = document.body.appendChild(document.createElement("iframe"));
        const controller = new contentWindow.AbortController();
        const call = flow[name]({ ...options, signal: controller.signal });
        controller.abort("from the frame");
        return call.catch((reason) => reason);
      }, name, { ...options, endpoint: url({ fault: "hang" }) });
      assert.equal(reason, "from the frame");
    });

    test("after its end changes nothing, and no listener is left on the signal", async () => {
      const endpoint = good();
      await it.open();
      const found = await it.run(async (flow, name, options) => {
        const controller = new AbortController();
        const answer = await flow[name]({ ...options, signal: controller.signal });
        const left = [ledger.listeners(), ledger.timers()];
        controller.abort();
        return [Object.keys(answer).length > 1, ...left];
      }, name, { ...options, endpoint: endpoint.url });
      assert.deepEqual(found, [true, [], 0]);
    });

    for (const signal of [1, "signal", {}, { aborted: false }, []]) {
      test(`by what is no signal, ${JSON.stringify(signal)}, is invalid_options, and nothing is sent`, async () => {
        const endpoint = good();
        assert.equal(await it.endOf(name, { ...options, endpoint: endpoint.url, signal }), "invalid_options signal");
        assert.equal(endpoint.requests.length, 0);
      });
    }
  });
}

it.inOnePage("A pause that is aborted", () => {
  const pauses = {
    "between two questions for a result": { answer: { body: { ...result, status: "PROGRESS" } }, options: { wait: { interval: 60_000 } } },
    "before a further attempt": { answer: { status: 429, headers: { "retry-after": "30" }, body: {} }, options: {} },
  };
  for (const [name, { answer, options }] of Object.entries(pauses)) {
    test(`${name} ends at once with the reason as it is, whatever it is, and leaves no timer`, async () => {
      const endpoint = it.echo.endpoint(answer);
      await it.open(page);
      const [ends, listeners, timers] = await it.run(async (flow, options) => {
        const ends = await endsOf((signal) => {
          const before = ledger.timers();
          const { fetch } = window;
          let answered;
          const moment = new Promise((resolve) => (answered = resolve));
          window.fetch = async (...values) => {
            const response = await fetch(...values);
            window.fetch = fetch;
            // The pause begins once the answer has been read.
            const { setTimeout } = window;
            window.setTimeout = (...values) => ((window.setTimeout = setTimeout), queueMicrotask(answered), setTimeout(...values));
            return response;
          };
          return { call: flow.getResult({ ...options, signal }), moment };
        });
        return [ends, ledger.listeners(), ledger.timers()];
      }, { id: "the-session", endpoint: endpoint.url, ...options });
      assertReasons(ends);
      assert.equal(endpoint.requests.length, 15);
      assert.deepEqual([listeners, timers], [[], 0]);
    });
  }
});

it.inOnePage("createSession that is aborted while it reads the photo", () => {
  test("rejects with the reason, and sends nothing", async () => {
    const endpoint = creating(it.echo);
    const reason = await it.run(async (flow, endpoint) => {
      const controller = new AbortController();
      const photo1 = { arrayBuffer: () => (controller.abort("changed their mind"), new Promise(() => {})) };
      return flow.createSession({ endpoint, signal: controller.signal, metadata: { face2face: { photo1 } } }).catch((reason) => reason);
    }, endpoint.url);
    assert.deepEqual([reason, endpoint.requests.length], ["changed their mind", 0]);
  });
});

it.inOnePage("Of two calls at once", () => {
  test("only the one whose signal is aborted ends", async () => {
    const endpoint = it.echo.endpoint({ body: { ...result, status: "PROGRESS" } }, { body: { ...result, status: "PROGRESS" } }, { body: result });
    const ends = await it.run(async (flow, options) => {
      const controller = new AbortController();
      const calls = [flow.getResult({ ...options, signal: controller.signal }), flow.getResult(options)];
      controller.abort("first");
      return Promise.all(calls.map((call) => call.then(({ status }) => status, (reason) => reason)));
    }, { id: "the-session", endpoint: endpoint.url, wait: { interval: 20 } });
    assert.deepEqual(ends, ["first", "FINISHED"]);
  });
});
