// The options of the vendor's script: where it may come from, and the attributes that a page's policies ask for.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { flowError, harness } from "./support/harness.mjs";

const it = harness();

/** How sessions with these `script` options end, in words; none of them may ask for anything on the network. */
const refusals = async (...scripts) => {
  await it.open();
  await it.compile();
  const [ends, requested] = await it.run(async (flow, scripts) => {
    const before = performance.getEntriesByType("resource").length;
    const ends = [];
    for (const script of scripts) ends.push(await endOf(flow.startSession({ id: "one", selector: "#kyc", script: { retries: 0, ...script } })));
    return [ends, performance.getEntriesByType("resource").length - before];
  }, scripts);
  assert.equal(requested, 0);
  return ends;
};

/** A session with these options in a page of its own; yields the injected tag's attributes. */
const session = async (script, page) => {
  await it.open(page);
  return it.run(async (flow, script) => {
    await flow.startSession({ id: "one", selector: "#kyc", script });
    const { nonce, integrity, crossOrigin } = document.querySelector("[data-flow-embed-script]");
    return { nonce, integrity, crossOrigin };
  }, { retries: 0, ...script });
};

describe("script.url", () => {
  const refused = {
    "of plain http elsewhere": "http://widget.invalid/widget.js",
    "of plain http on a host that only looks like this machine": "http://127.0.0.1.invalid/widget.js",
    "with a data: URL": "data:text/javascript,window.FlowWidget={startSession(){}}",
    "with a javascript: URL": "javascript:window.FlowWidget={startSession(){}}",
    "with a blob: URL": "blob:https://widget.invalid/00000000-0000-0000-0000-000000000000",
    "of ftp": "ftp://widget.invalid/widget.js",
    "of a file": "file:///widget.js",
    "that is empty": "",
    "that does not parse": "https://",
    "that is blank": "  ",
  };
  for (const [name, url] of Object.entries(refused)) {
    test(`${name} is invalid_options, and nothing is requested`, async () => {
      const urls = [url, [url], ["https://remote.biometric.kz/widget/flow-widget.js", url]];
      assert.deepEqual(await refusals(...urls.map((url) => ({ url }))), Array(3).fill("invalid_options script.url"));
    });
  }

  test("that names no URL is invalid_options", async () => {
    assert.deepEqual(await refusals({ url: [] }), ["invalid_options script.url"]);
  });

  test("that is empty, or that names none, is invalid_options where the widget is in the page, too", async () => {
    await it.open();
    const ends = await it.run(async (flow) => {
      fakeWidget();
      return [await endOf(flow.load({ url: "" })), await endOf(flow.load({ url: [] }))];
    });
    assert.deepEqual(ends, Array(2).fill("invalid_options url"));
  });

  test("that is refused is not requested by the page's very first call either", async () => {
    const names = [];
    for (const url of ["http://widget.invalid/widget.js", "http://127.0.0.1.invalid/widget.js", [], ""]) {
      await it.open();
      names.push(
        await it.run(async (flow, url) => {
          const added = [];
          new MutationObserver((records) => added.push(...records.flatMap(({ addedNodes }) => [...addedNodes]))).observe(document.head, { childList: true });
          const end = await endOf(flow.startSession({ id: "one", selector: "#kyc", script: { url, retries: 0 } }));
          return [end, ...added.map(({ src }) => src)];
        }, url),
      );
    }
    assert.deepEqual(names, Array(4).fill(["invalid_options script.url"]));
  });

  const forms = {
    "a string": (good) => good,
    "a URL object": (good) => new URL(good),
    "an array of both": (good, bad) => [bad, new URL(good)],
    "an array that nobody can change": (good, bad) => Object.freeze([new URL(bad), good]),
  };
  for (const [name, form] of Object.entries(forms)) {
    test(`may be ${name}`, async () => {
      await it.open();
      const end = await it.run(
        (flow, form, good, bad) => endOf(flow.startSession({ id: "one", selector: "#kyc", script: { url: eval(form)(good, bad), retries: 0 } })),
        `(${form})`,
        it.automatic(),
        it.automatic({ fault: "status" }),
      );
      assert.equal(end, "resolved");
    });
  }

  test("may be plain http on the page's own origin, relative to the page too", async () => {
    await it.open();
    const details = await it.run(async (flow) => {
      const urls = ["/no-such-widget.js", new URL("/no-such-widget.js", location.href)];
      return Promise.all(urls.map(async (url) => (await flow.load({ url, retries: 0 }).catch((error) => error)).details.url));
    });
    assert.deepEqual(details, Array(2).fill(`${it.site.origin}/no-such-widget.js`));
  });

  for (const [how, host] of [["by name", "localhost"], ["by a number", "2130706433"]]) {
    test(`may be plain http on a loopback host ${how}`, async () => {
      await session({ url: it.automatic().replace("127.0.0.1", host) });
    });
  }
});

describe("script.nonce", () => {
  const policy = (...nonces) => ({ "content-security-policy": `script-src ${nonces.map((nonce) => `'nonce-${nonce}'`).join(" ")} 'wasm-unsafe-eval'` });

  test("left out is the nonce of a script already in the page", async () => {
    const { nonce } = await session({ url: it.automatic() }, { nonce: "of-the-page", headers: policy("of-the-page") });
    assert.equal(nonce, "of-the-page");
  });

  test("is taken from the option where it is given", async () => {
    const { nonce } = await session({ url: it.automatic(), nonce: "of-the-call" }, { nonce: "of-the-page", headers: policy("of-the-page", "of-the-call") });
    assert.equal(nonce, "of-the-call");
  });

  test("that the page's policy does not allow is script_load, which names the policy", async () => {
    await assert.rejects(
      session({ url: it.automatic(), nonce: "wrong" }, { nonce: "of-the-page", headers: policy("of-the-page") }),
      flowError("script_load", ({ message }) => assert.match(message, /script-src/)),
    );
  });
});

describe("A page under Trusted Types", () => {
  const page = (names) => ({ headers: { "content-security-policy": `require-trusted-types-for 'script'; trusted-types ${names}` } });

  test("that allows the policy flow-embed runs sessions", async () => {
    await session({ url: it.automatic() }, page("flow-embed"));
  });

  test("that does not allow it gets script_load, which names the policy and the URL", async () => {
    const url = it.automatic();
    await assert.rejects(
      session({ url }, page("another")),
      flowError("script_load", ({ message, details }) => {
        assert.match(message, /trusted-types flow-embed/);
        assert.deepEqual(details, { id: "one", url, attempts: 1 });
      }),
    );
  });
});

describe("script.integrity", () => {
  const integrityOf = async (url) => {
    const response = await fetch(url);
    const hash = createHash("sha384").update(Buffer.from(await response.arrayBuffer()));
    return `sha384-${hash.digest("base64")}`;
  };

  test("of the script's bytes lets it run", async () => {
    const url = it.automatic();
    const integrity = await integrityOf(url);
    assert.equal(await integrityOf(url), integrity, "the sandbox answers with the same bytes each time");
    assert.equal((await session({ url, integrity })).integrity, integrity);
  });

  for (const [moment, prepare] of Object.entries({ first: async () => {}, later: () => it.compile() })) {
    test(`of other bytes is script_load in the page's ${moment} call, and the script does not run`, async () => {
      const [url, other] = [it.automatic(), it.automatic({ technologies: "F2F" })];
      await it.open();
      await prepare();
      const found = await it.run(async (flow, script) => {
        const end = await endOf(flow.startSession({ id: "one", selector: "#kyc", script }));
        return [end, typeof window.FlowWidget, document.querySelectorAll("[data-flow-embed-script]").length];
      }, { url, integrity: await integrityOf(other), retries: 0 });
      assert.deepEqual(found, ["script_load", "undefined", 0]);
    });
  }

  for (const [which, wishes, end] of [["right", {}, "resolved"], ["wrong", { technologies: "F2F" }, "script_load"]]) {
    test(`that is ${which} is checked where another call, without it, waits for the same script`, async () => {
      const key = it.sandbox.key();
      const url = it.automatic({ key, fault: "hang", times: 1 });
      const integrity = await integrityOf(it.automatic(wishes));
      await it.open();
      await it.run((flow, url) => {
        window.controller = new AbortController();
        window.other = flow.load({ url, signal: controller.signal }).catch(({ name }) => name);
      }, url);
      // The fault is for the first request that comes in.
      await it.sandbox.asked(key);
      const found = await it.run(async (flow, url, integrity) => {
        const end = await endOf(flow.load({ url, integrity, retries: 0, timeout: 2000 }));
        controller.abort();
        await other;
        return end;
      }, url, integrity);
      assert.equal(found, end);
    });
  }

  test("with several URLs, or with the two that are the default, is invalid_options", async () => {
    const integrity = `sha384-${"A".repeat(64)}`;
    const ends = await refusals({ integrity }, { integrity, url: [it.automatic(), it.automatic()] }, { integrity: "" });
    assert.deepEqual(ends, Array(3).fill("invalid_options script.integrity"));
  });
});

describe("script.crossOrigin", () => {
  for (const [crossOrigin, hasCookie] of [["anonymous", false], ["use-credentials", true]]) {
    test(`${crossOrigin} asks for the script ${hasCookie ? "with" : "without"} the cookies of its host`, async () => {
      const key = it.sandbox.key();
      // Cookies know no ports: what the page sets belongs to the sandbox, too.
      const withCookie = { head: `<script>document.cookie = "visitor=1"</script>` };
      const tag = await session({ url: it.automatic({ key }), crossOrigin }, withCookie);
      await it.run(() => void (document.cookie = "visitor=; max-age=0"));
      assert.equal(tag.crossOrigin, crossOrigin);
      assert.deepEqual((await it.sandbox.log(key)).map(({ headers }) => headers.cookie), [hasCookie]);
    });
  }

  test("use-credentials is script_load where the server does not allow credentials", async () => {
    await assert.rejects(session({ url: it.automatic(), crossOrigin: "use-credentials" }), flowError("script_load"));
  });

  test("of another name is invalid_options", async () => {
    assert.deepEqual(await refusals({ crossOrigin: "include" }, { crossOrigin: "" }), Array(2).fill("invalid_options script.crossOrigin"));
  });
});

describe("Other script options", () => {
  test("out of their range are invalid_options that name the option", async () => {
    const scripts = [{ timeout: 0 }, { timeout: -1 }, { timeout: 2 ** 31 }, { timeout: "300" }, { retries: -1 }, { retries: 101 }, { retries: "1" }, { retries: true }];
    assert.deepEqual(await refusals(...scripts), scripts.map((script) => `invalid_options script.${Object.keys(script)[0]}`));
  });

  test("are named by load as load has them", async () => {
    await it.open();
    const wrong = [{ url: "ftp://widget.invalid/" }, { nonce: 1 }, { integrity: "sha384-" }, { crossOrigin: "include" }, { timeout: 0 }, { retries: -1 }];
    const ends = await it.run(async (flow, wrong) => {
      const ends = [];
      for (const options of wrong) ends.push(await endOf(flow.load(options)));
      return ends;
    }, wrong);
    assert.deepEqual(ends, wrong.map((options) => `invalid_options ${Object.keys(options)[0]}`));
  });
});
