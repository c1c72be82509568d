// What goes wrong on the way, over real HTTP: the error that it is, and who asks again.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { describe, test } from "node:test";
import { result, session } from "./support/echo.mjs";
import { needs } from "./support/engines.mjs";
import { flowError } from "./support/harness.mjs";
import { apiKey, requestsHarness } from "./support/requests.mjs";

const it = requestsHarness();

const calls = {
  createSession: { options: { apiKey }, url: (wishes) => it.createUrl(wishes), answer: session },
  getResult: { options: { apiKey, id: "the-session", retries: 0 }, url: (wishes) => it.resultUrl(wishes), answer: result },
};

/** An address at which nobody listens. */
const closedPort = async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/`;
};

for (const [name, { options, url, answer }] of Object.entries(calls)) {
  const call = (given) => it.run((flow, name, options) => flow[name](options), name, { ...options, ...given });
  const isError = (code, retryable, check = () => {}) =>
    flowError(code, (error) => {
      assert.equal(error.retryable, retryable);
      assert.doesNotMatch(error.details.url, /\?/);
      assert.ok(error.message.startsWith(`${error.details.url} `), error.message);
      check(error);
    });

  it.inOnePage(`${name} is network, retryable, where`, () => {
    test("nobody listens", async () => {
      const endpoint = await closedPort();
      await assert.rejects(call({ endpoint }), isError("network", true, ({ details, message }) => {
        assert.deepEqual(details, { url: endpoint, ...(options.id && { id: options.id }) });
        assert.match(message, /CORS.*connect-src/);
      }));
    });

    for (const [what, fault] of [["CORS refuses the page", "no-cors"], ["the connection ends without an answer", "drop"]]) {
      test(what, () => assert.rejects(call({ endpoint: url({ fault }) }), isError("network", true)));
    }

    needs("content length")("the answer ends in its middle", async () => {
      const { session_id } = await it.sandbox.createSession(["LD", "ED", "F2F"]);
      await assert.rejects(call({ endpoint: url({ fault: "truncate" }), id: session_id }), isError("network", true));
    });

    test("the page's own policy forbids it", async () => {
      await it.open({ headers: { "content-security-policy": "connect-src 'none'" } });
      await assert.rejects(call({ endpoint: url({}) }), isError("network", true));
      await it.open();
    });
  });

  it.inOnePage(`${name} is request_timeout, retryable, and the server sees the connection close, where`, () => {
    for (const [what, fault] of [["there is no answer", { fault: "hang" }], ["the answer starts too late", { fault: "slow", ms: 60000 }], ["the answer does not end", { fault: "trickle", ms: 60000 }]]) {
      test(what, async () => {
        const key = it.sandbox.key();
        await assert.rejects(call({ endpoint: url({ ...fault, key }), timeout: 150 }), isError("request_timeout", true, ({ message }) => assert.match(message, /`timeout`/)));
        assert.deepEqual((await it.closed(key)).map(({ closed_by_client }) => closed_by_client), [true]);
      });
    }
  });

  it.inOnePage(`${name} is http where the server answers with the status`, () => {
    const answered = (answer, check) => assert.rejects(call({ endpoint: it.echo.endpoint(answer).url }), flowError("http", check));
    for (const status of [400, 401, 403, 404, 409, 410, 422, 429, 500, 502, 503, 504]) {
      const retryable = status === 429 || status >= 500;
      test(`${status}${retryable ? ", retryable" : ""}, with the server's own message in details.body`, async () => {
        const body = { detail: "Сессия не найдена" };
        await answered({ status, body }, (error) => {
          assert.deepEqual([error.retryable, error.details.status, error.details.body], [retryable, status, JSON.stringify(body)]);
        });
      });
    }

    test("400, with at most 2048 characters of a long message", async () => {
      await answered({ status: 400, body: "Қ".repeat(9000) }, ({ details }) => assert.equal(details.body, "Қ".repeat(2048)));
      await answered({ status: 400, body: "x" + "😀".repeat(9000) }, ({ details }) => assert.equal(details.body, "x" + "😀".repeat(1023)));
    });

    test("400 with JSON, which is in details.json, without what was secret", async () => {
      const text = JSON.stringify({ detail: `of ${apiKey}`, code: 7 });
      await answered({ status: 400, body: text }, ({ details }) => assert.deepEqual(details.json, { detail: "of ***", code: 7 }));
      await answered({ status: 400, body: "not JSON" }, ({ details }) => assert.ok(!("json" in details)));
    });

    test("503, with the pause that Retry-After asks for, in milliseconds, in details.retryAfter", async () => {
      await answered({ status: 503, headers: { "retry-after": "90" }, body: {} }, ({ details }) => assert.equal(details.retryAfter, 90_000));
      await answered({ status: 503, headers: { "retry-after": "0" }, body: {} }, ({ details }) => assert.equal(details.retryAfter, 0));
      await answered({ status: 503, body: {} }, ({ details }) => assert.ok(!("retryAfter" in details)));
      await answered({ status: 503, headers: { "retry-after": "soon" }, body: {} }, ({ details }) => assert.ok(!("retryAfter" in details)));
    });

    test("400 and nothing else", () => answered({ status: 400, body: "" }, ({ details }) => assert.equal(details.body, "")));
  });

  it.inOnePage(`${name} is protocol where the answer is`, () => {
    const answered = (answer, field) =>
      assert.rejects(call({ endpoint: it.echo.endpoint(answer).url }), flowError("protocol", ({ retryable, details }) => assert.deepEqual([retryable, details.field], [false, field])));

    for (const fault of ["html", "not-json", "empty"]) {
      test(`the sandbox's fault ${fault}`, () => assert.rejects(call({ endpoint: url({ fault }) }), isError("protocol", false)));
    }

    test("a redirect to a login page, and the message says so", () =>
      assert.rejects(call({ endpoint: url({ fault: "redirect" }) }), isError("protocol", false, ({ message }) => assert.match(message, /login/))));

    test("of other types, and details.field names the first", () => answered({ body: Object.fromEntries(Object.keys(answer).map((field) => [field, 5])) }, Object.keys(answer)[0]));

    for (const body of ["null", "true", "12", `"text"`, "{", " ", "\ufeff", "[1,2"]) test(JSON.stringify(body), () => answered({ body }));
    test("204", () => answered({ status: 204, body: "" }));
    test("an array", () => answered({ body: [] }, Object.keys(answer)[0]));

    for (const field of ["session_id", "id", "technologies"].filter((field) => field in answer)) {
      for (const value of [undefined, null, 5, {}, ...(field === "session_id" ? [""] : []), ...(field === "technologies" ? ["LD"] : [["x"]])]) {
        test(`with ${field} ${value === undefined ? "left out" : JSON.stringify(value)}`, () => answered({ body: { ...answer, [field]: value } }, field));
      }
    }
  });
}

it.inOnePage("The vendor's own words", () => {
  test("are in details.body: an unknown key, an unknown session, metadata that do not fit the flow", async () => {
    const bodyOf = async (name, options) => {
      const { details } = await it.run((flow, name, options) => flow[name](options).catch((error) => ({ details: error.details })), name, options);
      return [details.status, JSON.parse(details.body).detail];
    };
    const create = (options) => bodyOf("createSession", { endpoint: it.createUrl(), ...options });
    const [wrongKey] = await create({ apiKey: "x".repeat(47) });
    const [wrongMetadata, words] = await create({ apiKey: "sandbox_LD_".padEnd(47, "0"), metadata: { face2face: { photo1: "/9j/4AAQSkY=" } } });
    const [unknown] = await bodyOf("getResult", { endpoint: it.resultUrl(), apiKey, id: "no-such-session" });
    assert.deepEqual([wrongKey, wrongMetadata, unknown], [403, 400, 404]);
    assert.match(words, /Face2Face/);
  });
});

const unavailable = { status: 503, body: {} };

it.inOnePage("createSession sends once, since a session created twice is paid for twice,", () => {
  for (const fault of ["drop", "truncate", "no-cors", "html", "status"]) {
    test(`where the sandbox has the fault ${fault}`, async () => {
      const key = it.sandbox.key();
      await assert.rejects(it.createSession({ endpoint: it.createUrl({ fault, key }), apiKey }));
      assert.equal((await it.sandbox.log(key)).length, 1);
    });
  }

  test("where there is no answer in time", async () => {
    const key = it.sandbox.key();
    await assert.rejects(it.createSession({ endpoint: it.createUrl({ fault: "hang", key }), apiKey, timeout: 100 }), flowError("request_timeout"));
    assert.equal((await it.closed(key)).length, 1);
  });

  test("where the server says when to ask again", async () => {
    const endpoint = it.echo.endpoint({ status: 429, headers: { "retry-after": "0" }, body: {} });
    await assert.rejects(it.createSession({ endpoint: endpoint.url }), flowError("http"));
    assert.equal(endpoint.requests.length, 1);
  });
});

describe("Asked to, by retries,", () => {
  it.inOnePage("a call sends again", () => {
    const failing = (answers) => [...answers, { body: session }];
    for (const [what, answers] of [["after 503", [unavailable]], ["after 429", [{ status: 429, body: {} }]], ["after both", [unavailable, { status: 429, body: {} }]]]) {
      test(`${what}, with the same body`, async () => {
        const endpoint = it.echo.endpoint(...failing(answers));
        assert.deepEqual(await it.createSession({ endpoint: endpoint.url, retries: 2, metadata: { general: { interchangeable_tech: ["LD"] } } }), session);
        assert.deepEqual(endpoint.requests.map(({ body }) => body), Array(answers.length + 1).fill(`{"metadata":{"general":{"interchangeable_tech":["LD"]}}}`));
      });
    }

    for (const [what, faults] of [["after a connection that ended without an answer", { fault: "drop" }], ["after an answer that did not come in time", { fault: "hang" }]]) {
      test(what, async () => {
        const key = it.sandbox.key();
        const { technologies } = await it.createSession({ endpoint: it.createUrl({ ...faults, times: 1, key }), apiKey, retries: 1, timeout: 300 });
        assert.deepEqual([technologies, (await it.sandbox.log(key)).length], [["LD", "ED", "F2F"], 2]);
      });
    }

    test("as often as retries says, and then fails with the last answer", async () => {
      const endpoint = it.echo.endpoint(unavailable, { status: 500, body: "last" });
      await assert.rejects(it.createSession({ endpoint: endpoint.url, retries: 1 }), flowError("http", ({ details }) => assert.equal(details.body, "last")));
      assert.equal(endpoint.requests.length, 2);
    });

    test("not after a refusal or an answer of another shape", async () => {
      for (const answer of [{ status: 400, body: {} }, { status: 404, body: {} }, { body: "<html>" }, { body: {} }]) {
        const endpoint = it.echo.endpoint(answer);
        await assert.rejects(it.createSession({ endpoint: endpoint.url, retries: 5 }));
        assert.equal(endpoint.requests.length, 1);
      }
    });
  });
});

it.inOnePage("getResult", () => {
  test("sends up to three times by itself", async () => {
    const endpoint = it.echo.endpoint(unavailable);
    await assert.rejects(it.getResult({ endpoint: endpoint.url }), flowError("http"));
    assert.equal(endpoint.requests.length, 3);
  });

  test("sends once with retries 0", async () => {
    const endpoint = it.echo.endpoint(unavailable);
    await assert.rejects(it.getResult({ endpoint: endpoint.url, retries: 0 }), flowError("http"));
    assert.equal(endpoint.requests.length, 1);
  });

  const inSeconds = (seconds) => new Date(Date.now() + 1000 * seconds).toUTCString();
  for (const [form, header] of [["seconds", () => "2"], ["a date", () => inSeconds(3)]]) {
    test(`waits as long as Retry-After says in ${form}`, async () => {
      const endpoint = it.echo.endpoint(() => ({ status: 429, headers: { "retry-after": header() }, body: {} }), { body: result });
      await it.getResult({ endpoint: endpoint.url });
      const [first, second] = endpoint.requests;
      assert.ok(second.at - first.at >= 1900, `${second.at - first.at} ms`);
    });
  }

  test("fails at once where Retry-After asks for over a minute, rather than ask before its time", async () => {
    const endpoint = it.echo.endpoint({ status: 429, headers: { "retry-after": "61" }, body: {} }, { body: result });
    await assert.rejects(it.getResult({ endpoint: endpoint.url }), flowError("http", ({ retryable }) => assert.equal(retryable, true)));
    assert.equal(endpoint.requests.length, 1);
  });
});
