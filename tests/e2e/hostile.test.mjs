// Whatever JavaScript passes: each call settles, with a FlowError where the value makes no sense, and the next call works.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { harness } from "./support/harness.mjs";

const it = harness();

/** Hostile values by name, made anew in the page for each call. */
const hostileValues = () => {
  const throwing = new Proxy({}, { get: () => { throw new Error("trap"); } });
  const revoked = (target) => {
    const { proxy, revoke } = Proxy.revocable(target, {});
    revoke();
    return proxy;
  };
  const cyclic = {};
  cyclic.self = cyclic;
  const nest = [];
  nest.push(nest);
  const attribute = document.createAttribute("title");
  const foreign = document.querySelector("iframe");
  return {
    "a proxy that throws": new Proxy({}, throwing),
    "a function proxy that throws": new Proxy(() => {}, throwing),
    "a revoked proxy": revoked({}),
    "a revoked array proxy": revoked([]),
    "a revoked function proxy": revoked(() => {}),
    "a symbol": Symbol("symbol"),
    "a BigInt": 10n ** 30n,
    "NaN": NaN,
    "a lone surrogate": "\ud800",
    "a lone surrogate in a text": "#kyc\udc00",
    "a megabyte of text": "x".repeat(1_000_000),
    "a text with a null character": "\u0000",
    "a function": () => { throw new Error("called"); },
    "a class": class {},
    "an instance": new (class { #secret = 1; })(),
    "an object without prototype": Object.create(null),
    "a cyclic object": cyclic,
    "an array": [],
    "an array in itself": nest,
    "an array of hostile values": [Symbol("symbol"), revoked({})],
    "an endless array": new Array(2 ** 32 - 1),
    "a boxed string": new String("#kyc"),
    "a boxed number": new Number(1),
    "an object that refuses to be a text": { [Symbol.toPrimitive]() { throw new Error("text"); }, get href() { throw new Error("href"); } },
    "a thenable that throws": { then() { throw new Error("then"); } },
    "a rejected promise": (() => { const rejected = Promise.reject(new Error("rejected")); rejected.catch(() => {}); return rejected; })(),
    "a text node": document.createTextNode("text"),
    "a comment": document.createComment("comment"),
    "an attribute": attribute,
    "a fragment": document.createDocumentFragment(),
    "the document": document,
    "the window": window,
    "a doctype": document.doctype,
    "a detached element": document.createElement("div"),
    "an element of another document": foreign.contentDocument.body,
    "the window of another document": foreign.contentWindow,
    "an element whose methods are hidden by its fields": document.querySelector("#clobbered"),
    "an object with the shape of an element": { nodeType: 1, appendChild() { throw new Error("append"); } },
    "an SVG element": document.querySelector("svg"),
  };
};

const clobbering = ["appendChild", "append", "childNodes", "childElementCount", "closest", "id", "nodeType", "style", "textContent", "parentNode", "clientWidth", "contains"];
const page = {
  head: `<script>
    window.hostileValues = ${hostileValues};
    window.errors = [];
    addEventListener("error", ({ message }) => errors.push(message));
    addEventListener("unhandledrejection", () => errors.push("unhandled rejection"));
  </script>`,
  body: `<div id="kyc"></div><svg width="9" height="9"></svg><iframe srcdoc="<p>"></iframe><form id="clobbered">${clobbering.map((name) => `<input name="${name}">`).join("")}</form>`,
};

/** What is legal for an option, with how a call with it may end; every other value is `invalid_options` with the option's path. */
const resolved = /^resolved$/;
const typed = /^(invalid_options selector|container_not_found|container_size)$/;
const nullCharacter = "a text with a null character";
const functions = ["a function", "a class", "a function proxy that throws", "a revoked function proxy"];
const of = (names, end) => Object.fromEntries(names.map((name) => [name, end]));
const legal = {
  // A function is asked for the id, and these yield none.
  id: { [nullCharacter]: resolved, ...of(functions, /^session_unavailable$/) },
  session_id: { [nullCharacter]: resolved },
  selector: {
    [nullCharacter]: typed,
    "a detached element": /^container_not_found$/,
    "an element of another document": /^container_not_found$/,
    "an object with the shape of an element": typed,
    "an element whose methods are hidden by its fields": /^(resolved|invalid_options selector)$/,
    "an SVG element": /^container_size$/,
  },
  onStatus: of(functions, resolved),
  // A relative URL like any other.
  url: { [nullCharacter]: /^(resolved|invalid_options script.url)$/ },
  nonce: { [nullCharacter]: resolved },
  integrity: { [nullCharacter]: resolved },
};
const options = ["id", "session_id", "selector", "locale", "presentation", "width", "height", "isolate", "keepMounted", "signal", "onStatus", "result"];
const scriptOptions = ["url", "nonce", "integrity", "crossOrigin", "timeout", "retries"];

/** How calls end when one option has each of the hostile values in turn, with the end of the normal call after each. */
const endsWith = (name, isOfScript) =>
  it.run(async (flow, name, isOfScript) => {
    fakeWidget();
    const ends = {};
    for (const value of Object.keys(hostileValues())) {
      const given = { [name]: hostileValues()[value] };
      const url = "https://widget.invalid/";
      const call = isOfScript ? { script: { url, ...given } } : given;
      const end = await endOf(flow.startSession({ ...(name === "session_id" ? {} : { id: "one" }), selector: "#kyc", ...call }));
      ends[value] = [end, await endOf(flow.startSession({ id: "next", selector: "#kyc" }))];
    }
    return [Object.entries(ends), errors, document.querySelector("#kyc").innerHTML, ledger.listeners().filter((name) => name === "finish" || name === "abort")];
  }, name, isOfScript);

const check = async (name, isOfScript) => {
  const path = isOfScript ? `script.${name}` : name;
  const [ends, errors, host, listeners] = await endsWith(name, isOfScript);
  const surprises = ends.filter(([value, [end, next]]) => {
    const allowed = legal[name]?.[value];
    const isRight = allowed ? allowed.test(end) : end === `invalid_options ${path}` || end.startsWith(`invalid_options ${path}.`);
    return !isRight || next !== "resolved";
  });
  assert.deepEqual(surprises, []);
  assert.deepEqual([errors, host, listeners], [[], "", []]);
};

describe("An option that is", () => {
  for (const name of options) {
    test(`${name} settles with a FlowError that names it, whatever it is, and the next call works`, async () => {
      await it.open(page);
      await check(name, false);
    });
  }

  for (const name of scriptOptions) {
    test(`script.${name} settles with a FlowError that names it, whatever it is, and the next call works`, async () => {
      await it.open(page);
      await check(name, true);
    });
  }

  test("script settles, whatever it is, and the next call works", async () => {
    await it.open(page);
    const [ends, errors] = await endsWith("script", false);
    const surprises = ends.filter(([, [end, next]]) => !/^(resolved|invalid_options script(\.\w+)?)$/.test(end) || next !== "resolved");
    assert.deepEqual([surprises, errors], [[], []]);
  });
});

describe("In a page's first call, which hints at the vendor's script before Rust has read the options,", () => {
  const slim = { ...page, body: `${page.body}<script type="module">import * as slim from "/dist/slim.js"; window.flow = slim;</script>` };
  /** What is legal and still fails: it names a file that is not there. */
  const failing = { url: { [nullCharacter]: /^script_load$/ } };

  for (const name of scriptOptions) {
    test(`script.${name} settles with a FlowError that names it, whatever it is, and neither hint nor tag is left`, async () => {
      await it.open(slim);
      const [ends, tags, errors] = await it.run(async ({ init, load }, name, url) => {
        const { promise, resolve } = Promise.withResolvers();
        const initialised = init(promise);
        const values = Object.entries(hostileValues());
        const calls = values.map(([, value]) => load({ url, retries: 0, [name]: value }));
        const ends = Promise.all(calls.map(endOf));
        resolve(fetch("/dist/flow_embed.wasm"));
        await initialised;
        return [(await ends).map((end, index) => [values[index][0], end]), document.querySelectorAll("link, [data-flow-embed-script]:not([src*='any-id'])").length, errors];
      }, name, it.automatic());
      const isRight = (value, end) => (failing[name] ?? legal[name])?.[value]?.test(end) ?? end === `invalid_options ${name}`;
      assert.deepEqual([ends.filter(([value, end]) => !isRight(value, end)), tags, errors], [[], 0, []]);
    });
  }
});

describe("Reading an option", () => {
  before(() => it.open(page));

  for (const name of [...options, "script"]) {
    test(`from a getter of ${name} that throws is invalid_options with what it threw as cause`, async () => {
      const found = await it.run(async (flow, name) => {
        fakeWidget();
        const thrown = { some: "object" };
        const options = Object.defineProperty({ id: "one", selector: "#kyc" }, name, { get() { throw thrown; } });
        const error = await flow.startSession(options).catch((error) => error);
        return [error instanceof flow.FlowError, error.code, error.details?.field, error.cause === thrown, await endOf(flow.startSession({ id: "next", selector: "#kyc" }))];
      }, name);
      assert.deepEqual(found, [true, "invalid_options", name, true, "resolved"]);
    });
  }

  test("from getters that answer differently each time settles with a FlowError or a result", async () => {
    const ends = await it.run(async (flow) => {
      fakeWidget();
      const ends = [];
      for (const name of ["id", "selector", "locale", "width", "signal", "onStatus", "script"]) {
        for (const start of [0, 1]) {
          let reads = start;
          const answers = { id: "one", selector: "#kyc", locale: "en", width: 300, signal: new AbortController().signal, onStatus() {}, script: {} };
          const options = Object.defineProperty({ id: "one", selector: "#kyc" }, name, { get: () => ((reads += 1) % 2 ? answers[name] : Symbol("another")) });
          ends.push(await endOf(flow.startSession(options)));
        }
      }
      return ends;
    });
    assert.deepEqual(ends.filter((end) => !/^(resolved|invalid_options \w+)$/.test(end)), []);
  });

  test("never calls into options after the session has been settled", async () => {
    const found = await it.run(async (flow) => {
      fakeWidget();
      let settled = false;
      const late = [];
      const options = new Proxy({ id: "one", selector: "#kyc" }, { get: (target, name) => (settled && late.push(String(name)), target[name]) });
      await flow.startSession(options);
      settled = true;
      await nextFrame();
      return late;
    });
    assert.deepEqual(found, []);
  });
});

describe("The options themselves", () => {
  const notOptions = {
    "undefined": "undefined",
    "null": "null",
    "a number": "1",
    "a text": "'x'",
    "true": "true",
    "a symbol": "Symbol('x')",
    "a BigInt": "1n",
    "a function": "() => {}",
    "an array": "[]",
    "an empty object": "{}",
    "an object without prototype": "Object.create(null)",
    "an element": "document.body",
    "a proxy that throws": "hostileValues()['a proxy that throws']",
    "a revoked proxy": "hostileValues()['a revoked proxy']",
    "a revoked array proxy": "hostileValues()['a revoked array proxy']",
  };

  test("as anything but options are invalid_options, one after the other, and the next call works", async () => {
    await it.open(page);
    const ends = await it.run(async (flow, sources) => {
      fakeWidget();
      const ends = [];
      for (const source of sources) ends.push(await endOf(flow.startSession(eval(`(${source})`))), await endOf(flow.startSession({ id: "next", selector: "#kyc" })));
      return [...ends, await endOf(flow.startSession())];
    }, Object.values(notOptions));
    assert.deepEqual(ends.map((end) => end.split(" ")[0]), [...Object.keys(notOptions).flatMap(() => ["invalid_options", "resolved"]), "invalid_options"]);
  });

  for (const [name, source] of Object.entries(notOptions)) {
    test(`as ${name} in the page's very first call are invalid_options, and the next call works`, async () => {
      await it.open(page);
      const ends = await it.run(async (flow, source) => {
        fakeWidget();
        return [await endOf(flow.startSession(eval(`(${source})`))), await endOf(flow.startSession({ id: "next", selector: "#kyc" })), errors];
      }, source);
      assert.deepEqual([ends[0].split(" ")[0], ...ends.slice(1)], ["invalid_options", "resolved", []]);
    });
  }

  test("with half a character are invalid_options in a browser of before 2024 too", async () => {
    await it.open({ head: "<script>delete String.prototype.isWellFormed;</script>" });
    const ends = await it.run(async (flow) => {
      fakeWidget();
      return Promise.all(["\ud800", "one\udc00", "\ud83d\ude42"].map((id) => endOf(flow.startSession({ id, selector: "#kyc" }))));
    });
    assert.deepEqual(ends, ["invalid_options id", "invalid_options id", "resolved"]);
  });

  test("of load are none, or an object", async () => {
    await it.open(page);
    const [legal, illegal] = await it.run(async (flow) => {
      fakeWidget();
      const endsOf = async (values) => {
        const ends = [];
        for (const value of values) ends.push(await endOf(flow.load(value)));
        return ends;
      };
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return [await endsOf([undefined, null, {}, Object.create(null)]), await endsOf([1, "x", true, Symbol("x"), 1n, () => {}, proxy, new Proxy({}, { get() { throw 1; } })])];
    });
    assert.deepEqual(legal, Array(4).fill("resolved"));
    assert.deepEqual(illegal.filter((end) => !end.startsWith("invalid_options ")), []);
  });
});

describe("What the vendor's side hands over", () => {
  test("settles each session, whatever startSession returns or throws", async () => {
    await it.open(page);
    const ends = await it.run(async (flow) => {
      const ends = [];
      for (const name of Object.keys(hostileValues())) {
        const values = [hostileValues()[name], hostileValues()[name]];
        window.FlowWidget = { startSession: () => (setTimeout(finish), values[0]) };
        ends.push([`${name} returned`, await endOf(flow.startSession({ id: "one", selector: "#kyc" }))]);
        window.FlowWidget = { startSession: () => { throw values[1]; } };
        ends.push([`${name} thrown`, await endOf(flow.startSession({ id: "one", selector: "#kyc" }))]);
      }
      return ends;
    });
    assert.deepEqual(ends.filter(([name, end]) => !(name.endsWith("thrown") ? ["start_failed"] : ["resolved", "start_failed"]).includes(end)), []);
  });

  test("is script_incompatible where FlowWidget is no widget, and the next call works", async () => {
    await it.open(page);
    const ends = await it.run(async (flow, url) => {
      const script = { url, retries: 0, timeout: 200 };
      const ends = [];
      for (const name of Object.keys(hostileValues()).filter((name) => /proxy|symbol|class|instance|element|window/.test(name))) {
        window.FlowWidget = hostileValues()[name];
        ends.push([name, await endOf(flow.load(script))]);
      }
      fakeWidget();
      return [...ends, ["a widget", await endOf(flow.startSession({ id: "next", selector: "#kyc" }))]];
    }, it.automatic({ fault: "no-global" }));
    const expected = (name) => (name === "a widget" ? "resolved" : "script_incompatible");
    assert.deepEqual(ends.filter(([name, end]) => end !== expected(name)), []);
  });
});
