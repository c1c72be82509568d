// A session from call to end, by the ES module and by the script-tag build alike.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { flowError, harness } from "./support/harness.mjs";
import { buildNames } from "./support/site.mjs";

const it = harness();

for (const build of buildNames) {
  describe(`A session by the ${build} build`, () => {
    const start = (options = {}, story = (flow, options) => flow.startSession(options)) => it.run(story, { id: "one", selector: "#kyc", ...options });

    test("resolves with the id and the widget's detail when the widget finishes", async () => {
      await it.open({ build });
      const result = await start({ script: { url: it.automatic() } });
      assert.equal(result.id, "one");
      assert.equal(result.detail.session_id, "one");
      assert.equal(result.detail.result, true);
    });

    test("leaves host, body and listeners as they were found, and no timer", async () => {
      await it.open({ build, body: `<div id="kyc" class="card">Before <b>the</b> widget</div>` });
      const [before, after, listeners, timers] = await start({ script: { url: it.automatic() } }, async (flow, options) => {
        const before = document.body.outerHTML;
        await flow.startSession(options);
        return [before, document.body.outerHTML, ledger.listeners(), ledger.timers()];
      });
      assert.equal(after, before);
      assert.deepEqual(listeners, []);
      assert.equal(timers, 0);
    });

    test("reports loading, starting, active and finished, in this order", async () => {
      await it.open({ build });
      const statuses = await start({ script: { url: it.automatic() } }, async (flow, options) => {
        const statuses = [];
        await flow.startSession({ ...options, onStatus: (status) => statuses.push(status) });
        return statuses;
      });
      assert.deepEqual(statuses, ["loading", "starting", "active", "finished"]);
    });
  });
}

describe("The vendor's startSession", () => {
  const withFakeWidget = async (story, options = {}) => {
    await it.open();
    return it.run(story, { id: "one", selector: "#kyc", locale: "en", ...options });
  };

  test("gets exactly id, selector and locale, as a method of FlowWidget, once", async () => {
    const calls = await withFakeWidget(async (flow, options) => {
      const calls = [];
      window.FlowWidget = {
        startSession(...values) {
          calls.push({ values, isMethod: this === window.FlowWidget, found: document.querySelectorAll(values[0].selector).length });
          dispatchEvent(new CustomEvent("finish"));
        },
      };
      await flow.startSession({ ...options, width: 300, keepMounted: false, onStatus: () => {} });
      return calls;
    });
    assert.equal(calls.length, 1);
    assert.equal(calls[0].isMethod, true);
    assert.equal(calls[0].found, 1);
    assert.deepEqual(Object.keys(calls[0].values[0]).sort(), ["id", "locale", "selector"]);
    assert.equal(calls[0].values.length, 1);
    assert.equal(calls[0].values[0].id, "one");
    assert.equal(calls[0].values[0].locale, "en");
  });

  test("accepts session_id in place of id, and refuses two that differ", async () => {
    const id = await withFakeWidget(async (flow, options) => {
      window.FlowWidget = { startSession: ({ id }) => dispatchEvent(new CustomEvent("finish", { detail: id })) };
      const { id: _, ...rest } = options;
      await flow.startSession({ ...rest, id: "same", session_id: "same" });
      return (await flow.startSession({ ...rest, session_id: "the other name" })).detail;
    });
    assert.equal(id, "the other name");
    await assert.rejects(
      withFakeWidget((flow, options) => flow.startSession({ ...options, session_id: "two" })),
      flowError("invalid_options", ({ details }) => assert.equal(details.field, "id")),
    );
  });

  test("that throws is start_failed with the thrown value as cause, and the page is as it was", async () => {
    const [code, isCause, host] = await withFakeWidget(async (flow, options) => {
      const thrown = { vendor: "error" };
      window.FlowWidget = { startSession() { throw thrown; } };
      const error = await flow.startSession(options).catch((error) => error);
      return [error.code, error.cause === thrown, document.querySelector("#kyc").innerHTML];
    });
    assert.deepEqual([code, isCause, host], ["start_failed", true, ""]);
  });

  test("that answers with a promise which rejects is start_failed with its reason as cause", async () => {
    const [code, isCause] = await withFakeWidget(async (flow, options) => {
      const reason = Symbol("reason");
      window.FlowWidget = { startSession: () => Promise.reject(reason) };
      const error = await flow.startSession(options).catch((error) => error);
      return [error.code, error.cause === reason];
    });
    assert.deepEqual([code, isCause], ["start_failed", true]);
  });

  for (const fault of ["start-throws", "start-rejects"]) {
    test(`of the sandbox's widget with the fault ${fault} is start_failed`, async () => {
      await it.open();
      await assert.rejects(
        it.run((flow, url) => flow.startSession({ id: "one", selector: "#kyc", script: { url } }), it.automatic({ fault })),
        flowError("start_failed", ({ retryable }) => assert.equal(retryable, false)),
      );
    });
  }
});

describe("A finish", () => {
  const withWidget = async (startSession, options = {}) => {
    await it.open({ body: `<div id="kyc"></div><div id="elsewhere"></div>` });
    return it.run(
      async (flow, source, options) => {
        window.FlowWidget = { startSession: eval(source) };
        const { detail } = await flow.startSession({ id: "one", selector: "#kyc", ...options });
        return detail;
      },
      `(${startSession})`,
      options,
    );
  };

  test("hands out detail as the very same value, whatever it is", async () => {
    await it.open();
    const same = await it.run(async (flow) => {
      const details = [{ nested: [() => {}, document.body] }, Symbol("symbol"), 1n, null, "", NaN, new Proxy({}, { get() { throw 1; } })];
      const answers = [];
      for (const detail of details) {
        window.FlowWidget = { startSession: () => void setTimeout(() => dispatchEvent(new CustomEvent("finish", { detail }))) };
        answers.push(Object.is((await flow.startSession({ id: "one", selector: "#kyc" })).detail, detail));
      }
      return answers;
    });
    assert.deepEqual(same, Array(7).fill(true));
  });

  test("inside the vendor's startSession counts", async () => {
    assert.equal(await withWidget(() => dispatchEvent(new CustomEvent("finish", { detail: "at once" }))), "at once");
  });

  test("inside a startSession that then throws still counts: what happened first is the end", async () => {
    const detail = await withWidget(() => {
      dispatchEvent(new CustomEvent("finish", { detail: "first" }));
      throw new Error("second");
    });
    assert.equal(detail, "first");
  });

  test("on the document counts", async () => {
    assert.equal(await withWidget(() => document.dispatchEvent(new CustomEvent("finish", { detail: "document" }))), "document");
  });

  test("from inside the container counts, whether it bubbles or not", async () => {
    for (const bubbles of [true, false]) {
      const detail = await withWidget(`({ selector }) => {
        const inner = document.querySelector(selector).appendChild(document.createElement("p"));
        inner.dispatchEvent(new CustomEvent("finish", { detail: "inside", bubbles: ${bubbles} }));
      }`);
      assert.equal(detail, "inside");
    }
  });

  test("that bubbles up from another element does not count", async () => {
    const detail = await withWidget(() => {
      document.querySelector("#elsewhere").dispatchEvent(new CustomEvent("finish", { detail: "another's", bubbles: true }));
      document.querySelector("#kyc").dispatchEvent(new CustomEvent("finish", { detail: "the host's own", bubbles: true }));
      dispatchEvent(new CustomEvent("finish", { detail: "the widget's" }));
    });
    assert.equal(detail, "the widget's");
  });

  test("is heard though the page stops the event's propagation", async () => {
    const detail = await withWidget(() => {
      document.addEventListener("finish", (event) => event.stopPropagation(), true);
      document.dispatchEvent(new CustomEvent("finish", { detail: "heard", bubbles: true }));
    });
    assert.equal(detail, "heard");
  });

  test("that comes twice settles once, and the next session is not settled by the second", async () => {
    await it.open();
    const details = await it.run(async (flow) => {
      const finish = (detail) => dispatchEvent(new CustomEvent("finish", { detail }));
      window.FlowWidget = { startSession: ({ id }) => { finish(id); finish(`${id} again`); } };
      const first = await flow.startSession({ id: "first", selector: "#kyc" });
      const second = await flow.startSession({ id: "second", selector: "#kyc" });
      return [first.detail, second.detail];
    });
    assert.deepEqual(details, ["first", "second"]);
  });

  for (const fault of ["finishes-twice", "finishes-inside-start", "finish-on-document", "finish-in-container", "noise"]) {
    test(`of the sandbox's widget with the fault ${fault} resolves with its own detail`, async () => {
      await it.open();
      const { detail } = await it.run((flow, url) => flow.startSession({ id: "one", selector: "#kyc", script: { url } }), it.automatic({ fault }));
      assert.equal(detail.session_id, "one");
    });
  }

  test("with keepMounted leaves the container in the page, and the next session gets one of its own", async () => {
    await it.open();
    const [kept, ids] = await it.run(async (flow) => {
      window.FlowWidget = { startSession: () => dispatchEvent(new CustomEvent("finish")) };
      await flow.startSession({ id: "one", selector: "#kyc", keepMounted: true });
      const kept = document.querySelector("#kyc").children.length;
      await flow.startSession({ id: "two", selector: "#kyc", keepMounted: true });
      return [kept, [...document.querySelectorAll("#kyc [id]")].map((element) => element.id)];
    });
    assert.equal(kept, 1);
    assert.equal(new Set(ids).size, 2);
  });
});

describe("One inline session at a time", () => {
  for (const capture of [false, true]) {
    test(`the next one may be started by the page's own listener for finish, ${capture ? "that hears of it before ours" : "as hand-written glue does"}`, async () => {
      await it.open();
      const ends = await it.run(async (flow, capture) => {
        const start = (id) => endOf(flow.startSession({ id, selector: "#kyc" }));
        let next;
        const onFinish = () => {
          removeEventListener("finish", onFinish, capture);
          fakeWidget();
          next = start("two");
        };
        if (capture) addEventListener("finish", onFinish, capture);
        const active = new Promise((resolve) => fakeWidget(resolve));
        const first = start("one");
        await active;
        if (!capture) addEventListener("finish", onFinish, capture);
        // As the vendor does it, from a script of its own: no microtask runs between two listeners.
        finish("first");
        return [await first, await next];
      }, capture);
      assert.deepEqual(ends, ["resolved", "resolved"]);
    });
  }

  test("a second is session_active, and the first goes on to its finish", async () => {
    await it.open();
    const [code, detail, third] = await it.run(async (flow) => {
      const finish = (detail) => dispatchEvent(new CustomEvent("finish", { detail }));
      const started = new Promise((resolve) => (window.FlowWidget = { startSession: resolve }));
      const first = flow.startSession({ id: "one", selector: "#kyc" });
      await started;
      const error = await flow.startSession({ id: "two", selector: "#kyc" }).catch((error) => error);
      finish("first");
      const { detail } = await first;
      window.FlowWidget = { startSession: () => finish("third") };
      return [error.code, detail, (await flow.startSession({ id: "three", selector: "#kyc" })).detail];
    });
    assert.deepEqual([code, detail, third], ["session_active", "first", "third"]);
  });
});

describe("onStatus", () => {
  test("that throws is reported to the console and changes nothing", async () => {
    await it.open();
    const [detail, reported] = await it.run(async (flow) => {
      const reported = [];
      console.error = (...values) => reported.push(values.at(-1));
      window.FlowWidget = { startSession: () => dispatchEvent(new CustomEvent("finish", { detail: "done" })) };
      const { detail } = await flow.startSession({ id: "one", selector: "#kyc", onStatus: (status) => { throw status; } });
      return [detail, reported];
    });
    assert.equal(detail, "done");
    assert.deepEqual(reported, ["loading", "starting", "finished"]);
  });
});

describe("The locale", () => {
  const localeOf = async ({ lang, host = "", options = {}, languages } = {}) => {
    await it.open({ lang, body: `<section ${host}><div id="kyc"></div></section>` });
    return it.run(
      async (flow, options, languages) => {
        if (languages) Object.defineProperty(navigator, "languages", { value: languages });
        window.FlowWidget = { startSession: ({ locale }) => dispatchEvent(new CustomEvent("finish", { detail: locale })) };
        return (await flow.startSession({ id: "one", selector: "#kyc", ...options })).detail;
      },
      options,
      languages,
    );
  };

  test("is the one that was given, as a language tag too", async () => {
    assert.equal(await localeOf({ lang: "ru", options: { locale: "en" } }), "en");
    assert.equal(await localeOf({ lang: "ru", options: { locale: "kk-KZ" } }), "kz");
  });

  test("left out is the nearest lang attribute around the host", async () => {
    assert.equal(await localeOf({ lang: "en", host: `lang="kk"` }), "kz");
    assert.equal(await localeOf({ lang: "en-GB" }), "en");
  });

  test("left out without a lang attribute is the browser's first language that the widget speaks, then ru", async () => {
    assert.equal(await localeOf({ languages: ["de-DE", "kk", "en"] }), "kz");
    assert.equal(await localeOf({ languages: ["de"] }), "ru");
    assert.equal(await localeOf({ lang: "de", languages: ["en-US"] }), "en");
  });

  test("of another language, given explicitly, is invalid_options", async () => {
    await assert.rejects(localeOf({ options: { locale: "de" } }), flowError("invalid_options", ({ details }) => assert.equal(details.field, "locale")));
  });
});
