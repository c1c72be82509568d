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
  for (const [name, options] of [["startSession", { id: "one", selector: "#kyc" }], ["load"], ["createSession", { apiKey: "key" }], ["getResult", { id: "one" }], ["checkEnvironment"]]) {
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
  /** The story's helpers: `give()` ends init's wait for the wasm, and `links()` are the hints at a script that are in the page. */
  const whilePending = (story, values = [], page = {}) =>
    inSlim(
      `async (wasm, ...values) => {
        const { promise, resolve } = Promise.withResolvers();
        const initialised = slim.init(promise);
        const give = () => (resolve(fetch(wasm)), initialised);
        const links = () => [...document.querySelectorAll("link[rel=modulepreload]")];
        const tags = () => document.querySelectorAll("script[data-flow-embed-script]").length;
        return (${story})({ give, links, tags }, ...values);
      }`,
      { values, ...page },
    );

  test("waits for it, and the vendor's script arrives meanwhile, but does not run", async () => {
    const key = it.sandbox.key();
    const found = await whilePending(
      async ({ give, links, tags }, url) => {
        const session = start({ script: { url } });
        const [link] = links();
        await new Promise((resolve) => (link.onload = resolve));
        const before = [link.href === url, links().length, tags(), typeof window.FlowWidget];
        await give();
        return [...before, (await session).id, links().length, tags()];
      },
      [it.automatic({ key })],
    );
    assert.deepEqual(found, [true, 1, 0, "undefined", "one", 0, 1]);
    assert.equal((await it.sandbox.log(key)).length, 1);
  });

  test("fetches a script once that is still on its way when the wasm is there", async () => {
    const key = it.sandbox.key();
    const found = await whilePending(
      async ({ give, links }, url) => {
        const sessions = [slim.load({ url }), start({ script: { url } })];
        const before = links().length;
        await give();
        await Promise.all(sessions);
        return [before, links().length];
      },
      [it.automatic({ key, fault: "slow", ms: 500 })],
    );
    assert.deepEqual(found, [1, 0]);
    assert.equal((await it.sandbox.log(key)).length, 1);
  });

  test("names the vendor's script where it names none", async () => {
    const found = await whilePending(async ({ links }) => {
      const controller = new AbortController();
      const load = slim.load({ signal: controller.signal }).catch(() => {});
      const urls = links().map(({ href }) => href);
      controller.abort();
      await load;
      return urls;
    });
    assert.deepEqual(found, ["https://remote.biometric.kz/widget/flow-widget.js"]);
  });

  test("has the tag's own attributes in its hint", async () => {
    const hint = { integrity: `sha384-${"A".repeat(64)}`, nonce: "of-the-call", crossOrigin: "use-credentials" };
    const found = await whilePending(
      async ({ give, links, tags }, url, hint) => {
        const session = failed(start({ script: { url, retries: 0, ...hint } }));
        const [{ integrity, nonce, crossOrigin }] = links();
        await give();
        return [{ integrity, nonce, crossOrigin }, (await session).code, typeof window.FlowWidget, links().length, tags()];
      },
      [it.automatic(), hint],
    );
    assert.deepEqual(found, [hint, "script_load", "undefined", 0, 0]);
  });

  test("has the nonce of the page's scripts where it names none, and nothing is refused", async () => {
    const key = it.sandbox.key();
    const nonce = "b2YtdGhlLXBhZ2U";
    const policy = `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'; connect-src 'self'`;
    const nonced = { nonce, headers: { "content-security-policy": policy }, head: head.replace("<script", `<script nonce="${nonce}"`) };
    const found = await whilePending(
      async ({ give, links }, url) => {
        const refused = [];
        document.addEventListener("securitypolicyviolation", ({ blockedURI }) => refused.push(blockedURI));
        const session = start({ script: { url } });
        const [link] = links();
        await new Promise((resolve) => (link.onload = link.onerror = resolve));
        await give();
        return [link.nonce, (await session).id, refused.filter((url) => !url.endsWith("/favicon.ico"))];
      },
      [it.automatic({ key })],
      nonced,
    );
    assert.deepEqual(found, [nonce, "one", []]);
    assert.equal((await it.sandbox.log(key)).length, 1);
  });

  for (const [name, options, code] of [
    ["no text as `integrity`", { script: { integrity: {} } }, "invalid_options"],
    ["a number as `url`", { script: { url: 42 } }, "invalid_options"],
    ["lists in a list as `url`", { script: { url: [["/script.js"]] } }, "invalid_options"],
    ["more URLs than there may be", { script: { url: Array(101).fill("/script.js") } }, "invalid_options"],
    ["`integrity` for several URLs", { script: { url: ["/script.js", "/another.js"], integrity: `sha384-${"A".repeat(64)}` } }, "invalid_options"],
    ["a URL that may not be loaded", { script: { url: "http://widget.invalid/" } }, "invalid_options"],
    ["`isolate`, whose script is for its frame,", { isolate: true }, "resolved"],
  ]) {
    test(`with ${name} hints at nothing`, async () => {
      const found = await whilePending(
        async ({ give, links, tags }, url, { script, ...options }) => {
          const session = failed(start({ script: { url, ...script }, ...options }));
          const before = links().length;
          await give();
          const end = await session;
          return [before, end.code ?? end, tags(), typeof window.FlowWidget];
        },
        [it.automatic(), options],
      );
      assert.deepEqual(found, [0, code, 0, "undefined"]);
    });
  }

  test("hints at nothing where the page has the widget, or loads it already", async () => {
    const found = await whilePending(
      async ({ give, links }, url) => {
        const script = document.createElement("script");
        script.src = url;
        document.head.append(script);
        const sessions = [slim.load({ url })];
        const before = [links().length];
        await eventually(() => window.FlowWidget);
        sessions.push(slim.load({ url: "/another.js" }));
        before.push(links().length);
        await give();
        return [...before, ...(await Promise.all(sessions.map(failed)))];
      },
      [it.automatic({}, "flow-widget.umd.js")],
    );
    assert.deepEqual(found, [0, 0, "resolved", "resolved"]);
  });

  test("that is refused then takes its hint away again", async () => {
    const found = await whilePending(
      async ({ give, links, tags }, url) => {
        const session = failed(start({ script: { url }, width: "wide" }));
        const before = links().length;
        await give();
        return [before, (await session).code, links().length, tags(), ledger.listeners()];
      },
      [it.automatic({ fault: "hang" })],
    );
    assert.deepEqual(found, [1, "invalid_options", 0, 0, []]);
  });

  test("loads what failed meanwhile, by its first attempt", async () => {
    const found = await whilePending(
      async ({ give, links }, url) => {
        const load = failed(slim.load({ url, retries: 0 }));
        const [link] = links();
        // Firefox tells of what failed as of what came.
        await new Promise((resolve) => (link.onload = link.onerror = resolve));
        await nextFrame();
        await give();
        return [await load, links().length];
      },
      [it.automatic({ key: it.sandbox.key(), fault: "status", times: 1 })],
    );
    assert.deepEqual(found, ["resolved", 0]);
  });

  test("that is aborted rejects at once with the signal's reason, and leaves nothing behind", async () => {
    const key = it.sandbox.key();
    const found = await whilePending(
      async ({ give, links, tags }, url) => {
        const controller = new AbortController();
        const reason = { any: "reason" };
        const script = { url };
        const sessions = [start({ script, signal: controller.signal }), slim.load({ ...script, signal: controller.signal })];
        const before = links().length;
        controller.abort(reason);
        const ends = await Promise.allSettled([...sessions, start({ script, signal: AbortSignal.abort(reason) })]);
        const left = [links().length, ledger.listeners()];
        await give();
        await nextFrame();
        return [ends.map((end) => end.reason === reason), before, ...left, links().length, tags(), document.querySelector("#kyc").innerHTML];
      },
      [it.automatic({ key, fault: "hang" })],
    );
    assert.deepEqual(found, [[true, true, true], 1, 0, [], 0, 0, ""]);
    assert.ok((await it.sandbox.log(key)).length <= 1);
  });

  test("goes through its URLs where another's hint at one of them is gone by then", async () => {
    const end = await whilePending(
      async ({ give }, url, other) => {
        const controller = new AbortController();
        const first = slim.load({ url, signal: controller.signal }).catch(({ name }) => name);
        const second = failed(slim.load({ url: [other, url], retries: 0, timeout: 500 }));
        controller.abort();
        await give();
        return [await first, (await second).code];
      },
      [it.automatic({ fault: "hang" }), it.automatic({ fault: "status" })],
    );
    assert.deepEqual(end, ["AbortError", "script_timeout"]);
  });

  test("that fails does not have the next one fail", async () => {
    const found = await whilePending(
      async ({ give, links }, url) => {
        const loads = [failed(slim.load({ url, retries: 0 }))];
        const [link] = links();
        await new Promise((resolve) => (link.onload = link.onerror = resolve));
        await nextFrame();
        loads.push(failed(slim.load({ url, retries: 0 })));
        await give();
        return Promise.all(loads);
      },
      [it.automatic({ key: it.sandbox.key(), fault: "status", times: 1 })],
    );
    assert.deepEqual(found, ["resolved", "resolved"]);
  });

  for (const [how, options] of [["goes on", {}], ["is refused", { width: "wide" }]]) {
    test(`with \`integrity\` has its script checked, though another hinted at it without, and ${how}`, async () => {
      const ends = await whilePending(
        async ({ give, links }, url, options, integrity) => {
          const other = failed(start({ script: { url, retries: 0 }, ...options }));
          await new Promise((resolve) => (links()[0].onload = resolve));
          const load = failed(slim.load({ url, integrity, retries: 0 }));
          // Whatever the other brings is not what this one is to find.
          Object.defineProperty(window, "FlowWidget", { get: () => undefined, set() {}, configurable: true });
          await give();
          return [(await load).code, typeof (await other)];
        },
        [it.automatic(), options, `sha384-${"A".repeat(64)}`],
      );
      assert.equal(ends[0], "script_load");
    });
  }

  test("takes null for an option that is left out", async () => {
    const found = await whilePending(
      async ({ give, links, tags }, url) => {
        const loads = [slim.load({ url, integrity: null, nonce: null, crossOrigin: null })];
        const attributes = ["integrity", "nonce", "crossorigin"].map((name) => links()[0].getAttribute(name));
        await give();
        await Promise.all(loads);
        return [...attributes, tags()];
      },
      [it.automatic()],
    );
    assert.deepEqual(found, [null, null, null, 1]);
  });

  for (const [how, end, reason] of [
    ["is aborted", "(controller.abort(), give())", "AbortError"],
    ["is refused", "give()", "invalid_options"],
  ]) {
    test(`outlives another with whom it shares a hint, and which ${how}`, async () => {
      const key = it.sandbox.key();
      const found = await whilePending(
        `async ({ give, links, tags }, url) => {
          const controller = new AbortController();
          const other = start({ script: { url }, width: "wide", signal: controller.signal }).then(() => "resolved", ({ code, name }) => (name === "FlowError" ? code : name));
          const load = slim.load({ url });
          const before = links().length;
          await ${end};
          return [before, await other, await failed(load), typeof FlowWidget.startSession, links().length, ledger.listeners(), ledger.timers()];
        }`,
        [it.automatic({ key, fault: "slow", ms: 200 })],
      );
      assert.deepEqual(found, [1, reason, "resolved", "function", 0, [], 0]);
      assert.equal((await it.sandbox.log(key)).length, 1);
    });
  }

  test("rejects with wasm_unavailable if it fails, and leaves nothing behind", async () => {
    const found = await inSlim(
      async (_, url) => {
        const initialised = failed(slim.init(Promise.reject(new Error("offline"))));
        const { code } = await failed(start({ script: { url } }));
        await initialised;
        return [code, document.querySelectorAll("link, [data-flow-embed-script]").length, ledger.listeners()];
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
