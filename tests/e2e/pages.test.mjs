// Pages as they are: what users of other embedded widgets report of the pages that they put them into. Each group says which kind it is about.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { flowError } from "./support/harness.mjs";
import { creating, resulting } from "./support/echo.mjs";
import { apiKey, requestsHarness } from "./support/requests.mjs";

const it = requestsHarness();

/** How a session can be shown. */
const modes = {
  inline: { selector: "#kyc" },
  dialog: {},
  isolated: { selector: "#kyc", isolate: true },
};

/** A widget that asks nothing of the page: what the page has replaced is our affair here. */
const widget = () => it.site.script(`window.FlowWidget = { startSession: () => void setTimeout(() => dispatchEvent(new CustomEvent("finish"))) };`);

/** In each mode, a session in a page to which `change` was done first. */
const runsAsOnAnyPage = (name, change, page = { counted: false }) => {
  for (const [mode, options] of Object.entries(modes)) {
    test(`${name} runs a session ${mode} as any other`, async () => {
      await it.open(page);
      const found = await it.run(async (flow, change, options) => {
        eval(change)();
        const end = await endOf(flow.startSession({ id: "one", ...options }));
        return [end, document.querySelector("#kyc").childElementCount];
      }, `(${change})`, { ...options, script: { url: widget() } });
      assert.deepEqual(found, ["resolved", 0]);
    });
  }
};

describe("A page whose elements go by the names of its document's members", () => {
  // The kind: `document.body`, and whatever else a document has, is the image or form of that name.
  for (const name of ["body", "head", "documentElement", "createElement", "getElementById", "querySelectorAll"]) {
    runsAsOnAnyPage(`as ${name}`, () => {}, { body: `<div id="kyc"></div><img name="${name}" alt="">` });
  }
});

describe("A page that added to the prototype of all objects", () => {
  // The kind: names that are no attribute's, no style's, or that a look-up of ours would find.
  runsAsOnAnyPage("two words", () => (Object.prototype["two words"] = 1));
  runsAsOnAnyPage("hidden", () => (Object.prototype.hidden = false));
  runsAsOnAnyPage("what our own objects are asked for", () => Object.assign(Object.prototype, { capture: 1, value: 1, writable: 1, mode: 1 }));
});

describe("A page with classes of its own in the browser's places", () => {
  // The kind: globals that scripts of before they were the browser's have put there.
  const replaced = {
    "class Node {}": () => (window.Node = class Node {}),
    "function Map() {}": () => (window.Map = function Map() {}),
    'var URL = "/app"': () => (window.URL = "/app"),
    "Request of MooTools": () => (window.Request = function Request() {}),
    "Element, HTMLElement and Event": () => (window.Element = window.HTMLElement = window.Event = class {}),
    "Set, WeakMap and Proxy": () => (window.Set = window.WeakMap = window.Proxy = undefined),
  };
  for (const [name, change] of Object.entries(replaced)) runsAsOnAnyPage(name, change);

  test("asks the very endpoint, whatever Request is", async () => {
    await it.open();
    const endpoint = creating(it.echo);
    const found = await it.run(async (flow, endpoint) => {
      window.Request = function Request() {};
      return endOf(flow.createSession({ endpoint }));
    }, endpoint.url);
    assert.deepEqual([found, endpoint.requests.length], ["resolved", 1]);
  });
});

describe("A page that gave its builtins a toJSON, as Prototype.js before 1.7 did,", () => {
  // The kind: what JSON.stringify asks before it writes.
  for (const owner of ["Array", "String", "Object", "Boolean"]) {
    test(`to ${owner}, sends metadata as it was given`, async () => {
      await it.open();
      const endpoint = creating(it.echo);
      const metadata = { edocument: { iin: { value: "123456789012", changeable: false } }, general: { interchangeable_tech: ["LD", "F2F"] } };
      await it.run(async (flow, owner, endpoint, metadata) => {
        Object.defineProperty(window[owner].prototype, "toJSON", { configurable: true, value: () => "changed" });
        await endOf(flow.createSession({ endpoint, metadata }));
        delete window[owner].prototype.toJSON;
      }, owner, endpoint.url, metadata);
      assert.deepEqual(JSON.parse(endpoint.requests[0].body), { metadata });
    });
  }
});

describe("A page whose own methods throw", () => {
  // The kind: whatever throws in a step is a FlowError or does not matter, everything is undone, and the next session works.
  const throwing = {
    "Array.prototype.flat": () => (Array.prototype.flat = () => { throw new Error("flat"); }),
    "document.getElementById": () => (document.getElementById = () => { throw new Error("getElementById"); }),
    "document.querySelectorAll": () => (document.querySelectorAll = () => { throw new Error("querySelectorAll"); }),
    "Symbol.for": () => (Symbol.for = () => { throw new Error("Symbol.for"); }),
    "AbortController": () => (window.AbortController = class { constructor() { throw new Error("AbortController"); } }),
    "ResizeObserver": () => (window.ResizeObserver = class { constructor() { throw new Error("ResizeObserver"); } }),
  };
  for (const [name, change] of Object.entries(throwing)) {
    test(`from ${name}, in the first call, settles typed, and once they work again so does the next session`, async () => {
      await it.open();
      const [end, next, host] = await it.run(async (flow, change, name, url) => {
        const own = Object.getOwnPropertyDescriptor(name.includes("flat") ? Array.prototype : name.includes("document") ? Document.prototype : name.includes("Symbol") ? Symbol : window, name.split(".").at(-1));
        eval(change)();
        const end = await endOf(flow.startSession({ id: "one", selector: "#kyc", script: { url } }));
        const owner = name.includes("flat") ? Array.prototype : name.includes("document") ? document : name.includes("Symbol") ? Symbol : window;
        if (owner === document) delete document[name.split(".")[1]];
        else Object.defineProperty(owner, name.split(".").at(-1), own);
        return [end, await endOf(flow.startSession({ id: "two", selector: "#kyc", script: { url } })), document.querySelector("#kyc").innerHTML];
      }, `(${change})`, name, it.automatic());
      assert.match(end, /^(resolved|[a-z_]+( [\w.]+)?)$/);
      assert.deepEqual([next, host], ["resolved", ""]);
    });
  }
});

test("A finish whose target is the real window, where the page's own is a proxy of it, is heard", async () => {
  // The kind: micro-frontends give each app a window of its own; events come with the real one.
  await it.open({ counted: false });
  const text = await (await fetch(`${it.site.origin}/dist/flow-embed.global.js`)).text();
  const found = await it.run(async (_, text) => {
    fakeWidget();
    const own = new Proxy(window, {
      get: (target, name) => {
        if (name === "window" || name === "self" || name === "globalThis") return own;
        const value = Reflect.get(target, name);
        // Classes are named in capitals.
        return typeof value === "function" && /^[a-z]/.test(value.name) ? value.bind(target) : value;
      },
    });
    const FlowEmbed = new Function("window", "self", "globalThis", `${text}; return FlowEmbed;`)(own, own, own);
    return FlowEmbed.startSession({ id: "one", selector: "#kyc" }).then(({ id }) => id);
  }, text);
  assert.equal(found, "one");
});

describe("The vendor's tag", () => {
  // The kind: nonces that are empty, or of what does not run.
  const nonce = "cjRuZDBt";
  const policy = { "content-security-policy": `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'` };
  for (const [name, head] of Object.entries({
    "an empty nonce": `<script nonce=""></script>`,
    "a block of data with another nonce": `<script type="application/json" nonce="other">{}</script>`,
    "a template of a consent tool with another nonce": `<script type="text/plain" nonce="other"></script>`,
    "an import map's own nonce": `<script type="importmap" nonce="other">{}</script>`,
  })) {
    test(`has the nonce that works where the page's first script has ${name}`, async () => {
      await it.open({ head, nonce, headers: policy });
      const end = await it.run((flow, url) => endOf(flow.load({ url, retries: 0 })), it.automatic());
      assert.equal(end, "resolved");
    });
  }

  // The kind: what is on record of a URL that was fetched otherwise.
  for (const [name, link] of Object.entries({
    "preloaded as the page's own scripts": (url) => `<link rel="preload" as="script" href="${url}">`,
    "prefetched": (url) => `<link rel="prefetch" href="${url}">`,
    "preloaded with crossorigin": (url) => `<link rel="preload" as="script" crossorigin href="${url}">`,
    "preloaded as a module": (url) => `<link rel="modulepreload" href="${url}">`,
  })) {
    test(`asks for the plain URL first where it was ${name}`, async () => {
      const url = it.automatic();
      await it.open({ head: link(url) });
      const found = await it.run(async (flow, url) => {
        await eventually(() => document.readyState === "complete");
        await flow.load({ url });
        return [...document.querySelectorAll("[data-flow-embed-script]")].map(({ src }) => src);
      }, url);
      assert.deepEqual(found, [url]);
    });
  }

  test("that gives itself to the page's AMD loader is script_incompatible, and the message names AMD and isolate", async () => {
    await it.open();
    const url = it.site.script("define.amd ? define([], () => ({})) : 0;");
    const load = it.run((flow, url) => {
      window.define = Object.assign(() => {}, { amd: {} });
      return flow.load({ url, retries: 0, timeout: 300 });
    }, url);
    await assert.rejects(load, flowError("script_incompatible", ({ message }) => assert.match(message, /AMD.*isolate/)));
  });
});

test("The script-tag build as a module defines the global, too", async () => {
  await it.open();
  const found = await it.run(async () => {
    delete window.FlowEmbed;
    const script = Object.assign(document.createElement("script"), { type: "module", src: "/dist/flow-embed.global.js" });
    await new Promise((resolve) => (script.onload = resolve, document.head.append(script)));
    return typeof window.FlowEmbed?.startSession;
  });
  assert.equal(found, "function");
});

for (const [mode, options] of Object.entries(modes)) {
  test(`In a page that is rendered ahead of time, a session ${mode} calls the vendor once somebody opens it`, async () => {
    // The kind: pages that nobody has opened yet; the id is good for one passage.
    await it.open();
    const found = await it.run(async (flow, options) => {
      let isAhead = true;
      Object.defineProperty(document, "prerendering", { configurable: true, get: () => isAhead });
      const statuses = [];
      const session = endOf(flow.startSession({ id: "one", ...options, onStatus: (status) => statuses.push(status) }));
      await eventually(() => statuses.length > 0 && (window.FlowWidget || document.querySelector("iframe")?.contentWindow.FlowWidget));
      await nextFrame();
      const before = [...statuses];
      isAhead = false;
      document.dispatchEvent(new Event("prerenderingchange"));
      return [before, await session, statuses];
    }, { ...options, script: { url: it.automatic() } });
    assert.deepEqual(found, [["loading"], "resolved", ["loading", "starting", "active", "finished"]]);
  });
}

test("The close button works in a page whose sandbox allows no forms", async () => {
  // The kind: what a form would have done.
  const inner = it.site.page({});
  await it.open({ body: `<iframe sandbox="allow-scripts allow-same-origin" style="width: 600px; height: 700px" src="${inner}"></iframe>` });
  await it.driver.switchTo().frame(0);
  const end = await it.run(async (flow) => {
    fakeWidget(() => document.body.lastElementChild.shadowRoot.querySelector("button").click());
    return endOf(flow.startSession({ id: "one" }));
  });
  assert.equal(end, "cancelled");
  await it.driver.switchTo().defaultContent();
});

describe("checkEnvironment settles", () => {
  // The kind: questions that the browser never answers, as Firefox without the focus.
  for (const [name, change] of Object.entries({
    "mediaDevices.enumerateDevices": () => (navigator.mediaDevices.enumerateDevices = () => new Promise(() => {})),
    "permissions.query": () => (navigator.permissions.query = () => new Promise(() => {})),
    "both": () => (navigator.mediaDevices.enumerateDevices = navigator.permissions.query = () => new Promise(() => {})),
    "neither, which are a thenable that never calls": () => (navigator.mediaDevices.enumerateDevices = () => ({ then() {} })),
  })) {
    test(`where ${name} does not`, async () => {
      await it.open();
      assert.equal(await it.run((flow, change) => (eval(change)(), endOf(flow.checkEnvironment())), `(${change})`), "resolved");
    });
  }
});

it.inOnePage("Without endpoint and apiKey", () => {
  for (const [name, options] of [["createSession", {}], ["getResult", { id: "one" }]]) {
    for (const nothing of [{}, { endpoint: null, apiKey: null }, { apiKey: "" }]) {
      test(`${name}(${JSON.stringify({ ...options, ...nothing })}) is invalid_options that says which to pass`, async () => {
        const call = it.run((flow, name, options) => flow[name](options), name, { ...options, ...nothing });
        await assert.rejects(call, flowError("invalid_options", ({ details, message }) => {
          assert.equal(details.field, "endpoint");
          assert.match(message, /endpoint.*apiKey/);
        }));
      });
    }
  }

  test("another option that is wrong is named first", async () => {
    await assert.rejects(it.createSession({ metadata: { edocument: { iin: { value: "1" } } } }), flowError("invalid_options", ({ details }) => assert.equal(details.field, "metadata.edocument.iin.value")));
  });

  test("an apiKey alone goes to the vendor", async () => {
    const found = await it.run(async (flow, apiKey) => {
      const own = window.fetch;
      const asked = new Promise((resolve) => (window.fetch = (url) => (resolve(url), Promise.reject(new Error("offline")))));
      flow.createSession({ apiKey }).catch(() => {});
      const url = await asked;
      window.fetch = own;
      return url;
    }, apiKey);
    assert.equal(found, "https://kyc.biometric.kz/api/v1/flows/session/create/");
  });
});

it.inOnePage("A result without a status is complete", () => {
  // The kind: sub-results that this package has never heard of.
  const technologies = [{ name: "any" }];
  for (const name of ["gbdfl_result", "ldd_result", "cloud_signature_result", "liveness_result"]) {
    test(`once ${name} has content, and not while it is empty or says PENDING`, async () => {
      const answers = [{}, { status: "PENDING" }, { status: "VALID" }].map((part) => ({ body: { id: "the-session", technologies, [name]: part } }));
      const endpoint = it.echo.endpoint(...answers);
      const found = await it.getResult({ endpoint: endpoint.url, wait: { timeout: 4000, interval: 1 } });
      assert.deepEqual([found[name], endpoint.requests.length], [{ status: "VALID" }, 3]);
    });
  }

  test("only when none of several waits", async () => {
    const waiting = { id: "the-session", technologies, liveness_result: { result: true }, gbdfl_result: { status: "PENDING" } };
    const endpoint = it.echo.endpoint({ body: waiting }, { body: { ...waiting, gbdfl_result: { status: "VALID" } } });
    await it.getResult({ endpoint: endpoint.url, wait: { timeout: 4000, interval: 1 } });
    assert.equal(endpoint.requests.length, 2);
  });

  test("and one whose status says FINISHED is, as before", async () => {
    const endpoint = resulting(it.echo);
    await it.getResult({ endpoint: endpoint.url, wait: true });
    assert.equal(endpoint.requests.length, 1);
  });
});
