// Which URLs the vendor's script may come from, and requests may go to.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { endpointOf, isTrustworthy } from "../../src/web/url.js";

const trusts = (url, own) => isTrustworthy(new URL(url), own);

describe("A script's URL", () => {
  test("is trusted with https from anywhere, and with http from loopback hosts and the page's own origin", () => {
    for (const url of ["https://remote.biometric.kz/widget.js", "http://localhost:5173/w.js", "http://app.localhost", "http://127.0.0.1:8080", "http://127.8.9.10", "http://[::1]", "http://2130706433"]) {
      assert.equal(trusts(url), true, url);
    }
    assert.equal(trusts("http://intranet/w.js", "http://intranet"), true);
  });

  test("is not trusted with http from elsewhere, nor with another protocol", () => {
    for (const url of ["http://example.com", "http://127.0.0.1.example.com", "http://localhost.example.com", "http://notlocalhost", "http://128.0.0.1", "data:text/javascript,1", "blob:https://a.kz/1", "javascript:1", "file:///w.js", "ftp://localhost"]) {
      assert.equal(trusts(url, "http://intranet"), false, url);
    }
  });

  test("is trusted for every loopback address, and for every host below localhost", () => {
    fc.assert(fc.property(fc.ipV4(), fc.domain(), (address, domain) => {
      const [, ...rest] = address.split(".");
      assert.equal(trusts(`http://127.${rest.join(".")}`), true);
      assert.equal(trusts(`http://${domain}.localhost`), true);
    }));
  });

  test("is not trusted with http for any name under another domain", () => {
    fc.assert(fc.property(fc.constantFrom("localhost", "127.0.0.1", "a"), fc.domain(), (front, domain) => {
      assert.equal(trusts(`http://${front}.${domain}`), false);
    }));
  });
});

describe("An endpoint", () => {
  const problem = (...given) => endpointOf(...given).message;

  test("is shown without its query, which may hold the API key", () => {
    assert.deepEqual({ ...endpointOf("https://bank.kz/flow?key=1#2", undefined) }, { href: "https://bank.kz/flow?key=1#2", shown: "https://bank.kz/flow" });
  });

  test("may be plain http, but not where an API key is sent to it", () => {
    assert.equal(problem("http://bank.kz/flow"), undefined);
    assert.match(problem("http://bank.kz/flow", "key"), /https/);
    assert.equal(problem("http://localhost/flow", "key"), undefined);
  });

  test("must be a URL, absolute outside a page, of http or https, without a login", () => {
    for (const url of ["/flow", "", "ftp://bank.kz", "https://user@bank.kz", "https://:word@bank.kz"]) {
      const error = endpointOf(url);
      assert.deepEqual([error.code, error.details.field], ["invalid_options", "endpoint"], url);
    }
  });
});
