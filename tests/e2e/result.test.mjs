// `result`: the server's answer ends a session, after the widget's `finish` and where it is never heard.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { clockScript } from "./support/clock.mjs";
import { dialogs } from "./support/dialogs.mjs";
import { result, startEcho } from "./support/echo.mjs";
import { harness } from "./support/harness.mjs";

const it = harness();
const { openPage, press } = dialogs(it);

before(async () => {
  it.echo = await startEcho();
});
after(() => it.echo?.close());

const progress = { ...result, status: "PROGRESS", liveness_result: {} };
const { status: _, ...withoutStatus } = result;
const both = { ...withoutStatus, technologies: [{ name: "Liveness Detection", code: "LD" }, { name: "Document Recognition", code: "DR" }] };

/** What the stories here find in their pages. */
const head = `${clockScript}<script>
/** A session with a widget that waits, and what is told of it: its statuses, and how it ends. */
window.begin = (options) => {
  const told = { statuses: [] };
  const session = flow.startSession({ id: "the-session", selector: "#kyc", ...options, onStatus: (status) => (told.statuses.push(status), options.onStatus?.(status)) });
  told.end = session.then(
    (result) => ({ end: "resolved", ...result }),
    (error) => (error instanceof flow.FlowError ? { end: error.code, details: { ...error.details } } : { end: String(error) }),
  );
  told.end.then((end) => (told.isOver = end));
  told.comesTo = (status) => eventually(() => told.isOver || told.statuses.includes(status));
  return told;
};
</script>`;
const open = () => openPage({ head });

const places = {
  "in the page": {},
  "in a dialog": { presentation: "dialog" },
  "isolated in the page": { isolate: true },
  "isolated in a dialog": { presentation: "dialog", isolate: true },
};
const quickly = { interval: 50 };

describe("After the widget's finish, a session with `result`", () => {
  for (const [place, options] of Object.entries(places)) {
    test(`${place} is checking until the result is complete, with a notice in the widget's place, and ends with it`, async () => {
      await open();
      const endpoint = it.echo.endpoint({ body: progress }, { body: progress }, { body: result });
      const found = await it.run(async (flow, options) => {
        const before = document.body.outerHTML;
        const notices = [];
        const noticesNow = () => [...document.querySelectorAll("#kyc p, body > div")].map((element) => element.shadowRoot?.querySelector("p").textContent ?? (element.localName === "p" ? element.textContent : "")).join("");
        const onStatus = (status) => {
          if (status === "checking") notices.push(noticesNow(), document.querySelectorAll("iframe, video, [id^=flow-embed-]").length);
        };
        const session = begin({ ...options, locale: "en", onStatus });
        const { end, id, result, detail } = await session.end;
        return { end, id, result, detail: detail.session_id, statuses: session.statuses, notices, isBack: document.body.outerHTML === before };
      }, { ...options, script: { url: it.automatic() }, result: { endpoint: endpoint.url } });
      assert.deepEqual(found, {
        end: "resolved",
        id: "the-session",
        result,
        detail: "the-session",
        statuses: ["loading", "starting", "active", "checking", "finished"],
        notices: ["Checking the result…", 0],
        isBack: true,
      });
      assert.equal(endpoint.requests[0].query.session_id, "the-session");
    });
  }

  test("has switched the camera off before it is checking", async () => {
    await open();
    const endpoint = it.echo.endpoint({ body: progress });
    const states = await it.run(async (flow, options) => {
      const session = begin(options);
      const button = await eventually(() => document.querySelector("[data-action=continue]"));
      button.click();
      await eventually(() => document.querySelector("[data-camera=live]"));
      const tracks = document.querySelector("video").srcObject.getTracks();
      finish({ early: true });
      await session.comesTo("checking");
      return tracks.map(({ readyState }) => readyState);
    }, { script: { url: it.waiting() }, result: { endpoint: endpoint.url } });
    assert.deepEqual([...new Set(states)], ["ended"]);
  });

  test("that is not complete in time is result_pending, with the id, the last answer and the widget's detail", async () => {
    await open();
    const endpoint = it.echo.endpoint({ body: progress });
    const found = await it.run(async (flow, options) => {
      fakeWidget(() => setTimeout(finish, 0, { of: "the widget" }));
      return begin(options).end;
    }, { result: { endpoint: endpoint.url, wait: 300 } });
    assert.deepEqual(found, { end: "result_pending", details: { result: progress, detail: { of: "the widget" }, id: "the-session" } });
  });

  test("goes on through a server's restart", async () => {
    await open();
    const endpoint = it.echo.endpoint({ status: 502, body: "" }, { status: 503, body: "" }, { body: result });
    const found = await it.run(async (flow, options) => {
      fakeWidget();
      return begin(options).end;
    }, { result: { endpoint: endpoint.url } });
    assert.deepEqual([found.end, found.result], ["resolved", result]);
  });

  test("ends with a refusal, and has the id", async () => {
    await open();
    const endpoint = it.echo.endpoint({ status: 403, body: {} });
    const found = await it.run(async (flow, options) => {
      fakeWidget();
      return begin(options).end;
    }, { result: { endpoint: endpoint.url } });
    assert.deepEqual([found.end, found.details.status, found.details.id], ["http", 403, "the-session"]);
  });

  for (const [place, options] of Object.entries({ "in the page": {}, "in a dialog": { presentation: "dialog" } })) {
    test(`${place} can still be aborted, and leaves the page as it was`, async () => {
      await open();
      const endpoint = it.echo.endpoint({ body: progress });
      const found = await it.run(async (flow, options) => {
        const before = document.body.outerHTML;
        const controller = new AbortController();
        fakeWidget(() => void setTimeout(finish));
        const session = begin({ ...options, signal: controller.signal });
        await session.comesTo("checking");
        controller.abort("the page's own reason");
        return [(await session.end).end, document.body.outerHTML === before, await endOf(flow.startSession({ id: "next", selector: "#kyc", signal: AbortSignal.timeout(1) })).then((end) => end !== "session_active")];
      }, { ...options, result: { endpoint: endpoint.url } });
      assert.deepEqual(found, ["the page's own reason", true, true]);
    });
  }

  test("is aborted by a listener of the page's own to the widget's finish", async () => {
    await open();
    const endpoint = it.echo.endpoint({ body: progress });
    const found = await it.run(async (flow, options) => {
      const controller = new AbortController();
      fakeWidget(() => {
        // After ours, which was there before.
        addEventListener("finish", () => controller.abort("heard it myself"), { capture: true, once: true });
        setTimeout(finish);
      });
      return (await begin({ ...options, signal: controller.signal }).end).end;
    }, { result: { endpoint: endpoint.url } });
    assert.equal(found, "heard it myself");
  });

  test("is cancelled by the person who closes the dialog, with the id", async () => {
    await open();
    const endpoint = it.echo.endpoint({ body: progress });
    await it.run(async (flow, options) => {
      fakeWidget(() => void setTimeout(finish));
      window.session = begin(options);
      await session.comesTo("checking");
    }, { presentation: "dialog", result: { endpoint: endpoint.url } });
    await press("\uE00C");
    const { end, details } = await it.run(() => session.end);
    assert.deepEqual([end, details.id], ["cancelled", "the-session"]);
  });

  test("is container_removed where the page takes the container away, with the id", async () => {
    await open();
    const endpoint = it.echo.endpoint({ body: progress });
    const { end, details } = await it.run(async (flow, options) => {
      fakeWidget(() => void setTimeout(finish));
      const session = begin(options);
      await session.comesTo("checking");
      document.querySelector("#kyc").replaceChildren();
      return session.end;
    }, { result: { endpoint: endpoint.url } });
    assert.deepEqual([end, details.id], ["container_removed", "the-session"]);
  });

  test("keeps an empty container with keepMounted", async () => {
    await open();
    const endpoint = it.echo.endpoint({ body: result });
    const found = await it.run(async (flow, options) => {
      fakeWidget((options) => {
        document.querySelector(options.selector).append("widget");
        setTimeout(finish);
      });
      const { end } = await begin({ ...options, keepMounted: true }).end;
      const host = document.querySelector("#kyc");
      return [end, host.children.length, host.textContent];
    }, { result: { endpoint: endpoint.url } });
    assert.deepEqual(found, ["resolved", 1, ""]);
  });
});

describe("While the person is at the checks, a session with `result`", () => {
  const complete = {
    "its status is FINISHED": result,
    "it has expired": { ...progress, status: "EXPIRED" },
    "both its technologies have content, without a status": { ...both, liveness_result: { result: true }, document_recognition_result: { first_name: "A" } },
  };
  for (const [what, answer] of Object.entries(complete)) {
    for (const [place, options] of Object.entries(places)) {
      test(`${place} ends where ${what}, though finish is never heard`, async () => {
        await open();
        const endpoint = it.echo.endpoint({ body: progress }, { body: answer });
        const found = await it.run(async (flow, options) => {
          const before = document.body.outerHTML;
          const session = begin(options);
          const { end, result, ...others } = await session.end;
          return { end, result, detail: others.detail ?? "none", hasDetail: "detail" in others, statuses: session.statuses, isBack: document.body.outerHTML === before };
        }, { ...options, script: { url: it.waiting() }, result: { endpoint: endpoint.url, ...quickly } });
        assert.deepEqual(found, { end: "resolved", result: answer, detail: "none", hasDetail: true, statuses: ["loading", "starting", "active", "finished"], isBack: true });
        assert.equal(endpoint.requests.length, 2);
      });
    }
  }

  const incomplete = {
    "one of its two technologies has content": { ...both, liveness_result: { result: true } },
    "a technology waits for a person": { ...withoutStatus, technologies: [{ name: "GBDFL" }], gbdfl_result: { status: "PENDING" } },
    "its status is another": { ...progress, status: "WHATEVER", liveness_result: { result: true } },
    "it was finished before this start": { ...result, finished_at: "2020-01-01T00:00:00Z" },
  };
  for (const [what, answer] of Object.entries(incomplete)) {
    test(`goes on where ${what}`, async () => {
      await open();
      const endpoint = it.echo.endpoint({ body: answer });
      await it.run(async (flow, options) => {
        fakeWidget(() => {});
        window.session = begin(options);
        await session.comesTo("active");
      }, { result: { endpoint: endpoint.url, ...quickly } });
      await asked(endpoint, 3);
      assert.deepEqual(await it.run(() => [session.isOver ?? "running", session.statuses.at(-1)]), ["running", "active"]);
    });
  }

  test("ends with a session's answer that was finished after its start", async () => {
    await open();
    const endpoint = it.echo.endpoint(() => ({ body: { ...result, finished_at: new Date().toISOString() } }));
    const { end } = await it.run(async (flow, options) => {
      fakeWidget(() => {});
      return begin(options).end;
    }, { result: { endpoint: endpoint.url, ...quickly } });
    assert.equal(end, "resolved");
  });

  for (const status of [401, 403, 429, 500, 503]) {
    test(`goes on where the server answers ${status}, however often`, async () => {
      await open();
      const endpoint = it.echo.endpoint(...Array(4).fill({ status, body: {} }), { body: result });
      const { end } = await it.run(async (flow, options) => {
        fakeWidget(() => {});
        return begin(options).end;
      }, { result: { endpoint: endpoint.url, ...quickly } });
      assert.equal(end, "resolved");
      assert.equal(endpoint.requests.length, 5);
    });
  }

  for (const status of [404, 410]) {
    test(`ends as http where the server answers ${status} twice running, with the camera off, and not before`, async () => {
      await open();
      const unknown = { status, body: { detail: "Not found." } };
      const endpoint = it.echo.endpoint(unknown, { body: progress }, unknown, unknown);
      const { end, details } = await it.run(async (flow, options) => {
        fakeWidget(() => {});
        return begin(options).end;
      }, { result: { endpoint: endpoint.url, ...quickly } });
      assert.deepEqual([end, details.status, details.id, endpoint.requests.length], ["http", status, "the-session", 4]);
    });
  }

  test("asks calmly: first after the interval, then growing to three times as much", async () => {
    await open();
    const endpoint = it.echo.endpoint({ body: progress });
    const pauses = await it.run(async (flow, options) => {
      fakeWidget(() => {});
      clock.start();
      const session = flow.startSession({ id: "the-session", selector: "#kyc", ...options }).catch(() => {});
      const pauses = [];
      while (pauses.length < 12) {
        const pause = await clock.timerOtherThan(15_000, 1000);
        pauses.push(pause);
        clock.advance(pause);
      }
      clock.stop();
      return pauses;
    }, { result: { endpoint: endpoint.url, interval: 4000 } });
    assert.deepEqual(pauses.slice(0, 4), [4000, 5000, 6000, 7000]);
    assert.deepEqual(pauses.slice(8), [12_000, 12_000, 12_000, 12_000]);
  });

  test("asks nothing before it is active, and nothing once it is aborted", async () => {
    await open();
    const endpoint = it.echo.endpoint({ body: progress });
    await it.run(async (flow, options) => {
      fakeWidget(() => {});
      const controller = new AbortController();
      const session = begin({ ...options, signal: controller.signal });
      await session.comesTo("active");
      controller.abort("aborted");
      await session.end;
      // No timer is left that a question could come by.
      window.pending = ledger.timers();
    }, { result: { endpoint: endpoint.url, ...quickly } });
    assert.deepEqual([await it.run(() => pending), endpoint.requests], [0, []]);
  });

  test("sends the headers and credentials that it was given", async () => {
    await open();
    const endpoint = it.echo.endpoint({ body: result });
    await it.run(async (flow, options) => {
      fakeWidget(() => {});
      return begin(options).end;
    }, { result: { endpoint: endpoint.url, headers: { "x-csrf": "token" }, credentials: "include", ...quickly } });
    assert.equal(endpoint.requests[0].headers["x-csrf"], "token");
  });
});

/** Resolves once an endpoint was asked so often. */
const asked = async (endpoint, times) => {
  while (endpoint.requests.length < times) await it.run(() => nextFrame());
};

describe("An option of `result` that is wrong is invalid_options", () => {
  for (const [field, result] of [
    ["result", "yes"],
    ["result.endpoint", {}],
    ["result.endpoint", { endpoint: 7 }],
    ["result.endpoint", { endpoint: "ftp://example.com/" }],
    ["result.headers", { endpoint: "/r", headers: "x" }],
    ["result.headers.x", { endpoint: "/r", headers: { x: 7 } }],
    ["result.headers.no name", { endpoint: "/r", headers: { "no name": "x" } }],
    ["result.credentials", { endpoint: "/r", credentials: "all" }],
    ["result.timeout", { endpoint: "/r", timeout: 0 }],
    ["result.interval", { endpoint: "/r", interval: "5 s" }],
    ["result.wait", { endpoint: "/r", wait: true }],
  ]) {
    test(`${field}: ${JSON.stringify(result)}`, async () => {
      await open();
      const [end, calls] = await it.run(async (flow, result) => {
        const calls = fakeWidget();
        return [await endOf(flow.startSession({ id: "one", selector: "#kyc", result })), calls.length];
      }, result);
      assert.deepEqual([end, calls], [`invalid_options ${field}`, 0]);
    });
  }
});
