// The vendor's script: how it comes into the page, once, and what happens where it does not come.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { needs, strikes } from "./support/engines.mjs";
import { flowError, harness } from "./support/harness.mjs";
import { buildNames } from "./support/site.mjs";

const it = harness();
/** No test may pass because a deadline was reached: this one is later than the browser's own for a story. */
const noDeadline = 120_000;

const paths = async (key) => (await it.sandbox.log(key)).map(({ path }) => path.replace("/widget/", ""));
const js = "flow-widget.js";
const umd = "flow-widget.umd.js";

/** A session by the package; yields who finished it and the scripts that are in the page afterwards. */
const session = (script) =>
  it.run(async (flow, script) => {
    const { detail } = await flow.startSession({ id: "one", selector: "#kyc", script });
    return { id: detail.session_id, injected: document.querySelectorAll("[data-flow-embed-script]").length };
  }, script);

const endOfSession = (script) => it.run((flow, script) => endOf(flow.startSession({ id: "one", selector: "#kyc", script })), script);

/** A failing `load` after the first call: as error, with what is left in the page as `left`. */
const failure = async (script) => {
  await it.open();
  await it.compile();
  const left = () => it.run(() => [...document.scripts].filter(({ src }) => src).length + ledger.timers());
  const load = it.run((flow, script) => flow.load(script), { retries: 0, ...script });
  try {
    await load;
  } catch (error) {
    throw Object.assign(error, { left: await left() });
  }
};

describe("The vendor's script", () => {
  test("is injected as a module into the head", async () => {
    await it.open();
    const url = it.automatic();
    await session({ url });
    const tag = await it.run(() => {
      const tag = document.querySelector("[data-flow-embed-script]");
      return { type: tag.type, src: tag.src, parent: tag.parentElement.localName };
    });
    assert.deepEqual(tag, { type: "module", src: url, parent: "head" });
  });

  test("left out is the vendor's flow-widget.js, then its flow-widget.umd.js", async () => {
    // Under this policy no request leaves the browser.
    await it.open({ headers: { "content-security-policy": "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'" } });
    const [sources, types, code, url] = await it.run(async (flow) => {
      const tags = [];
      new MutationObserver((records) => tags.push(...records.flatMap(({ addedNodes }) => [...addedNodes]))).observe(document.head, { childList: true });
      const error = await flow.startSession({ id: "one", selector: "#kyc", script: { retries: 0 } }).catch((error) => error);
      const scripts = tags.filter(({ localName }) => localName === "script");
      return [scripts.map(({ src }) => src), scripts.map(({ type }) => type), error.code, error.details.url];
    });
    const vendor = "https://remote.biometric.kz/widget/";
    assert.deepEqual(sources, [vendor + js, vendor + umd]);
    assert.deepEqual(types, ["module", "module"]);
    assert.deepEqual([code, url], ["script_load", vendor + umd]);
  });

  for (const file of [js, umd]) {
    test(`may be ${file}`, async () => {
      await it.open();
      assert.equal((await session({ url: it.automatic({}, file) })).id, "one");
    });
  }

  for (const fault of ["status", "drop", "wrong-mime", "no-global"].filter(strikes)) {
    test(`comes from the next URL where the first fails with ${fault}`, async () => {
      await it.open();
      const key = it.sandbox.key();
      const url = [it.automatic({ key, fault }), it.automatic({ key }, umd)];
      assert.equal((await session({ url, retries: 0, timeout: 1500 })).id, "one");
      assert.deepEqual([...new Set(await paths(key))], [js, umd]);
    });
  }

  test("comes from the first URL alone where that works", async () => {
    await it.open();
    const key = it.sandbox.key();
    await session({ url: [it.automatic({ key }), it.automatic({ key }, umd)] });
    assert.deepEqual(await paths(key), [js]);
  });

  for (const build of buildNames) {
    test(`is fetched once for many sessions and loads at once, by the ${build} build`, async () => {
      await it.open({ build });
      const key = it.sandbox.key();
      const [ids, tags] = await it.run(async (flow, url) => {
        const script = { url };
        const loads = [1, 2, 3, 4, 5].map(() => flow.load(script));
        const ids = [(await flow.startSession({ id: "one", selector: "#kyc", script })).id];
        await Promise.all(loads);
        for (const id of ["two", "three"]) ids.push((await flow.startSession({ id, selector: "#kyc", script })).id);
        return [ids, document.querySelectorAll("[data-flow-embed-script]").length];
      }, it.automatic({ key, fault: "slow", ms: 100 }));
      assert.deepEqual(ids, ["one", "two", "three"]);
      assert.equal(tags, 1);
      assert.equal((await it.sandbox.log(key)).length, 1);
    });
  }

  test("is fetched once where two copies of the package are on the page", async () => {
    await it.open({ head: `<script src="/dist/flow-embed.global.js"></script>` });
    const key = it.sandbox.key();
    const tags = await it.run(async (flow, url) => {
      await Promise.all([FlowEmbed, flow, FlowEmbed].map(({ load }) => load({ url })));
      return document.querySelectorAll("[data-flow-embed-script]").length;
    }, it.automatic({ key, fault: "slow", ms: 100 }));
    assert.equal(tags, 1);
    assert.equal((await it.sandbox.log(key)).length, 1);
  });
});

describe("A page that has the widget, or a tag for it", () => {
  const tag = (url, attributes = `type="module"`) => `<script ${attributes} src="${url.replaceAll("&", "&amp;")}"></script>`;
  /** Starts a session while the parser still reads the page, before the page's own tags have arrived. */
  const early = (script, rest) => `<div id="kyc"></div><script type="module">
    window.session = flow.startSession({ id: "one", selector: "#kyc", script: ${JSON.stringify(script)} });
    session.catch(() => {});
  </script>${rest}`;
  const earlySession = () =>
    it.run(async () => ({ detail: (await session).detail, injected: document.querySelectorAll("[data-flow-embed-script]").length }));

  test("where window.FlowWidget exists gets no tag, and nothing is requested", async () => {
    await it.open();
    const key = it.sandbox.key();
    const [end, elements] = await it.run(async (flow, url) => {
      const added = [];
      new MutationObserver((records) => added.push(...records.flatMap(({ addedNodes }) => [...addedNodes]))).observe(document.head, { childList: true });
      fakeWidget();
      const end = await endOf(flow.startSession({ id: "one", selector: "#kyc", script: { url } }));
      await flow.load({ url });
      return [end, added.length];
    }, it.automatic({ key }));
    assert.deepEqual([end, elements], ["resolved", 0]);
    assert.deepEqual(await paths(key), []);
  });

  const kinds = { "a module": [`type="module"`, js], "an async module": [`type="module" async`, js], "a deferred classic script": ["defer", umd], "an async classic script": ["async", umd] };
  for (const [name, [attributes, file]] of Object.entries(kinds)) {
    test(`where the page's own tag, ${name}, is still loading waits for it and injects nothing`, async () => {
      const key = it.sandbox.key();
      const url = it.automatic({ key, fault: "slow", ms: 300 }, file);
      await it.open({ body: early({ url, timeout: noDeadline }, tag(url, attributes)) });
      const { detail, injected } = await earlySession();
      assert.deepEqual([detail.session_id, injected], ["one", 0]);
      assert.deepEqual(await paths(key), [file]);
    });
  }

  test("where the page's own tag loads the second of the URLs waits for that one", async () => {
    const key = it.sandbox.key();
    const slow = it.automatic({ key, fault: "slow", ms: 300 }, umd);
    await it.open({ body: early({ url: [it.automatic({ key }), slow], timeout: noDeadline }, tag(slow)) });
    const { injected } = await earlySession();
    assert.equal(injected, 0);
    assert.deepEqual(await paths(key), [umd]);
  });

  test("where a tag that the page's script has added is still loading waits for it", async () => {
    await it.open();
    const key = it.sandbox.key();
    const injected = await it.run(async (flow, url) => {
      document.body.append(Object.assign(document.createElement("script"), { type: "module", src: url }));
      await flow.load({ url });
      return document.querySelectorAll("[data-flow-embed-script]").length;
    }, it.automatic({ key, fault: "slow", ms: 200 }));
    assert.equal(injected, 0);
    assert.equal((await paths(key)).length, 1);
  });

  /** The page's own script adds the tag, for no parser has fetched it before then; `failed` says that it has failed. */
  const failing = (url, attributes) => `<div id="kyc"></div><script>
    const tag = Object.assign(document.createElement("script"), ${JSON.stringify(attributes)}, { src: ${JSON.stringify(url)}, onerror: () => (window.failed = true) });
    document.body.append(tag);
  </script>`;
  const hasFailed = () => it.run(() => eventually(() => window.failed));
  // No deadline can pass on this page: whoever waits for one waits for ever.
  const stoppedClock = `<script>{ const { setTimeout } = window; window.setTimeout = (run, ms) => (ms > 100 ? 0 : setTimeout(run, ms)); }</script>`;
  const visible = { "a module": [{ type: "module" }, js], "a classic script fetched with CORS": [{ crossOrigin: "anonymous" }, umd] };
  const moments = { "first call": async () => {}, "later call": () => it.compile() };
  for (const [name, [attributes, file]] of Object.entries(visible)) {
    for (const [moment, prepare] of Object.entries(moments)) {
      for (const fault of ["status", "drop"].filter(strikes)) {
        needs("response status")(`where the page's own tag, ${name}, has failed with ${fault} does not wait for it, in its ${moment}`, async () => {
          const url = it.automatic({ key: it.sandbox.key(), fault, times: 1 }, file);
          await it.open({ head: stoppedClock, body: failing(url, attributes) });
          await prepare();
          assert.equal(await hasFailed(), true);
          assert.equal(await endOfSession({ url, retries: 0 }), "resolved");
        });
      }
    }
  }

  test("where the page's own tag has failed and browsers tell nothing of it does not wait for its deadline", async () => {
    const url = it.automatic({ key: it.sandbox.key(), fault: "status", times: 1 }, umd);
    await it.open({ body: failing(url, {}) });
    await it.compile();
    assert.equal(await hasFailed(), true);
    assert.equal(await endOfSession({ url, timeout: noDeadline }), "resolved");
  });

  test("whose own tag brought something else gets a tag that works", async () => {
    const url = it.automatic({ key: it.sandbox.key(), fault: "wrong-mime", times: 1 });
    await it.open({ body: failing(url, { type: "module" }) });
    await it.compile();
    assert.equal(await hasFailed(), true);
    assert.equal((await session({ url, timeout: 700 })).injected, 1);
  });

  test("whose own tag has loaded long ago is served by it", async () => {
    const key = it.sandbox.key();
    const url = it.automatic({ key });
    await it.open({ head: tag(url, `type="module" async`) });
    assert.deepEqual(await session({ url }), { id: "one", injected: 0 });
    assert.equal((await paths(key)).length, 1);
  });

  test("whose own tag has been fetched, and runs only once the page is parsed, waits for it", async () => {
    const key = it.sandbox.key();
    const url = it.automatic({ key });
    const start = `<script>(async () => {
      while (performance.getEntriesByName("${url}").length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      window.early = [document.readyState, await endOf(flow.startSession({ id: "one", selector: "#kyc", script: { url: "${url}", retries: 0 } }))];
    })();</script>`;
    const blocker = `<script src="${it.automatic({ fault: "slow,empty", ms: 4000 })}"></script>`;
    await it.open({ build: "script tag", head: tag(url, `type="module"`), body: `<div id="kyc"></div>${start}${blocker}` });
    const ended = await it.run(() => eventually(() => window.early));
    assert.deepEqual(ended, ["loading", "resolved"]);
    assert.equal((await paths(key)).length, 1);
  });

  test("whose own tag has loaded finds a global that appears some moments later", async () => {
    const key = it.sandbox.key();
    const url = it.automatic({ key, fault: "late-global", ms: 700 });
    await it.open({ head: tag(url, `type="module" async`) });
    assert.deepEqual(await session({ url }), { id: "one", injected: 0 });
    assert.equal((await paths(key)).length, 1);
  });

  test("whose own tag is parked under another type, as consent tools do, gets a tag that runs", async () => {
    const url = it.automatic();
    await it.open({ body: `<div id="kyc"></div>${tag(url, `type="text/plain"`)}${tag(url, "nomodule")}` });
    assert.equal((await session({ url, timeout: noDeadline })).injected, 1);
  });

  test("finds a global that appears some moments after its own load event", async () => {
    await it.open();
    const key = it.sandbox.key();
    assert.equal((await session({ url: it.automatic({ key, fault: "late-global", ms: 400 }) })).id, "one");
    assert.equal((await paths(key)).length, 1);
  });
});

describe("A script that fails", () => {
  const kinds = {
    script_load: [{ fault: "status", status: 404 }, { fault: "status", status: 500 }, ...["drop", "no-cors", "wrong-mime", "html", "redirect", "truncate"].filter(strikes).map((fault) => ({ fault }))],
    script_timeout: [{ fault: "hang" }, { fault: "trickle", ms: 20_000 }],
    script_incompatible: ["no-global", "no-start", "syntax-error", "load-throws", "empty"].map((fault) => ({ fault })),
  };
  for (const [code, faults] of Object.entries(kinds)) {
    for (const wishes of faults) {
      test(`with ${wishes.status ?? wishes.fault} is ${code} with its URL and one attempt, and leaves nothing behind`, async () => {
        const key = it.sandbox.key();
        const url = it.automatic({ key, ...wishes });
        await assert.rejects(
          failure({ url, timeout: code === "script_load" ? noDeadline : 300 }),
          flowError(code, ({ details, retryable, left, message }) => {
            assert.deepEqual(details, { url, attempts: 1 });
            assert.equal(retryable, code !== "script_incompatible");
            assert.ok(message.includes(url.split("?")[0]));
            assert.equal(left, 0);
          }),
        );
        assert.equal((await it.sandbox.log(key)).length, 1);
      });
    }
  }

  for (const fault of ["status", "drop", "no-cors", "wrong-mime", "truncate", "hang"].filter(strikes)) {
    test(`twice with ${fault} comes at the third attempt, under a URL of its own each time`, async () => {
      await it.open();
      await it.compile();
      const key = it.sandbox.key();
      const [id, names] = await it.run(async (flow, url, key) => {
        const sources = [];
        new MutationObserver((records) => {
          for (const { addedNodes } of records) sources.push(...[...addedNodes].map(({ src }) => src).filter((src) => src?.includes(key)));
        }).observe(document.head, { childList: true });
        const { detail } = await flow.startSession({ id: "one", selector: "#kyc", script: { url, timeout: 1000 } });
        return [detail.session_id, sources];
      }, it.automatic({ key, fault, times: 2 }), key);
      assert.equal(id, "one");
      assert.deepEqual([names.length, new Set(names).size], [3, 3]);
      const times = (await it.sandbox.log(key)).map(({ at_ms }) => at_ms);
      assert.equal(times.length, 3);
      // Half of the full pause is jitter: 200 to 400 ms, then 400 to 800 ms.
      assert.ok(times[1] - times[0] >= 200 && times[2] - times[1] >= 400, `pauses of ${times}`);
    });
  }

  test("is tried again as often as asked for, at each URL in turn, and the last one is named", async () => {
    const key = it.sandbox.key();
    const url = [it.automatic({ key, fault: "status" }), it.automatic({ key, fault: "status" }, umd)];
    await assert.rejects(failure({ url, retries: 1 }), flowError("script_load", ({ details }) => assert.deepEqual(details, { url: url[1], attempts: 2 })));
    assert.deepEqual(await paths(key), [js, js, umd, umd]);
  });

  test("that loads without the widget is not tried again", async () => {
    const key = it.sandbox.key();
    await assert.rejects(failure({ url: it.automatic({ key, fault: "no-start" }), retries: 2, timeout: 300 }), flowError("script_incompatible"));
    assert.equal((await it.sandbox.log(key)).length, 1);
  });

  for (const fault of ["status", "drop", "wrong-mime", "hang", "no-global", "syntax-error"].filter(strikes)) {
    test(`with ${fault} does not poison the page: the next call tries again and works`, async () => {
      await it.open();
      await it.compile();
      const ends = await it.run(async (flow, url) => {
        const start = (id, timeout) => endOf(flow.startSession({ id, selector: "#kyc", script: { url, timeout, retries: 0 } }));
        return [await start("one", 500), document.querySelector("#kyc").innerHTML, await start("two"), await start("three")];
      }, it.automatic({ key: it.sandbox.key(), fault, times: 1 }));
      const code = { hang: "script_timeout", "no-global": "script_incompatible", "syntax-error": "script_incompatible" }[fault] ?? "script_load";
      assert.deepEqual(ends, [code, "", "resolved", "resolved"]);
    });
  }
});
