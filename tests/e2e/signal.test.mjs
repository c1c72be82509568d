// The caller's signal: it ends a session at every moment, with its own reason, and leaves the page as it was.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { harness } from "./support/harness.mjs";

const it = harness();

describe("A signal that is aborted", () => {
  /**
   * The moments: each one is a story that starts a session with the options and aborts with the reason, by the time its
   * promise resolves.
   */
  const moments = {
    "already": (flow, options, abort) => {
      abort();
      return flow.startSession(options);
    },
    "synchronously after the call": (flow, options, abort) => {
      const session = flow.startSession(options);
      abort();
      return session;
    },
    "while the wasm compiles": (flow, options, abort) => {
      window.whileCompiling = abort;
      return flow.startSession(options);
    },
    "in onStatus loading": (flow, options, abort) => flow.startSession({ ...options, onStatus: (status) => status === "loading" && abort() }),
    "while the script loads": async (flow, options, abort) => {
      const session = flow.startSession(options);
      session.catch(() => {});
      await eventually(() => document.querySelector("[data-flow-embed-script]"));
      abort();
      return session;
    },
  };
  // The widget is not there yet, and whether it is called when it has come is seen by `FlowWidget`'s own setter.
  for (const [moment, story] of Object.entries(moments)) {
    test(`${moment} rejects with the reason, and the vendor is not called even when its script has come`, async () => {
      await it.open({
        head: `<script>
          window.vendorCalls = 0;
          let widget;
          Object.defineProperty(window, "FlowWidget", { configurable: true, get: () => widget, set: () => (widget = { startSession: () => (vendorCalls += 1) }) });
          WebAssembly.Module = new Proxy(WebAssembly.Module, { construct: (Module, values) => (window.whileCompiling?.(), new Module(...values)) });
        </script>`,
        body: `<div id="kyc">Before</div>`,
      });
      const key = it.sandbox.key();
      const found = await it.run(async (flow, story, url) => {
        const body = document.body.outerHTML;
        const controller = new AbortController();
        const reason = { kind: "reason" };
        const options = { id: "one", selector: "#kyc", signal: controller.signal, script: { url } };
        const rejection = await eval(story)(flow, options, () => controller.abort(reason)).then(() => "resolved", (rejection) => rejection);
        const left = {
          isReason: rejection === reason,
          body: document.body.outerHTML === body,
          injected: document.querySelectorAll("[data-flow-embed-script], link").length,
          listeners: ledger.listeners(),
          timers: ledger.timers(),
        };
        await flow.load({ url });
        return { ...left, calls: vendorCalls };
      }, `(${story})`, it.waiting({ key, fault: "slow", ms: 150 }));
      assert.deepEqual(found, { isReason: true, body: true, injected: 0, listeners: [], timers: 0, calls: 0 });
    });
  }

  test("in onStatus starting rejects with the reason, and the vendor is not called", async () => {
    await it.open();
    const found = await it.run(async (flow) => {
      const calls = fakeWidget();
      const controller = new AbortController();
      const onStatus = (status) => status === "starting" && controller.abort("left");
      const reason = await flow.startSession({ id: "one", selector: "#kyc", signal: controller.signal, onStatus }).catch((reason) => reason);
      await nextFrame();
      return [reason, calls.length, document.querySelector("#kyc").innerHTML, ledger.listeners(), ledger.timers()];
    });
    assert.deepEqual(found, ["left", 0, "", [], 0]);
  });

  const late = {
    "inside the vendor's startSession": (flow, options, abort) => {
      fakeWidget(abort);
      return flow.startSession(options);
    },
    "inside a startSession that then throws": (flow, options, abort) => {
      fakeWidget(() => {
        abort();
        throw new Error("too late");
      });
      return flow.startSession(options);
    },
    "in onStatus active": (flow, options, abort) => {
      fakeWidget(() => {});
      return flow.startSession({ ...options, onStatus: (status) => status === "active" && abort() });
    },
    "while the widget is active": async (flow, options, abort) => {
      const active = new Promise((resolve) => fakeWidget(resolve));
      const session = flow.startSession(options);
      await active;
      await nextFrame();
      abort();
      return session;
    },
    "just before a finish in the same task": async (flow, options, abort) => {
      const active = new Promise((resolve) => fakeWidget(resolve));
      const session = flow.startSession(options);
      await active;
      abort();
      finish("too late");
      return session;
    },
    "just before a rejection of the vendor's": (flow, options, abort) => {
      fakeWidget(() => {
        abort();
        return Promise.reject(new Error("too late"));
      });
      return flow.startSession(options);
    },
  };
  for (const [moment, story] of Object.entries(late)) {
    test(`${moment} rejects with the reason, and the page is as it was`, async () => {
      await it.open({ body: `<div id="kyc">Before</div>` });
      const found = await it.run(async (flow, story) => {
        const body = document.body.outerHTML;
        const controller = new AbortController();
        const rejection = await eval(story)(flow, { id: "one", selector: "#kyc", signal: controller.signal }, () => controller.abort("left")).then(() => "resolved", (reason) => reason);
        finish("of nobody");
        return [rejection, document.body.outerHTML === body, ledger.listeners(), ledger.timers()];
      }, `(${story})`);
      assert.deepEqual(found, ["left", true, [], 0]);
    });
  }

  test("just after a finish in the same task changes nothing: what happened first is the end", async () => {
    await it.open();
    const detail = await it.run(async (flow) => {
      const controller = new AbortController();
      const active = new Promise((resolve) => fakeWidget(resolve));
      const session = flow.startSession({ id: "one", selector: "#kyc", signal: controller.signal });
      await active;
      finish("first");
      controller.abort();
      return (await session).detail;
    });
    assert.equal(detail, "first");
  });

  test("in onStatus finished, or after the end, changes nothing", async () => {
    await it.open();
    const found = await it.run(async (flow) => {
      fakeWidget(() => finish("done"));
      const during = new AbortController();
      const onStatus = (status) => status === "finished" && during.abort();
      const details = [(await flow.startSession({ id: "one", selector: "#kyc", signal: during.signal, onStatus })).detail];
      const after = new AbortController();
      details.push((await flow.startSession({ id: "two", selector: "#kyc", signal: after.signal, keepMounted: true })).detail);
      after.abort();
      await nextFrame();
      return [...details, document.querySelector("#kyc").children.length, await endOf(flow.startSession({ id: "three", selector: "#kyc" }))];
    });
    assert.deepEqual(found, ["done", "done", 1, "resolved"]);
  });
});

describe("The reason", () => {
  test("comes through as the very same value, whatever it is, while the script loads and while the widget is active", async () => {
    await it.open();
    const found = await it.run(async (flow, url) => {
      const reasons = [undefined, "text", "", null, 0, 1n, false, Symbol("symbol"), { some: "object" }, [], () => {}, new Error("error"), document.body, new Proxy({}, { get() { throw 1; } })];
      const found = [];
      const abortedAt = async (status, reason) => {
        const controller = new AbortController();
        const reached = new Promise((resolve) => {
          const onStatus = (now) => now === status && resolve();
          window.session = flow.startSession({ id: "one", selector: "#kyc", script: { url }, signal: controller.signal, onStatus });
          session.catch(() => {});
        });
        await reached;
        controller.abort(reason);
        const rejection = await session.then(() => "resolved", (rejection) => [rejection]);
        const isGiven = reason === undefined ? rejection[0] instanceof DOMException && rejection[0].name === "AbortError" : Object.is(rejection[0], reason);
        found.push(isGiven && Object.is(rejection[0], controller.signal.reason));
      };
      for (const reason of reasons) await abortedAt("loading", reason);
      fakeWidget(() => {});
      for (const reason of reasons) await abortedAt("active", reason);
      return found;
    }, it.waiting({ fault: "slow", ms: 200 }));
    assert.deepEqual(found, Array(28).fill(true));
  });

  test("of AbortSignal.timeout is its TimeoutError", async () => {
    await it.open();
    const found = await it.run(async (flow) => {
      fakeWidget(() => {});
      const signal = AbortSignal.timeout(50);
      const reason = await flow.startSession({ id: "one", selector: "#kyc", signal }).catch((reason) => reason);
      return [reason === signal.reason, reason.name];
    });
    assert.deepEqual(found, [true, "TimeoutError"]);
  });

  test("of AbortSignal.any is that of the first signal", async () => {
    await it.open();
    const found = await it.run(async (flow) => {
      const [first, second] = [new AbortController(), new AbortController()];
      fakeWidget(() => second.abort("second"));
      return flow.startSession({ id: "one", selector: "#kyc", signal: AbortSignal.any([first.signal, second.signal]) }).catch((reason) => reason);
    });
    assert.equal(found, "second");
  });
});

describe("A session that follows an aborted one", () => {
  test("in the same task, as React's StrictMode makes it, works in the page's very first call", async () => {
    await it.open();
    const key = it.sandbox.key();
    const found = await it.run(async (flow, url) => {
      const controller = new AbortController();
      const first = flow.startSession({ id: "first", selector: "#kyc", script: { url }, signal: controller.signal }).catch((reason) => reason);
      controller.abort("unmounted");
      const second = flow.startSession({ id: "second", selector: "#kyc", script: { url } });
      return [await first, (await second).detail.session_id, document.querySelector("#kyc").innerHTML];
    }, it.automatic({ key }));
    assert.deepEqual(found, ["unmounted", "second", ""]);
    assert.equal((await it.sandbox.log(key)).length, 1);
  });

  const statuses = ["loading", "starting", "active"];
  for (const status of statuses) {
    test(`in the same task works where the first was ${status}, and only the second is the vendor's`, async () => {
      await it.open();
      const found = await it.run(async (flow, url, status) => {
        if (status !== "loading") fakeWidget(({ id }) => id === "second" && finish(id));
        const controller = new AbortController();
        const sessions = await new Promise((resolve) => {
          const first = flow.startSession({
            id: "first", selector: "#kyc", script: { url }, signal: controller.signal,
            onStatus: (now) => {
              if (now !== status) return;
              controller.abort("unmounted");
              resolve([first.catch((reason) => reason), flow.startSession({ id: "second", selector: "#kyc", script: { url } })]);
            },
          });
        });
        const [first, second] = await Promise.all(sessions);
        return [first, second.id, document.querySelector("#kyc").innerHTML, ledger.listeners()];
      }, it.automatic({ fault: "slow", ms: 100 }), status);
      assert.deepEqual(found, ["unmounted", "second", "", []]);
    });
  }

  test("in the same task works many times over", async () => {
    await it.open();
    const found = await it.run(async (flow) => {
      const calls = fakeWidget(({ id }) => id === "last" && finish(id));
      const reasons = [];
      for (let round = 0; round < 20; round += 1) {
        const controller = new AbortController();
        reasons.push(flow.startSession({ id: `round ${round}`, selector: "#kyc", signal: controller.signal }).catch((reason) => reason));
        if (round % 2) await nextFrame();
        controller.abort(round);
      }
      const last = await flow.startSession({ id: "last", selector: "#kyc" });
      return [await Promise.all(reasons), last.detail, calls.filter(({ id }) => id === "last").length, calls.length];
    });
    assert.deepEqual(found, [Array.from({ length: 20 }, (_, round) => round), "last", 1, 11]);
  });
});

describe("The kind of signal", () => {
  test("may be another realm's, of a same-origin iframe", async () => {
    await it.open({ body: `<div id="kyc"></div><iframe srcdoc="<p></p>"></iframe>` });
    const found = await it.run(async (flow) => {
      const foreign = document.querySelector("iframe").contentWindow;
      const [early, late] = [new foreign.AbortController(), new foreign.AbortController()];
      early.abort("early");
      fakeWidget(() => late.abort("late"));
      const startWith = ({ signal }) => flow.startSession({ id: "one", selector: "#kyc", signal }).catch((reason) => reason);
      return [await startWith(early), await startWith(late), await flow.load({ signal: early.signal }).catch((reason) => reason)];
    });
    assert.deepEqual(found, ["early", "late", "early"]);
  });

  test("may be a polyfill's, that has the same members", async () => {
    await it.open();
    const found = await it.run(async (flow) => {
      const signal = Object.assign(new EventTarget(), { aborted: false, reason: undefined });
      fakeWidget(() => {
        Object.assign(signal, { aborted: true, reason: "polyfilled" });
        signal.dispatchEvent(new Event("abort"));
      });
      return flow.startSession({ id: "one", selector: "#kyc", signal }).catch((reason) => reason);
    });
    assert.equal(found, "polyfilled");
  });

  test("is invalid_options where it is no signal, an AbortController too", async () => {
    await it.open();
    const found = await it.run(async (flow) => {
      const calls = fakeWidget();
      const { signal } = new AbortController();
      const values = [
        "signal", "", 0, 1, true, false, 1n, Symbol("signal"), () => {}, {}, [], new AbortController(), new EventTarget(), document.body, AbortSignal,
        { aborted: false }, { aborted: true, reason: "fake" }, { aborted: "no", addEventListener() {}, removeEventListener() {} }, { aborted: false, addEventListener() { throw 1; } },
        Object.create(signal), new Proxy(signal, {}), { get aborted() { throw 1; } },
      ];
      const wrong = [];
      for (const [index, value] of values.entries()) {
        for (const call of [() => flow.startSession({ id: "one", selector: "#kyc", signal: value }), () => flow.load({ signal: value })]) {
          const end = await endOf(call());
          if (end !== "invalid_options signal") wrong.push(`${index}: ${end}`);
        }
      }
      return [wrong, calls.length, ledger.listeners(), document.querySelector("#kyc").innerHTML];
    });
    assert.deepEqual(found, [[], 0, [], ""]);
  });
});
