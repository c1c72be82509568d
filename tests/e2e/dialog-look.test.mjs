// What a dialog looks like: sizes, zoom, what the person asked the system for, and nothing of the page's CSS.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { dialogs, kinds } from "./support/dialogs.mjs";
import { needs } from "./support/engines.mjs";
import { harness } from "./support/harness.mjs";

const it = harness();
const { openPage, openIn, startDialog, outcome, closeButton, boxes } = dialogs(it);

describe("A dialog's size", () => {
  test("on a desktop gives the widget 400 x 600, or what was asked for, in the middle of the window", async () => {
    for (const [size, width, height] of [
      [{}, 400, 600],
      [{ width: 500, height: 300 }, 500, 300],
      [{ width: "30rem", height: "50vh" }, 480, 450],
      [{ width: "50%", height: "calc(100px + 10%)" }, 640, 190],
    ]) {
      await openIn(1280, 900);
      await startDialog(size);
      const found = await boxes();
      assert.deepEqual([found.container.width, found.container.height], [width, height]);
      assert.equal(found.dialog.x, (1280 - found.dialog.width) / 2);
      assert.equal(found.dialog.y, (900 - found.dialog.height) / 2);
    }
  });

  test("on a phone is the whole screen, whatever was asked for", async () => {
    for (const [width, height] of [[360, 740], [740, 360]]) {
      for (const size of [{}, { width: 200, height: 200 }, { width: 900, height: 900 }]) {
        await openIn(width, height);
        await startDialog(size);
        const { dialog, container } = await boxes();
        assert.deepEqual(dialog, { x: 0, y: 0, width, height });
        assert.deepEqual([container.width, container.y + container.height], [width, height]);
        assert.ok(container.height >= height - 64, `${container.height} of ${height}`);
      }
    }
  });

  test("is never larger than the window", async () => {
    for (const [width, height] of [[1280, 500], [700, 900], [800, 600]]) {
      await openIn(width, height);
      await startDialog({ width: 3000, height: "3000px" });
      const { dialog, container } = await boxes();
      assert.ok(dialog.x >= 0 && dialog.y >= 0 && dialog.x + dialog.width <= width && dialog.y + dialog.height <= height, JSON.stringify(dialog));
      assert.ok(container.x >= dialog.x && container.y + container.height <= dialog.y + dialog.height + 1, JSON.stringify(container));
    }
  });

  // A page at 200% (400%) has half (a quarter of) the CSS pixels.
  for (const [zoom, width, height] of [["a 1280 x 720 window at 200%", 640, 360], ["a phone at 200%", 180, 370], ["a 1280 x 1024 window at 400%", 320, 256]]) {
    test(`fits ${zoom}: the close button can be reached, and nothing runs over the edge`, async () => {
      await openIn(width, height, { body: "" });
      await startDialog({ locale: "ru" });
      const found = await it.run(() => {
        const dialog = theDialog();
        const button = dialog.querySelector("button");
        const { x, y, width, height } = boxOf(button);
        const runsOver = [dialog, ...dialog.querySelectorAll("*:not(h2)"), document.documentElement].filter((element) => element.scrollWidth > element.clientWidth && element.clientWidth > 0);
        return {
          isReachable: dialog.getRootNode().elementFromPoint(x + width / 2, y + height / 2) === button,
          isInside: x >= 0 && y >= 0 && x + width <= innerWidth && y + height <= innerHeight && width >= 44 && height >= 44,
          runsOver: runsOver.map(({ localName }) => localName),
          widget: boxOf(document.querySelector("body > div > div")).height > innerHeight / 2,
        };
      });
      assert.deepEqual(found, { isReachable: true, isInside: true, runsOver: [], widget: true });
      await (await closeButton()).click();
      assert.equal(await outcome(), "cancelled");
    });
  }

  test("that would leave the widget none is container_size, and one that is no length is invalid_options", async () => {
    await openIn(1280, 900);
    const ends = await it.run(async (flow) => {
      fakeWidget();
      const ends = [];
      for (const size of [{ width: 0 }, { height: 0 }, { width: "wide" }, { height: -1 }]) ends.push(await endOf(flow.startSession({ id: "one", ...size })));
      return [...ends, document.querySelectorAll("body > div:not(#kyc)").length];
    });
    assert.deepEqual(ends, ["container_size", "container_size", "invalid_options width", "invalid_options height", 0]);
  });

  needs("pretended notch")("keeps out of a phone's notch and home bar", async () => {
    await openPage({ head: `<meta name="viewport" content="width=device-width, viewport-fit=cover">` });
    try {
      await it.driver.sendDevToolsCommand("Emulation.setDeviceMetricsOverride", { width: 360, height: 740, deviceScaleFactor: 1, mobile: true });
      await it.driver.sendDevToolsCommand("Emulation.setSafeAreaInsetsOverride", { insets: { top: 40, bottom: 30, left: 5, right: 6 } });
      await startDialog();
      const { container, header } = { ...(await boxes()), header: await it.run(() => boxOf(theDialog().querySelector("form"))) };
      assert.equal(header.y, 40);
      assert.deepEqual([container.x, container.width, container.y + container.height], [5, 360 - 11, 740 - 30]);
    } finally {
      await it.driver.sendDevToolsCommand("Emulation.setSafeAreaInsetsOverride", { insets: {} });
      await it.driver.sendDevToolsCommand("Emulation.clearDeviceMetricsOverride");
    }
  });
});

describe("What the person has asked the system for", () => {
  /** Runs with these media features emulated. */
  const withMedia = async (features, story) => {
    const emulate = (features) => it.driver.sendDevToolsCommand("Emulation.setEmulatedMedia", { features });
    await emulate(Object.entries(features).map(([name, value]) => ({ name, value })));
    try {
      return await story();
    } finally {
      await emulate([]);
    }
  };
  const onlyThere = needs("pretended media features");
  /** The lightness, 0 to 255, of the dialog's own parts and of the widget's text. */
  const lightness = () =>
    it.run(() => {
      const light = (color) => color.match(/[\d.]+/g).slice(0, 3).reduce((sum, each) => sum + Number(each) / 3, 0);
      const { backgroundColor, color } = getComputedStyle(theDialog());
      theDialog().querySelector("button").focus({ focusVisible: true });
      const { outlineColor, outlineStyle } = getComputedStyle(theDialog().querySelector("button"));
      return { background: light(backgroundColor), text: light(color), ring: outlineStyle === "solid" && light(outlineColor), widget: light(getComputedStyle(widget.mount).color) };
    });

  for (const [kind, options] of kinds) {
    onlyThere(`prefers-color-scheme dark: a dark dialog with light text, and a widget that knows only light stays readable ${kind}`, () =>
      withMedia({ "prefers-color-scheme": "dark" }, async () => {
        await openPage();
        await startDialog(options);
        const { background, text, ring, widget } = await lightness();
        assert.ok(background < 60 && text > 200 && ring > 200, `${background} ${text} ${ring}`);
        assert.ok(widget < 60, `${widget}`);
      }),
    );
  }

  onlyThere("prefers-color-scheme light: a light dialog with dark text", () =>
    withMedia({ "prefers-color-scheme": "light" }, async () => {
      await openPage();
      await startDialog();
      const { background, text, ring } = await lightness();
      assert.ok(background > 240 && text < 60 && ring !== false && ring < 60, `${background} ${text} ${ring}`);
    }),
  );
});

describe("The page's own CSS", () => {
  test("does not reach the dialog, its title and close button, and the widget's place", async () => {
    const look = async (css) => {
      await openIn(1280, 900, { head: `<style>${css}</style>` });
      await startDialog({ locale: "ru", isolate: true });
      return it.run(() => {
        const inherited = ["color", "fontSize", "fontFamily", "fontWeight", "lineHeight", "letterSpacing", "wordSpacing", "textTransform", "textAlign", "textIndent", "visibility", "pointerEvents", "userSelect", "direction", "whiteSpace", "textShadow", "cursor"];
        const own = ["display", "position", "backgroundColor", "opacity", "filter", "transform", "zoom", "borderTopWidth", "paddingLeft", "margin"];
        const chrome = [theDialog(), ...["form", "h2", "button", "div"].map((name) => theDialog().querySelector(name))];
        const place = [document.querySelector("body > div > div"), document.querySelector("iframe")];
        const look = (names) => (part) => ({ box: boxOf(part), ...Object.fromEntries(names.map((name) => [name, getComputedStyle(part)[name]])) });
        return [...chrome.map(look([...inherited, ...own])), ...place.map(look(["visibility", "pointerEvents", ...own]))];
      });
    };
    const untouched = await look("");
    for (const css of [
      "* { box-sizing: content-box !important; padding: 7px !important; border: 3px solid red !important; margin: 9px !important }",
      "* { color: red !important; font: 40px/3 monospace !important; letter-spacing: 9px !important; word-spacing: 9px !important; text-transform: uppercase !important }",
      "* { text-align: right !important; text-indent: 50px !important; white-space: pre !important; text-shadow: 0 0 9px red !important; cursor: none !important; direction: rtl !important }",
      "div { display: none !important; visibility: hidden !important; opacity: 0 !important; pointer-events: none !important; user-select: none !important }",
      "div, dialog, form, h2, button { transform: scale(.5) !important; filter: blur(9px) !important; zoom: .5 !important; width: 1px !important; position: static !important; background: red !important }",
      "html { font-size: 10px !important } body { font-size: 40px; color: red; visibility: hidden; pointer-events: none; cursor: wait }",
    ]) {
      // The root's own box is the page's affair.
      assert.deepEqual(await look(css), untouched, css);
    }
  });
});

describe("axe-core", () => {
  for (const [kind, options] of kinds) {
    test(`finds no violation in an open dialog, with the sandbox's widget ${kind}`, async () => {
      await openPage({ lang: "en", body: `<main><h1>Bank</h1><button>Verify</button></main>` });
      await it.driver.executeScript(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
      const violations = await it.run(async (flow, options, url) => {
        const isActive = Promise.withResolvers();
        const session = flow.startSession({ id: "one", ...options, script: { url }, onStatus: (status) => status === "active" && isActive.resolve() });
        await Promise.race([isActive.promise, session]);
        const { violations, passes } = await axe.run(document, { resultTypes: ["violations"] });
        return [passes.length > 10, violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)];
      }, options, it.waiting());
      assert.deepEqual(violations, [true, []]);
    });
  }
});
