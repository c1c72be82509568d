// A session with `isolate`: the widget in a frame of its own.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { harness } from "./support/harness.mjs";
import { host, runnerOf } from "./support/isolated.mjs";

const it = harness();
const inIsolation = runnerOf(it);

describe("The frame of an isolated session", () => {
  test("is a document of the page's own origin in standards mode, from no other address", async () => {
    const found = await inIsolation(async () => {
      const { frame } = await isolated.start({ id: "one" });
      const element = document.querySelector("#kyc iframe");
      return { src: element.getAttribute("src"), address: frame.location.href, isSameOrigin: frame.origin === origin, mode: frame.document.compatMode, isOurs: element.contentWindow === frame };
    });
    assert.deepEqual(found, { src: null, address: "about:srcdoc", isSameOrigin: true, mode: "CSS1Compat", isOurs: true });
  });

  test("allows the widget camera, microphone and full screen", async () => {
    const allowed = await inIsolation(async () => {
      await isolated.start({ id: "one" });
      return document.querySelector("iframe").allow.split(";").map((feature) => feature.trim());
    });
    assert.deepEqual(allowed.sort(), ["camera", "fullscreen", "microphone"]);
  });

  for (const [locale, lang, title] of [
    ["ru", "ru", "Подтверждение личности"],
    ["en", "en", "Identity verification"],
    ["kz", "kk", "Жеке басты растау"],
  ]) {
    test(`has a title and a language in the session's language (${locale})`, async () => {
      const found = await inIsolation(
        async (flow, locale) => {
          const { frame, options } = await isolated.start({ id: "one", locale });
          return [document.querySelector("iframe").title, frame.document.documentElement.lang, options.locale];
        },
        { body: host(), lang: "de" },
        locale,
      );
      assert.deepEqual(found, [title, lang, locale]);
    });
  }

  test("fills the container, and the widget's own element fills the frame", async () => {
    const sizes = await inIsolation(async () => {
      const sizes = [];
      for (const size of [{}, { width: 320, height: "70vh" }]) {
        const { session, frame, options } = await isolated.start({ id: "one", ...size });
        const mount = frame.document.querySelector(options.selector);
        const root = frame.document.documentElement;
        const element = document.querySelector("iframe");
        sizes.push([element, element.parentElement, mount].map((each) => [each.getBoundingClientRect().width, each.getBoundingClientRect().height]));
        sizes.push([root.scrollWidth <= root.clientWidth, root.scrollHeight <= root.clientHeight, innerHeight]);
        frame.finish();
        await session;
      }
      return sizes;
    });
    const [full, , given, fits, innerHeight] = [...sizes, sizes[1][2]];
    assert.deepEqual(full, Array(3).fill([400, 600]));
    assert.deepEqual(given.map(([width]) => width), [320, 320, 320]);
    for (const [, height] of given) assert.ok(Math.abs(height - innerHeight * 0.7) < 1, `${height} of ${innerHeight}`);
    assert.deepEqual(fits.slice(0, 2), [true, true]);
  });

  test("tells the widget exactly id, selector and locale, and the selector finds an element of the frame alone", async () => {
    const [keys, inFrame, inPage] = await inIsolation(async () => {
      const { frame, options } = await isolated.start({ id: "one", width: 300 });
      return [Object.keys(options).sort(), frame.document.querySelectorAll(options.selector).length, document.querySelectorAll(options.selector).length];
    });
    assert.deepEqual(keys, ["id", "locale", "selector"]);
    assert.deepEqual([inFrame, inPage], [1, 0]);
  });
});

describe("What the vendor brings, in isolation,", () => {
  test("is in the frame alone: script, global and style sheets", async () => {
    await it.open({ body: host() });
    const [page, frame] = await it.run(async (flow, url) => {
      const brought = ({ FlowWidget, document }) => [typeof FlowWidget, document.querySelectorAll("script[src], link").length, document.adoptedStyleSheets.length + document.styleSheets.length > 0];
      const controller = new AbortController();
      const { promise: isActive, resolve } = Promise.withResolvers();
      const session = flow.startSession({ id: "one", selector: "#kyc", isolate: true, script: { url }, signal: controller.signal, onStatus: (status) => status === "active" && resolve() });
      await Promise.race([isActive, session]);
      const found = [brought(window), brought(document.querySelector("iframe").contentWindow)];
      controller.abort();
      await session.catch(() => {});
      return [[...found[0], ...brought(window)], found[1]];
    }, it.waiting());
    assert.deepEqual(page, ["undefined", 0, false, "undefined", 0, false]);
    assert.deepEqual(frame, ["object", 1, true]);
  });

  test("is loaded for each session anew", async () => {
    await it.open({ body: host() });
    const key = it.sandbox.key();
    await it.run(async (flow, url) => {
      for (const id of ["one", "two"]) await flow.startSession({ id, selector: "#kyc", isolate: true, script: { url } });
    }, it.automatic({ key }));
    assert.equal((await it.sandbox.log(key)).length, 2);
  });

  test("leaves a FlowWidget of the page's own in its place, unused", async () => {
    const [calls, isSame] = await inIsolation(async () => {
      const calls = fakeWidget();
      const own = FlowWidget;
      const { session, frame } = await isolated.start({ id: "one" });
      frame.finish();
      await session;
      return [calls.length, FlowWidget === own];
    });
    assert.deepEqual([calls, isSame], [0, true]);
  });
});

describe("A finish in isolation", () => {
  test("hands out detail as the very same value, of the frame's realm or of the page's", async () => {
    const same = await inIsolation(async () => {
      const answers = [];
      for (const make of [(frame) => new frame.Object(), () => ({ nested: [document.body] }), () => Symbol("symbol"), () => null, (frame) => frame]) {
        const { session, frame } = await isolated.start({ id: "one" });
        const detail = make(frame);
        frame.finish(detail);
        answers.push(Object.is((await session).detail, detail));
      }
      return answers;
    });
    assert.deepEqual(same, Array(5).fill(true));
  });

  test("that is dispatched in the page settles nothing", async () => {
    const [detail, atTheEnd] = await inIsolation(async () => {
      let settled = false;
      const { session, frame } = await isolated.start({ id: "one" });
      session.finally(() => (settled = true));
      finish("the page's");
      document.dispatchEvent(new CustomEvent("finish", { detail: "the document's", bubbles: true }));
      document.querySelector("iframe").dispatchEvent(new CustomEvent("finish", { detail: "the element's", bubbles: true }));
      await nextFrame();
      const early = settled;
      frame.finish("the frame's");
      return [(await session).detail, early];
    });
    assert.deepEqual([detail, atTheEnd], ["the frame's", false]);
  });

  test("settles its own session among three at once, in whatever order they finish", async () => {
    const [order, details, left] = await inIsolation(async () => {
      const order = [];
      const started = await Promise.all(["one", "two", "three"].map((id) => isolated.start({ id, width: 100, height: 100 })));
      const [one, two, three] = started;
      const ends = started.map(({ session }) => session.then(({ id, detail }) => (order.push(id), detail)));
      for (const [at, end] of [[three, 2], [one, 0], [two, 1]]) {
        at.frame.finish(`of ${at.options.id}`);
        await ends[end];
      }
      return [order, await Promise.all(ends), document.querySelectorAll("iframe").length];
    });
    assert.deepEqual(order, ["three", "one", "two"]);
    assert.deepEqual(details, ["of one", "of two", "of three"]);
    assert.equal(left, 0);
  });

  test("settles its own session beside a running one that is not isolated, and that one's finish settles that one", async () => {
    const [inline, first, second] = await inIsolation(async (flow) => {
      const isRunning = new Promise((resolve) => fakeWidget(resolve));
      const inline = flow.startSession({ id: "inline", selector: "#kyc" });
      await isRunning;
      const [one, two] = await Promise.all(["one", "two"].map((id) => isolated.start({ id })));
      two.frame.finish("of two");
      const second = await two.session;
      finish("of inline");
      const { detail } = await inline;
      one.frame.finish("of one");
      return [detail, (await one.session).detail, second.detail];
    });
    assert.deepEqual([inline, first, second], ["of inline", "of one", "of two"]);
  });

  test("of the sandbox's widget settles its own session among three at once", async () => {
    await it.open({ body: host() });
    const urls = [200, 0, 100].map((ms) => it.automatic({ ms }));
    const details = await it.run((flow, urls) => Promise.all(urls.map(async (url, index) => (await flow.startSession({ id: `session ${index}`, selector: "#kyc", isolate: true, script: { url } })).detail.session_id)), urls);
    assert.deepEqual(details, ["session 0", "session 1", "session 2"]);
  });
});

describe("An isolated session inside a shadow root", () => {
  for (const mode of ["open", "closed"]) {
    test(`that is ${mode} runs in the element that it was given`, async () => {
      const [detail, isInside, left] = await inIsolation(
        async (flow, mode) => {
          const root = document.querySelector("#kyc").attachShadow({ mode });
          const inner = root.appendChild(document.createElement("section"));
          const { session, frame } = await isolated.start({ id: "one", selector: inner, width: 300, height: 300 });
          const isInside = inner.querySelector("iframe").contentWindow === frame;
          frame.finish("done");
          return [(await session).detail, isInside, inner.innerHTML];
        },
        undefined,
        mode,
      );
      assert.deepEqual([detail, isInside, left], ["done", true, ""]);
    });
  }

  test("within another shadow root, by the sandbox's widget, resolves with its detail", async () => {
    await it.open({ body: host() });
    const id = await it.run(async (flow, url) => {
      const outer = document.querySelector("#kyc").attachShadow({ mode: "closed" }).appendChild(document.createElement("div"));
      const selector = outer.attachShadow({ mode: "open" }).appendChild(document.createElement("div"));
      return (await flow.startSession({ id: "one", selector, isolate: true, script: { url } })).detail.session_id;
    }, it.automatic());
    assert.equal(id, "one");
  });
});

describe("A page's own CSS", () => {
  /** Every box of the sandbox's widget, as the person sees it: in the page's coordinates. */
  const boxes = async (css) => {
    await it.open({ body: host(), head: `<style>html, body { margin: 0 !important; padding: 0 !important }</style><style>${css}</style>` });
    return it.run(async (flow, url) => {
      const active = Promise.withResolvers();
      flow.startSession({ id: "one", selector: "#kyc", isolate: true, script: { url }, onStatus: (status) => status === "active" && active.resolve() }).catch(active.reject);
      await active.promise;
      const element = document.querySelector("iframe");
      const frame = element.contentDocument;
      const root = await eventually(() => frame.querySelector("[data-step=intro]"));
      const box = (each) => Object.values(each.getBoundingClientRect().toJSON()).join(" ");
      const look = getComputedStyle(root.querySelector("button"));
      const effects = ["opacity", "filter", "transform", "translate", "scale", "rotate", "clipPath", "mixBlendMode", "maskImage", "backgroundColor", "borderTopWidth", "outlineStyle", "boxShadow", "animationName", "pointerEvents"];
      const effectsOn = (each) => effects.map((name) => getComputedStyle(each)[name]);
      return {
        frame: box(element),
        isSeen: element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) && document.elementFromPoint(200, 300) === element,
        effects: [element, element.parentElement].map(effectsOn),
        widget: [root, ...root.querySelectorAll("*")].map(box),
        look: ["color", "fontSize", "fontFamily", "letterSpacing", "textTransform", "boxSizing"].map((name) => look[name]),
      };
    }, it.waiting());
  };

  test("does not reach an isolated widget, and its frame keeps its size and is seen", async () => {
    const hostile = [
      "* { box-sizing: content-box !important }",
      "* { padding: 7px !important; border: 3px solid red !important }",
      "* { font: 40px monospace !important; color: red !important; letter-spacing: 9px !important; text-transform: uppercase !important; line-height: 4 !important }",
      "#kyc * { width: 1px !important; height: 1px !important; min-width: 3000px !important; max-width: 1px !important; max-height: 1px !important }",
      "#kyc iframe { display: none !important; visibility: hidden !important; opacity: 0 !important; pointer-events: none !important }",
      "#kyc * { opacity: 0 !important; transform: scale(.5) !important; translate: 9px !important; filter: blur(9px) !important; clip-path: inset(40%) !important; zoom: .5 !important }",
      "#kyc div { display: none !important; visibility: hidden !important; position: absolute !important; inset: 50px !important; float: right !important; overflow: hidden !important; pointer-events: none !important; animation: 1s infinite alternate fade !important } @keyframes fade { to { opacity: 0 } }",
      "iframe { position: absolute !important; inset: 50px !important; float: right !important; width: 100px !important; height: auto !important; aspect-ratio: 1 !important }",
      "iframe { transform: scale(.5) !important; translate: 9px !important; scale: .1 !important; rotate: 45deg !important; zoom: .5 !important }",
      "iframe { filter: blur(9px) !important; clip-path: inset(40%) !important; mix-blend-mode: difference !important; mask-image: linear-gradient(transparent, black) !important; background: red !important }",
      "iframe { outline: 9px solid red !important; box-shadow: 0 0 9px red !important; content-visibility: hidden !important; contain: size !important; animation: 1s infinite alternate fade !important } @keyframes fade { to { opacity: 0 } }",
      "video, canvas, svg, svg *, button, p, h2, ol, li { display: none !important; width: 1px !important; height: auto !important; fill: red !important }",
    ];
    const untouched = await boxes("");
    assert.equal(untouched.frame, "0 0 400 600 0 400 600 0");
    assert.equal(untouched.isSeen, true);
    assert.ok(untouched.widget.length > 10);
    for (const css of hostile) {
      // The host is the page's own: what the page's CSS does to it is the page's wish.
      assert.deepEqual(await boxes(`${css} html, body, #kyc { padding: 0 !important; border: 0 !important }`), untouched, css);
    }
  });
});
