// What createSession and getResult send, and where.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { creating, result, resulting, session } from "./support/echo.mjs";
import { flowError } from "./support/harness.mjs";
import { apiKey, requestsHarness } from "./support/requests.mjs";
import { buildNames } from "./support/site.mjs";

const it = requestsHarness();
const ofField = (field) => flowError("invalid_options", ({ details }) => assert.equal(details.field, field));

for (const build of buildNames) {
  describe(`By the ${build} build`, () => {
    test("a session is created and its result is read", async () => {
      await it.open({ build });
      const created = await it.createSession({ endpoint: it.createUrl(), apiKey });
      assert.deepEqual(created.technologies, ["LD", "ED", "F2F"]);
      const found = await it.getResult({ endpoint: it.resultUrl(), apiKey, id: created.session_id });
      assert.deepEqual([found.id, found.status], [created.session_id, "PROGRESS"]);
    });
  });
}

it.inOnePage("createSession sends", () => {
  const sent = async (options) => {
    const endpoint = creating(it.echo);
    await it.createSession({ ...options, endpoint: endpoint.url });
    assert.equal(endpoint.requests.length, 1);
    return endpoint.requests[0];
  };

  test("a POST of JSON", async () => {
    const { method, headers } = await sent({});
    assert.deepEqual([method, headers["content-type"]], ["POST", "application/json"]);
  });

  const bodies = [
    [{}, {}],
    [{ apiKey }, { api_key: apiKey }],
    [{ metadata: {} }, { metadata: {} }],
    [{ metadata: { general: {} }, timeout: 9000, retries: 1, credentials: "omit", headers: { "x-one": "1" } }, { metadata: { general: {} } }],
    [{ apiKey: null, metadata: null, headers: null, credentials: null, signal: null, timeout: null, retries: null }, {}],
  ];
  for (const [options, body] of bodies) {
    test(`${JSON.stringify(body)} where the options are ${JSON.stringify(options)}`, async () => {
      assert.deepEqual(JSON.parse((await sent(options)).body), body);
    });
  }

  test("the headers that were given, and another content type in place of its own", async () => {
    const { headers } = await sent({ headers: { "X-CSRF-Token": "token", Authorization: "Bearer visitor", "content-type": "application/json; charset=utf-8" } });
    assert.deepEqual(
      [headers["x-csrf-token"], headers.authorization, headers["content-type"]],
      ["token", "Bearer visitor", "application/json; charset=utf-8"],
    );
  });

  test("no header whose value was left out", async () => {
    const { headers } = await sent({ headers: { "x-left-out": null } });
    assert.equal("x-left-out" in headers, false);
  });

  test("what the answer has beyond session_id and technologies is kept", async () => {
    const answer = { ...session, expires_at: "2030-01-01", nested: { list: [1, null, "x"] } };
    assert.deepEqual(await it.createSession({ endpoint: it.echo.endpoint({ body: answer }).url }), answer);
  });
});

it.inOnePage("getResult sends", () => {
  const sent = async (options) => {
    const endpoint = resulting(it.echo);
    await it.getResult({ ...options, endpoint: endpoint.url });
    assert.equal(endpoint.requests.length, 1);
    return endpoint.requests[0];
  };

  test("a GET with the session's id and nothing else", async () => {
    const { method, body, query, headers } = await sent({});
    assert.deepEqual([method, body, query, "content-type" in headers], ["GET", "", { session_id: "the-session" }, false]);
  });

  test("the API key under the vendor's name", async () => {
    assert.deepEqual((await sent({ apiKey })).query, { session_id: "the-session", flow_api_key: apiKey });
  });

  test("an id of any characters so that it arrives as it is", async () => {
    const id = "a&b=c/ü+%20 #?";
    assert.equal((await sent({ id })).query.session_id, id);
  });

  test("the headers that were given", async () => {
    assert.equal((await sent({ headers: { authorization: "Bearer visitor" } })).headers.authorization, "Bearer visitor");
  });

  for (const [name, id] of [["left out", null], ["empty", ""], ["a number", 1]]) {
    test(`nothing where the id is ${name}: invalid_options`, async () => {
      const endpoint = resulting(it.echo);
      await assert.rejects(it.getResult({ endpoint: endpoint.url, id }), ofField("id"));
      assert.equal(endpoint.requests.length, 0);
    });
  }

  test("a request each time, though the answer may be cached", async () => {
    const endpoint = it.echo.endpoint({ headers: { "cache-control": "max-age=600" }, body: result });
    await it.getResult({ endpoint: endpoint.url });
    await it.getResult({ endpoint: endpoint.url });
    assert.equal(endpoint.requests.length, 2);
  });

  test("what the answer has beyond the documented fields is kept", async () => {
    const answer = { ...result, validated_at: null, ip_check_results: [{ ip: "::1" }], liveness_result: { result: true, prediction: "0.9980" } };
    assert.deepEqual(await it.getResult({ endpoint: it.echo.endpoint({ body: answer }).url }), answer);
  });
});

for (const [name, options] of [["createSession", {}], ["getResult", { id: "the-session" }]]) {
  const endpointOf = () => (name === "createSession" ? creating(it.echo) : resulting(it.echo));
  const call = (given) => it.run((flow, name, options) => flow[name](options), name, { ...options, ...given });

  it.inOnePage(`The endpoint of ${name}`, () => {
    test("left out is the vendor's, where there is an API key", async () => {
      await it.open();
      const [method, url] = await it.run(async (flow, name, options) => {
        const asked = new Promise((resolve) => (window.fetch = (url, { method }) => (resolve([method, url]), Promise.reject(new Error("offline")))));
        flow[name](options).catch(() => {});
        return asked;
      }, name, { ...options, apiKey, retries: 0 });
      const vendor = "https://kyc.biometric.kz/api/v1/flows/session";
      assert.deepEqual([method, url], name === "createSession" ? ["POST", `${vendor}/create/`] : ["GET", `${vendor}/result/?session_id=the-session&flow_api_key=${apiKey}`]);
      await it.open();
    });

    test("may be relative to the page", async () => {
      await assert.rejects(
        call({ endpoint: "./api/flow?flow=loan" }),
        flowError("http", ({ details }) => assert.deepEqual([details.status, details.url], [404, `${it.site.origin}/api/flow`])),
      );
    });

    test("may be relative to the page's base URL, as fetch has it", async () => {
      await it.open({ head: `<base href="/bank/">` });
      await assert.rejects(
        call({ endpoint: "api/flow" }),
        flowError("http", ({ details }) => assert.equal(details.url, `${it.site.origin}/bank/api/flow`)),
      );
      await it.open();
    });

    test("may be a URL object, of another realm too", async () => {
      const endpoint = endpointOf();
      await it.run(async (flow, name, options, url) => {
        const frame = document.body.appendChild(document.createElement("iframe"));
        await flow[name]({ ...options, endpoint: new URL(url) });
        await flow[name]({ ...options, endpoint: new frame.contentWindow.URL(url) });
        frame.remove();
      }, name, options, endpoint.url);
      assert.equal(endpoint.requests.length, 2);
    });

    test("keeps a query of its own", async () => {
      const endpoint = endpointOf();
      await call({ endpoint: `${endpoint.url}?flow=loan&x=%26` });
      const { session_id, ...own } = endpoint.requests[0].query;
      assert.deepEqual(own, { flow: "loan", x: "&" });
    });

    for (const wrong of ["", "https://", "ftp://bank.example/", "data:application/json,{}", "http://name:word@127.0.0.1/", "http://name@127.0.0.1/", "http://:word@127.0.0.1/", 1, {}]) {
      test(`${JSON.stringify(wrong)} is invalid_options`, async () => {
        await assert.rejects(call({ endpoint: wrong }), ofField("endpoint"));
      });
    }

    test("may be of plain http elsewhere where there is no API key", async () => {
      await assert.rejects(call({ endpoint: "http://bank.invalid/" }), flowError("network"));
    });

    test("of plain http elsewhere is refused where there is an API key, so that nobody on the way reads it", async () => {
      await assert.rejects(call({ endpoint: "http://bank.example/", apiKey }), ofField("endpoint"));
    });
  });

  it.inOnePage(`The headers of ${name}`, () => {
    const wrong = {
      "a Headers object": () => new Headers({ authorization: "Bearer hidden" }),
      "a Map": () => new Map([["authorization", "Bearer hidden"]]),
      "an array of pairs": () => [["authorization", "Bearer hidden"]],
      "a text": () => "authorization: Bearer hidden",
    };
    for (const [kind, make] of Object.entries(wrong)) {
      test(`that are ${kind} are invalid_options, not left out in silence`, async () => {
        const endpoint = endpointOf();
        const end = await it.run((flow, name, options, make) => endOf(flow[name]({ ...options, headers: eval(make)() })), name, { ...options, endpoint: endpoint.url }, `(${make})`);
        assert.deepEqual([end, endpoint.requests.length], ["invalid_options headers", 0]);
      });
    }

    for (const [header, value] of [["not a name", "Bearer hidden"], ["x-value", "Bearer\nhidden"], ["x-value", "Бearer hidden"], ["x-value", 1]]) {
      test(`that cannot be sent (${JSON.stringify(header)}: ${JSON.stringify(value)}) are invalid_options by name, and the value is not repeated`, async () => {
        const endpoint = endpointOf();
        await assert.rejects(call({ endpoint: endpoint.url, headers: { [header]: value } }), (error) => {
          assert.doesNotMatch(JSON.stringify([error.message, error.details]), /hidden/);
          return ofField(`headers.${header}`)(error);
        });
        assert.equal(endpoint.requests.length, 0);
      });
    }
  });

  it.inOnePage(`The credentials of ${name}`, () => {
    const cookieSent = async (credentials) => {
      const endpoint = endpointOf();
      await it.run(() => void (document.cookie = "visitor=7; path=/"));
      await call({ endpoint: endpoint.url, credentials });
      // The next file may have the same browser, and this host.
      await it.run(() => void (document.cookie = "visitor=; path=/; max-age=0"));
      return endpoint.requests[0].headers.cookie;
    };

    test("include send the cookie to another origin", async () => {
      assert.equal(await cookieSent("include"), "visitor=7");
    });

    for (const credentials of ["omit", "same-origin", null]) {
      test(`${credentials ?? "left out"} send none to another origin`, async () => {
        assert.equal(await cookieSent(credentials), undefined);
      });
    }

    test("of another name are invalid_options", async () => {
      await assert.rejects(call({ endpoint: endpointOf().url, credentials: "always" }), ofField("credentials"));
    });
  });
}

it.inOnePage("Further options out of their range", () => {
  for (const [option, value] of [["timeout", 0], ["timeout", -1], ["timeout", 2 ** 31], ["timeout", "300"], ["retries", -1], ["retries", 101], ["retries", "1"], ["apiKey", 5]]) {
    test(`are invalid_options that name the option: ${option} ${JSON.stringify(value)}`, async () => {
      for (const name of ["createSession", "getResult"]) {
        assert.equal(await it.endOf(name, { id: "the-session", endpoint: it.echo.origin, [option]: value }), `invalid_options ${option}`);
      }
    });
  }
});
