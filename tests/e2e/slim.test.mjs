// flow-embed/slim: the same package, with the wasm apart.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { harness } from "./support/harness.mjs";

const it = harness();
const head = `<script type="module">import * as slim from "/dist/slim.js"; window.slim = slim;</script>`;

/** Runs a story with flow-embed/slim, the wasm's URL, and what `failed(promise)` says of a rejection. */
const inSlim = async (story, { values = [], ...page } = {}) => {
  await it.open({ head, ...page });
  return it.run(
    `async (flow, ...values) => {
      window.failed = (promise) => promise.then(() => "resolved", ({ code, message, cause }) => ({ code, message, cause: String(cause) }));
      window.start = (options) => slim.startSession({ id: "one", selector: "#kyc", ...options });
      return (${story})("/dist/flow_embed.wasm", ...values);
    }`,
    ...values,
  );
};

describe("Before init, flow-embed/slim", () => {
  for (const [name, options] of [["startSession", { id: "one", selector: "#kyc" }], ["load"], ["createSession", { apiKey: "key" }], ["getResult", { id: "one" }]]) {
    test(`rejects ${name} with wasm_unavailable, which says to call init, and fetches nothing`, async () => {
      const [end, isOne, fetched] = await inSlim(
        `async (_, name, options) => {
          const added = [];
          new MutationObserver((records) => added.push(...records)).observe(document, { childList: true, subtree: true });
          const error = await slim[name](options).catch((error) => error);
          await nextFrame();
          return [{ code: error.code, message: error.message }, error instanceof slim.FlowError, added.length];
        }`,
        { values: [name, options] },
      );
      assert.equal(end.code, "wasm_unavailable");
      assert.match(end.message, /call `init`/);
      assert.deepEqual([isOne, fetched], [true, 0]);
    });
  }

  test("checks the environment, which needs no wasm", async () => {
    assert.equal(await inSlim(async () => (await slim.checkEnvironment()).secureContext), true);
  });

  test("checks an IIN, which needs no wasm", async () => {
    assert.deepEqual(await inSlim(async () => [slim.isValidIin("000000000000"), typeof slim.isValidIin]), [false, "function"]);
  });
});

describe("init", () => {
  const sources = {
    "the URL as a string": async (url) => url,
    "the URL": async (url) => new URL(url, location.href),
    "a Response": async (url) => fetch(url),
    "a promise of a Response": async (url) => ({ then: undefined, source: fetch(url) }),
    "its ArrayBuffer": async (url) => (await fetch(url)).arrayBuffer(),
    "its bytes": async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer()),
    "a compiled module": async (url) => WebAssembly.compileStreaming(fetch(url)),
  };
  for (const [name, source] of Object.entries(sources)) {
    test(`takes ${name}, and then a session runs`, async () => {
      const detail = await inSlim(`async (url) => {
        const given = await (${source})(url);
        const initialised = await slim.init(given.source ?? given);
        fakeWidget(() => finish("done"));
        return [initialised === undefined, (await start()).detail];
      }`);
      assert.deepEqual(detail, [true, "done"]);
    });
  }

  test("again is a no-op, whatever it is given, and fetches nothing", async () => {
    const [ends, fetched] = await inSlim(async (url) => {
      const ends = await Promise.all([slim.init(url), slim.init(url)].map(failed));
      ends.push(await failed(slim.init("/nowhere.wasm")), await failed(slim.init(new Uint8Array([1]))));
      return [ends, performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".wasm")).length];
    });
    assert.deepEqual(ends, Array(4).fill("resolved"));
    assert.equal(fetched, 1);
  });

  for (const [name, source, cause] of [
    ["an address where nothing is", `"/nowhere.wasm"`, /404/],
    ["bytes that are no wasm", "new Uint8Array([1, 2, 3, 4])", /CompileError/],
    ["a request that failed", `Promise.reject(new TypeError("offline"))`, /offline/],
    ["nothing", "undefined", /TypeError/],
  ]) {
    test(`given ${name}, is wasm_unavailable with the cause, and can be tried again`, async () => {
      const [first, second, detail] = await inSlim(`async (url) => {
        const first = await failed(slim.init(${source}));
        const second = await failed(slim.init(url));
        fakeWidget(() => finish("done"));
        return [first, second, (await start()).detail];
      }`);
      assert.equal(first.code, "wasm_unavailable");
      assert.match(first.cause, cause);
      assert.deepEqual([second, detail], ["resolved", "done"]);
    });
  }

  test("under a policy without wasm-unsafe-eval is wasm_unavailable, and the message names the directive", async () => {
    const { code, message } = await inSlim(async (url) => failed(slim.init(url)), { headers: { "content-security-policy": "script-src 'self' 'unsafe-inline'" } });
    assert.equal(code, "wasm_unavailable");
    assert.match(message, /'wasm-unsafe-eval' in script-src/);
  });
});

describe("While init is pending, a call", () => {
  /** The story's helpers: `give()` ends init's wait for the wasm, and `tags()` counts the scripts that are in the page for the vendor's. */
  const whilePending = (story, ...values) =>
    inSlim(
      `async (wasm, ...values) => {
        const { promise, resolve } = Promise.withResolvers();
        const initialised = slim.init(promise);
        const give = () => (resolve(fetch(wasm)), initialised);
        const tags = () => document.querySelectorAll("[data-flow-embed-script]").length;
        return (${story})({ give, tags }, ...values);
      }`,
      { values },
    );

  test("waits for it, and the vendor's script runs meanwhile", async () => {
    const key = it.sandbox.key();
    const found = await whilePending(
      async ({ give, tags }, url) => {
        const session = start({ script: { url } });
        const isThere = await eventually(() => typeof window.FlowWidget?.startSession === "function");
        await give();
        return [isThere, (await session).id, tags()];
      },
      it.automatic({ key }),
    );
    assert.deepEqual(found, [true, "one", 1]);
    assert.equal((await it.sandbox.log(key)).length, 1);
  });

  test("has the vendor's script checked against `script.integrity`", async () => {
    const found = await whilePending(
      async ({ give, tags }, url, integrity) => {
        const session = failed(start({ script: { url, integrity, retries: 0 } }));
        const inPage = document.querySelector("[data-flow-embed-script]").integrity;
        await give();
        return [inPage, (await session).code, typeof window.FlowWidget, tags()];
      },
      it.automatic(),
      `sha384-${"A".repeat(64)}`,
    );
    assert.deepEqual(found, [`sha384-${"A".repeat(64)}`, "script_load", "undefined", 0]);
  });

  for (const [name, options, code] of [
    ["no text as `integrity`", { script: { integrity: {} } }, "invalid_options"],
    ["a number as `url`", { script: { url: 42 } }, "invalid_options"],
    ["lists in a list as `url`", { script: { url: [["/script.js"]] } }, "invalid_options"],
    ["a URL that may not be loaded", { script: { url: "http://widget.invalid/" } }, "invalid_options"],
    ["`isolate`, whose script is for its frame,", { isolate: true }, "resolved"],
  ]) {
    test(`with ${name} puts no script into the page`, async () => {
      const found = await whilePending(
        async ({ give, tags }, url, { script, ...options }) => {
          const session = failed(start({ script: { url, ...script }, ...options }));
          const before = tags();
          await give();
          const end = await session;
          return [before, end.code ?? end, tags(), typeof window.FlowWidget];
        },
        it.automatic(),
        options,
      );
      assert.deepEqual(found, [0, code, 0, "undefined"]);
    });
  }

  test("that is refused then takes its script's tag away again", async () => {
    const found = await whilePending(
      async ({ give, tags }, url) => {
        const session = failed(start({ script: { url }, width: "wide" }));
        const before = tags();
        await give();
        return [before, (await session).code, tags(), ledger.listeners()];
      },
      it.automatic({ fault: "hang" }),
    );
    assert.deepEqual(found, [1, "invalid_options", 0, []]);
  });

  test("has what failed meanwhile as its first attempt", async () => {
    const key = it.sandbox.key();
    const url = it.automatic({ key, fault: "status" });
    const found = await whilePending(
      async ({ give, tags }, url) => {
        const hasFailed = new Promise((resolve) => document.addEventListener("error", resolve, true));
        const session = slim.load({ url, retries: 0 }).catch(({ code, details }) => [code, details.attempts]);
        await hasFailed;
        await give();
        return [...(await session), tags()];
      },
      url,
    );
    assert.deepEqual(found, ["script_load", 1, 0]);
    assert.equal((await it.sandbox.log(key)).length, 1);
  });

  test("that is aborted rejects at once with the signal's reason, and leaves nothing behind", async () => {
    const key = it.sandbox.key();
    const found = await whilePending(
      async ({ give, tags }, url) => {
        const controller = new AbortController();
        const reason = { any: "reason" };
        const script = { url };
        const sessions = [start({ script, signal: controller.signal }), slim.load({ ...script, signal: controller.signal })];
        const before = tags();
        controller.abort(reason);
        const ends = await Promise.allSettled([...sessions, start({ script, signal: AbortSignal.abort(reason) })]);
        const left = [tags(), ledger.listeners()];
        await give();
        await nextFrame();
        return [ends.map((end) => end.reason === reason), before, ...left, tags(), document.querySelector("#kyc").innerHTML];
      },
      it.automatic({ key, fault: "hang" }),
    );
    assert.deepEqual(found, [[true, true, true], 1, 0, [], 0, ""]);
    assert.equal((await it.sandbox.log(key)).length, 1);
  });

  test("goes through its URLs where it began with another's tag, which is gone by then", async () => {
    const end = await whilePending(
      async ({ give }, url, other) => {
        const controller = new AbortController();
        const first = slim.load({ url, signal: controller.signal }).catch(({ name }) => name);
        const second = failed(slim.load({ url: [other, url], retries: 0, timeout: 500 }));
        controller.abort();
        await give();
        return [await first, (await second).code];
      },
      it.automatic({ fault: "hang" }),
      it.automatic({ fault: "status" }),
    );
    assert.deepEqual(end, ["AbortError", "script_timeout"]);
  });

  test("that no one answered for yet does not have the next one wait for its failed tag", async () => {
    const key = it.sandbox.key();
    const found = await whilePending(
      async ({ give }, url) => {
        const hasFailed = new Promise((resolve) => document.addEventListener("error", resolve, true));
        // It may find the next one's script in the page, once its wasm is there.
        const first = failed(slim.load({ url, retries: 0 }));
        await hasFailed;
        // The tag's own listeners come after the document's.
        await nextFrame();
        const second = failed(slim.load({ url, retries: 0 }));
        await give();
        await first;
        return second;
      },
      it.automatic({ key, fault: "status", times: 1 }),
    );
    assert.equal(found, "resolved");
    assert.equal((await it.sandbox.log(key)).length, 2);
  });

  test("takes null for an option that is left out", async () => {
    const found = await whilePending(
      async ({ give, tags }, url) => {
        const loads = [slim.load({ url, integrity: null, nonce: null, crossOrigin: null })];
        const tag = document.querySelector("[data-flow-embed-script]");
        const attributes = ["integrity", "nonce", "crossorigin"].map((name) => tag.getAttribute(name));
        await give();
        await Promise.all(loads);
        return [...attributes, tags()];
      },
      it.automatic(),
    );
    assert.deepEqual(found, [null, null, null, 1]);
  });

  for (const [how, end, reason] of [
    ["is aborted", "(controller.abort(), give())", "AbortError"],
    ["is refused", "give()", "invalid_options"],
  ]) {
    test(`outlives another on whose tag it waits, and which ${how}`, async () => {
      const key = it.sandbox.key();
      const found = await whilePending(
        `async ({ give, tags }, url) => {
          const controller = new AbortController();
          const other = start({ script: { url }, width: "wide", signal: controller.signal }).then(() => "resolved", ({ code, name }) => (name === "FlowError" ? code : name));
          const load = slim.load({ url });
          const before = tags();
          await ${end};
          return [before, await other, await failed(load), typeof FlowWidget.startSession, ledger.listeners(), ledger.timers()];
        }`,
        it.automatic({ key, fault: "slow", ms: 200 }),
      );
      assert.deepEqual(found, [1, reason, "resolved", "function", [], 0]);
      assert.equal((await it.sandbox.log(key)).length, 1);
    });
  }

  test("rejects with wasm_unavailable if it fails, and leaves nothing behind", async () => {
    const found = await inSlim(
      async (_, url) => {
        const initialised = failed(slim.init(Promise.reject(new Error("offline"))));
        const { code } = await failed(start({ script: { url } }));
        await initialised;
        return [code, document.querySelectorAll("[data-flow-embed-script]").length, ledger.listeners()];
      },
      { values: [it.automatic({ fault: "hang" })] },
    );
    assert.deepEqual(found, ["wasm_unavailable", 0, []]);
  });
});

describe("The signal of a first call of the default entry", () => {
  test("is heard while the wasm compiles, and what is no signal is invalid_options", async () => {
    await it.open();
    const [isReason, field] = await it.run(async (flow) => {
      const reason = {};
      const aborted = await flow.load({ signal: AbortSignal.abort(reason) }).catch((error) => error);
      const refused = await flow.load({ signal: { aborted: true } }).catch((error) => error);
      return [aborted === reason, refused.details.field];
    });
    assert.deepEqual([isReason, field], [true, "signal"]);
  });
});
