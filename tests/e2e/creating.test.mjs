// `id` as a function: asked once, when the session has its place, while the vendor's script is on its way.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { dialogs } from "./support/dialogs.mjs";
import { session as created, startEcho } from "./support/echo.mjs";
import { harness } from "./support/harness.mjs";

const it = harness();
const { openPage, press } = dialogs(it);

before(async () => {
  it.echo = await startEcho();
});
after(() => it.echo?.close());

/** Where the widget of a session is. */
const places = {
  "in the page": { selector: "#kyc" },
  "in a dialog": {},
  "isolated in the page": { selector: "#kyc", isolate: true },
  "isolated in a dialog": { isolate: true },
};

/** What the stories here find in their pages. */
const head = `<script>
/** The function that a page passes, with what was asked of it, and what it is to yield. */
window.source = () => {
  const asked = Promise.withResolvers();
  const answer = new Promise((resolve) => (asked.yields = resolve));
  asked.calls = [];
  asked.id = (...parameters) => {
    asked.calls.push(parameters);
    asked.resolve();
    return answer;
  };
  return asked;
};
/** How a session ended, with what of its error or result a page reads. */
window.told = (session) => session.then(
  ({ id, detail }) => ({ end: "resolved", id, session: detail?.session_id }),
  (error) => (error instanceof flow.FlowError ? { end: error.code, details: { ...error.details }, cause: String(error.cause), retryable: error.retryable } : { end: String(error) }),
);
</script>`;
const open = (page = {}) => openPage({ head, ...page });

describe("A session whose `id` is a function", () => {
  for (const [place, options] of Object.entries(places)) {
    test(`${place} asks it once, and goes through creating, loading, starting, active and finished`, async () => {
      await open();
      const found = await it.run(async (flow, options) => {
        const statuses = [];
        const asked = source();
        const session = told(flow.startSession({ ...options, id: asked.id, onStatus: (status) => statuses.push(status) }));
        await asked.promise;
        const while_creating = [...statuses];
        asked.yields({ session_id: "created", technologies: [] });
        const end = await session;
        return { while_creating, statuses, end, calls: asked.calls.length, left: document.querySelectorAll("body > div:not(#kyc)").length };
      }, { ...options, script: { url: it.automatic() } });
      assert.deepEqual(found, {
        while_creating: ["creating"],
        statuses: ["creating", "loading", "starting", "active", "finished"],
        end: { end: "resolved", id: "created", session: "created" },
        calls: 1,
        left: 0,
      });
    });

    test(`${place} has its container there while the id is waited for, and gives it back when it is aborted`, async () => {
      await open();
      const found = await it.run(async (flow, options) => {
        const controller = new AbortController();
        const asked = source();
        const before = document.body.outerHTML;
        const session = told(flow.startSession({ ...options, id: asked.id, signal: controller.signal }));
        await asked.promise;
        const isThere = document.body.outerHTML !== before;
        const [{ signal }] = asked.calls[0];
        const wasAborted = signal.aborted;
        controller.abort("the page's own reason");
        return { isThere, wasAborted, isAborted: signal.aborted, end: await session, isBack: document.body.outerHTML === before };
      }, { ...options, script: { url: it.waiting() } });
      assert.deepEqual(found, { isThere: true, wasAborted: false, isAborted: true, end: { end: "the page's own reason" }, isBack: true });
    });
  }

  for (const [what, answer] of [["a string", "created"], ["what createSession resolves with", created]]) {
    test(`may yield ${what}`, async () => {
      await open();
      const found = await it.run((flow, id) => {
        fakeWidget();
        return told(flow.startSession({ id: () => id, selector: "#kyc" }));
      }, answer);
      assert.deepEqual([found.end, found.id], ["resolved", answer.session_id ?? answer]);
    });
  }

  test("loads the script meanwhile", async () => {
    await open();
    const key = it.sandbox.key();
    const session = it.run(async (flow, url) => {
      window.asked = source();
      window.session = told(flow.startSession({ id: asked.id, selector: "#kyc", script: { url } }));
      await asked.promise;
      return eventually(() => window.FlowWidget !== undefined);
    }, it.automatic({ key }));
    assert.equal(await session, true);
    assert.equal((await it.run(() => (asked.yields("created"), session))).end, "resolved");
  });

  test("closed by the person while it is created is cancelled, its request is broken off, and the next session works", async () => {
    await open();
    const key = it.sandbox.key();
    const endpoint = `${it.sandbox.origin}/api/v1/flows/session/create/?${new URLSearchParams({ fault: "hang", key })}`;
    await it.run(async (flow, endpoint) => {
      fakeWidget();
      let isAsked;
      const asked = new Promise((resolve) => (isAsked = resolve));
      const id = ({ signal }) => (isAsked(), flow.createSession({ endpoint, signal }));
      window.session = told(flow.startSession({ id }));
      await asked;
    }, endpoint);
    await it.sandbox.asked(key);
    await press("\uE00C");
    assert.deepEqual((await it.run(() => session)).end, "cancelled");
    assert.equal((await (await fetch(`${it.sandbox.origin}/sandbox/log/wait?key=${key}&closed=1`)).json()).length, 1);
    assert.equal(await it.run((flow) => endOf(flow.startSession({ id: "next", selector: "#kyc" }))), "resolved");
  });

  test("is asked once by a double click: the second call is session_active and creates nothing", async () => {
    await open();
    const found = await it.run(async (flow) => {
      fakeWidget();
      const asked = source();
      const first = told(flow.startSession({ id: asked.id, selector: "#kyc" }));
      const second = await told(flow.startSession({ id: asked.id, selector: "#kyc" }));
      asked.yields("created");
      return { second: second.end, first: (await first).end, calls: asked.calls.length };
    });
    assert.deepEqual(found, { second: "session_active", first: "resolved", calls: 1 });
  });

  for (const [what, wrong, code] of [
    ["another option is wrong", { width: "wide" }, "invalid_options"],
    ["the script's URL is wrong", { script: { url: "ftp://widget.example/" } }, "invalid_options"],
    ["the script's URL is wrong for a frame", { isolate: true, script: { url: "ftp://widget.example/" } }, "invalid_options"],
    ["the result's endpoint is missing", { result: {} }, "invalid_options"],
    ["a header of the result cannot be sent", { result: { endpoint: "/result", headers: { "no name": "x" } } }, "invalid_options"],
    ["there is no host", { selector: "#nowhere" }, "container_not_found"],
    ["the signal is aborted", { signal: "aborted" }, "aborted"],
  ]) {
    test(`is not asked where ${what}`, async () => {
      await open();
      const [end, calls] = await it.run(async (flow, wrong) => {
        const asked = source();
        const signal = wrong.signal && { signal: AbortSignal.abort("aborted") };
        const { end } = await told(flow.startSession({ id: asked.id, selector: "#kyc", ...wrong, ...signal }));
        return [end, asked.calls.length];
      }, wrong);
      assert.deepEqual([end, calls], [code, 0]);
    });
  }

  test("is not asked once a listener of its statuses has aborted", async () => {
    await open();
    const [end, calls] = await it.run(async (flow) => {
      const controller = new AbortController();
      const asked = source();
      const { end } = await told(flow.startSession({ id: asked.id, selector: "#kyc", signal: controller.signal, onStatus: () => controller.abort("aborted") }));
      return [end, asked.calls.length];
    });
    assert.deepEqual([end, calls], ["aborted", 0]);
  });

  for (const [what, id, cause] of [
    ["throws", "() => { throw new TypeError('the page’s own') }", "TypeError: the page’s own"],
    ["rejects with what is no FlowError", "() => Promise.reject('no server')", "no server"],
    ["rejects by its own signal", "() => Promise.reject(AbortSignal.abort('too late').reason)", "too late"],
    ["yields nothing", "() => {}", "undefined"],
    ["yields an empty id", "() => ''", "undefined"],
    ["yields a number", "() => 7", "undefined"],
    ["yields an object without an id", "() => ({ id: 'one' })", "undefined"],
    ["yields an object whose id is no text", "() => ({ session_id: 7 })", "undefined"],
    ["yields a proxy that throws", "() => Promise.resolve().then(() => new Proxy({ then: undefined }, { get: (own, name) => { if (name !== 'then') throw new Error('proxy') } }))", "undefined"],
    ["yields half a character", "() => '\\ud800'", "undefined"],
  ]) {
    test(`is session_unavailable where it ${what}, nothing is started, and the next session works`, async () => {
      await open();
      const found = await it.run(async (flow, text) => {
        const calls = fakeWidget();
        const first = await told(flow.startSession({ id: eval(text), selector: "#kyc" }));
        const started = calls.length;
        return { first, started, next: await endOf(flow.startSession({ id: "next", selector: "#kyc" })), host: document.querySelector("#kyc").innerHTML };
      }, id);
      assert.deepEqual([found.first.end, found.first.cause, found.started, found.next, found.host], ["session_unavailable", cause, 0, "resolved", ""]);
      assert.deepEqual(found.first.details, {});
    });
  }

  test("hands on the FlowError that createSession rejected with, the very same", async () => {
    await open();
    const endpoint = it.echo.endpoint({ status: 402, body: { detail: "No active or future subscription for technology" } });
    const found = await it.run(async (flow, endpoint) => {
      fakeWidget();
      let own;
      const id = () => flow.createSession({ endpoint }).catch((error) => ((own = error), Promise.reject(error)));
      const thrown = await flow.startSession({ id, selector: "#kyc" }).catch((error) => error);
      return { isSame: thrown === own, code: thrown.code, detail: thrown.details.json.detail };
    }, endpoint.url);
    assert.deepEqual(found, { isSame: true, code: "http", detail: "No active or future subscription for technology" });
  });

  test("has its id in details.id where the script fails, so that it is not paid for twice", async () => {
    await open();
    const found = await it.run(async (flow, url) => {
      const asked = source();
      const session = told(flow.startSession({ id: asked.id, selector: "#kyc", script: { url, retries: 0 } }));
      // The script has failed before the id is there.
      await eventually(() => document.querySelector("script[data-flow-embed-script]") === null);
      asked.yields("created");
      return session;
    }, it.waiting({ fault: "status" }));
    assert.deepEqual([found.end, found.retryable, found.details.id], ["script_load", true, "created"]);
  });

  test("differs from a session_id beside it", async () => {
    await open();
    assert.equal(await it.run((flow) => endOf(flow.startSession({ id: () => "one", session_id: "one", selector: "#kyc" }))), "invalid_options id");
  });

  test("is not asked on a page that the browser renders ahead of time, until somebody opens it", async () => {
    await open({ head: `${head}<script>Object.defineProperty(document, "prerendering", { get: () => !window.isOpened });</script>` });
    const found = await it.run(async (flow) => {
      fakeWidget();
      const asked = source();
      asked.yields("created");
      let isWaiting;
      const waits = new Promise((resolve) => (isWaiting = resolve));
      const { addEventListener } = document;
      document.addEventListener = function (name, ...rest) {
        if (name === "prerenderingchange") isWaiting();
        return addEventListener.call(this, name, ...rest);
      };
      const session = told(flow.startSession({ id: asked.id, selector: "#kyc" }));
      await waits;
      const before = asked.calls.length;
      window.isOpened = true;
      document.dispatchEvent(new Event("prerenderingchange"));
      return { before, end: (await session).end, calls: asked.calls.length };
    });
    assert.deepEqual(found, { before: 0, end: "resolved", calls: 1 });
  });
});

describe("details.id is the session's", () => {
  for (const [what, options, code] of [
    ["where its host is not in the page", { selector: "#nowhere" }, "container_not_found"],
    ["where another option is wrong", { width: {} }, "invalid_options"],
    ["where another option does not fit the page", { selector: "#kyc", height: "tall" }, "invalid_options"],
    ["where the script fails", { selector: "#kyc", script: { url: "/nothing.js", retries: 0 } }, "script_load"],
  ]) {
    test(what, async () => {
      await open();
      const found = await it.run((flow, options) => told(flow.startSession({ id: "one", ...options })), options);
      assert.deepEqual([found.end, found.details.id], [code, "one"]);
    });
  }

  test("but not where the error is about the id", async () => {
    await open();
    const found = await it.run((flow) => told(flow.startSession({ id: "one", session_id: "two", selector: "#kyc" })));
    assert.deepEqual(found.details, { field: "id" });
  });
});
