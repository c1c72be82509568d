// getResult: one answer, or asking again until the result is complete.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clockScript } from "./support/clock.mjs";
import { result } from "./support/echo.mjs";
import { flowError } from "./support/harness.mjs";
import { requestsHarness } from "./support/requests.mjs";

const it = requestsHarness("--progress-ms", "400");

const progress = { ...result, status: "PROGRESS", liveness_result: {} };
const { status: _, ...withoutStatus } = result;
const quickly = { interval: 20 };

it.inOnePage("Without wait, getResult", () => {
  for (const wait of [null, false]) {
    test(`yields the one answer, whatever it is (wait: ${wait})`, async () => {
      const endpoint = it.echo.endpoint({ body: progress }, { body: result });
      assert.deepEqual(await it.getResult({ endpoint: endpoint.url, wait }), progress);
      assert.equal(endpoint.requests.length, 1);
    });
  }
});

it.inOnePage("With wait, getResult", () => {
  test("of the sandbox asks until the session that the person went through is finished", async () => {
    const session = await it.sandbox.createSession(["LD"]);
    const post = (path, body) => fetch(it.sandbox.origin + path, { method: "POST", body: JSON.stringify({ session_id: session.session_id, ...body }) });
    await post("/widget/session/begin", {});
    const key = it.sandbox.key();
    const waiting = it.getResult({ endpoint: it.resultUrl({ key }), apiKey: session.api_key, id: session.session_id, wait: { interval: 100 } });
    // The end comes while the page waits.
    await fetch(`${it.sandbox.origin}/sandbox/log/wait?key=${key}`);
    await post("/widget/session/complete", { cancelled: false, technologies: [{ code: "LD", passed: true }] });
    const found = await waiting;
    assert.deepEqual([found.status, found.flow_session_result, found.liveness_result.prediction], ["FINISHED", true, "0.9980"]);
    assert.ok((await it.sandbox.log(key)).length > 1);
  });

  test("asks until the status is FINISHED, though sub-results have content before", async () => {
    const endpoint = it.echo.endpoint({ body: { ...progress, liveness_result: { result: true } } }, { body: result });
    assert.deepEqual(await it.getResult({ endpoint: endpoint.url, wait: quickly }), result);
    assert.equal(endpoint.requests.length, 2);
  });

  for (const field of ["liveness_result", "document_recognition_result", "face2face_result", "edocument_result"]) {
    test(`asks, where there is no status, until ${field} has content`, async () => {
      const complete = { ...withoutStatus, [field]: { result: true } };
      const endpoint = it.echo.endpoint({ body: withoutStatus }, { body: { ...withoutStatus, [field]: {} } }, { body: { ...withoutStatus, [field]: null } }, { body: complete });
      assert.deepEqual(await it.getResult({ endpoint: endpoint.url, wait: quickly }), complete);
      assert.equal(endpoint.requests.length, 4);
    });
  }

  test("that runs out of time is result_pending, retryable, with the last answer", async () => {
    const endpoint = it.echo.endpoint({ body: { ...progress, n: 1 } }, { body: { ...progress, n: 2 } });
    await assert.rejects(
      it.getResult({ endpoint: endpoint.url, wait: { timeout: 500, interval: 50 } }),
      flowError("result_pending", ({ retryable, details }) => assert.deepEqual([retryable, details], [true, { id: "the-session", result: { ...progress, n: 2 } }])),
    );
  });

  test("that gets no answer at all in its time is request_timeout, and the server sees the connection close", async () => {
    const key = it.sandbox.key();
    await assert.rejects(
      it.getResult({ endpoint: it.resultUrl({ fault: "hang", key }), wait: { timeout: 200 } }),
      flowError("request_timeout", ({ message }) => assert.match(message, /`wait.timeout`/)),
    );
    assert.equal((await it.closed(key)).length, 1);
  });

  test("asks again after a failure on the way, as Retry-After says", async () => {
    const endpoint = it.echo.endpoint({ body: progress }, { status: 503, headers: { "retry-after": "1" }, body: {} }, { body: result });
    assert.deepEqual(await it.getResult({ endpoint: endpoint.url, wait: quickly }), result);
    const [, second, third] = endpoint.requests;
    assert.ok(third.at - second.at >= 950, `${third.at - second.at} ms`);
  });

  for (const [what, failures, retries] of [
    ["a server that restarts, however often it fails", Array(6).fill({ status: 502, body: "" }), undefined],
    ["a server that fails in all ways", [429, 500, 502, 503, 504].map((status) => ({ status, body: {} })), undefined],
    ["a failure, though no retries are wanted", [{ status: 503, body: "" }, { status: 503, body: "" }], 0],
  ]) {
    test(`takes ${what} for "not yet"`, async () => {
      const endpoint = it.echo.endpoint({ body: progress }, ...failures, { body: result });
      assert.deepEqual(await it.getResult({ endpoint: endpoint.url, retries, wait: quickly }), result);
      assert.equal(endpoint.requests.length, failures.length + 2);
    });
  }

  test("takes a network failure and an attempt that takes too long for \"not yet\"", async () => {
    const endpoint = it.echo.endpoint({ body: result });
    const found = await it.run(async (flow, options) => {
      const { fetch } = window;
      const ways = [
        () => Promise.reject(new TypeError("no network")),
        () => new Promise(() => {}),
        fetch,
      ];
      window.fetch = (...request) => ways.shift()(...request);
      try {
        return await flow.getResult(options);
      } finally {
        window.fetch = fetch;
      }
    }, { id: "the-session", endpoint: endpoint.url, timeout: 100, wait: quickly });
    assert.deepEqual(found, result);
  });

  test("that hears only failures ends as the last of them, with the session's id", async () => {
    const endpoint = it.echo.endpoint({ status: 500, body: "one" }, { status: 503, body: "two" });
    await assert.rejects(
      it.getResult({ endpoint: endpoint.url, wait: { timeout: 500, interval: 20 } }),
      flowError("http", ({ details }) => assert.deepEqual([details.status, details.id], [503, "the-session"])),
    );
  });

  test("that hears failures after an answer is result_pending with that answer", async () => {
    const endpoint = it.echo.endpoint({ body: progress }, { status: 503, body: "" });
    await assert.rejects(
      it.getResult({ endpoint: endpoint.url, wait: { timeout: 500, interval: 20 } }),
      flowError("result_pending", ({ details }) => assert.deepEqual(details.result, progress)),
    );
  });

  test("ends at once where Retry-After is longer than the time that is left", async () => {
    const endpoint = it.echo.endpoint({ status: 429, headers: { "retry-after": "61" }, body: {} });
    await assert.rejects(it.getResult({ endpoint: endpoint.url, wait: true }), flowError("http", ({ details }) => assert.equal(details.retryAfter, 61_000)));
    assert.equal(endpoint.requests.length, 1);
  });

  test("ends with a refusal", async () => {
    const endpoint = it.echo.endpoint({ body: progress }, { status: 404, body: {} });
    await assert.rejects(it.getResult({ endpoint: endpoint.url, wait: quickly }), flowError("http"));
  });

  for (const [field, wait] of [["wait", "yes"], ["wait", 60000], ["wait.timeout", { timeout: 0 }], ["wait.timeout", { timeout: "60 s" }], ["wait.interval", { interval: -1 }], ["wait.interval", { interval: 2 ** 31 }]]) {
    test(`${JSON.stringify(wait)} is invalid_options ${field}, and nothing is sent`, async () => {
      const endpoint = it.echo.endpoint({ body: result });
      assert.equal(await it.endOf("getResult", { id: "the-session", endpoint: endpoint.url, wait }), `invalid_options ${field}`);
      assert.equal(endpoint.requests.length, 0);
    });
  }
});

/** The pauses between the requests of a call that never gets a complete answer, and how it ended, by the page's own clock. */
const pausesOf = async (wait) => {
  const endpoint = it.echo.endpoint({ body: progress });
  await it.open({ head: clockScript });
  const found = await it.run(async (flow, options) => {
    clock.start();
    const pauses = [];
    const { timeout = 60_000 } = options.wait;
    const call = flow.getResult(options).catch((error) => error);
    while (clock.now < timeout) {
      const pause = await clock.timerOtherThan(15_000, timeout);
      if (clock.now + pause < timeout) pauses.push(pause);
      clock.advance(Math.min(pause, timeout - clock.now));
    }
    const { code } = await call;
    clock.stop();
    return { pauses, code, pending: clock.pending() };
  }, { id: "the-session", endpoint: endpoint.url, wait });
  return { ...found, requests: endpoint.requests.length };
};

/** Each pause is the full one less up to a half of it. */
const assertPauses = (pauses, ...fulls) =>
  pauses.forEach((pause, index) => {
    const full = fulls[Math.min(index, fulls.length - 1)];
    assert.ok(pause >= full / 2 && pause <= full, `pause ${index + 1} of ${pauses}: ${pause} of ${full} ms`);
  });

test("The pauses of a wait double from a second to ten, with jitter, for a minute", async () => {
  const { pauses, code, requests, pending } = await pausesOf({});
  assert.deepEqual([code, pending], ["result_pending", []]);
  assert.equal(requests, pauses.length + 1);
  assert.ok(pauses.length >= 8, `${pauses}`);
  assertPauses(pauses, 1000, 2000, 4000, 8000, 10_000);
});

test("The first pause is the interval, and the wait's timeout ends it", async () => {
  const { pauses, code } = await pausesOf({ interval: 3000, timeout: 20_000 });
  assert.equal(code, "result_pending");
  assertPauses(pauses, 3000, 6000, 10_000);
});

test("Pauses are not the same each time, so that a crowd of visitors does not come back at once", async () => {
  const [first, second] = [await pausesOf({}), await pausesOf({})];
  assert.notDeepEqual(first.pauses, second.pauses);
});

it.inOnePage("A tab that nobody looks at", () => {
  const showing = `<script>
    let state = "hidden";
    Object.defineProperty(document, "visibilityState", { get: () => state });
    window.show = (next) => { state = next; document.dispatchEvent(new Event("visibilitychange")); };
  </script>`;
  const watched = async (story) => {
    const endpoint = it.echo.endpoint({ body: progress });
    await it.open({ head: clockScript + showing });
    return it.run(
      async (flow, options, story) => {
        clock.start();
        const times = [];
        const { fetch } = window;
        window.fetch = (...values) => (times.push(clock.now), fetch(...values));
        const call = flow.getResult(options).catch((error) => error);
        const pause = () => clock.timerOtherThan(15_000, options.wait.timeout);
        await eval(story)(pause, times);
        const found = { times: [...times] };
        clock.advance(options.wait.timeout);
        const { code } = await call;
        clock.stop();
        return { ...found, code, listeners: ledger.listeners(), pending: clock.pending() };
      },
      { id: "the-session", endpoint: endpoint.url, wait: { timeout: 150_000 } },
      `(${story})`,
    );
  };

  test("asks no more often than every 30 seconds", async () => {
    const { times, code, listeners, pending } = await watched(async (pause) => {
      while (clock.now < 120_000) clock.advance(await pause());
    });
    assert.ok(times.length >= 4, `${times}`);
    times.slice(1).forEach((time, index) => assert.ok(time - times[index] >= 30_000, `${times}`));
    assert.deepEqual([code, listeners, pending], ["result_pending", [], []]);
  });

  test("asks at once when it is looked at again", async () => {
    const { times } = await watched(async (pause, times) => {
      const first = await pause();
      clock.advance(first);
      // A second timer: the rest of the 30 seconds.
      await pause();
      clock.advance(2000);
      const asked = new Promise((resolve) => {
        const { push } = times;
        times.push = (time) => (push.call(times, time), resolve());
      });
      show("visible");
      await asked;
    });
    assert.equal(times.length, 2);
    assert.ok(times[1] < 4000, `${times}`);
  });

  test("goes on waiting where visibilitychange says that it is hidden still", async () => {
    const { times } = await watched(async (pause) => {
      clock.advance(await pause());
      await pause();
      show("hidden");
      await nextFrame();
    });
    assert.equal(times.length, 1);
  });
});
