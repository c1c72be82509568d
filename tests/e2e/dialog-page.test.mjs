// The page behind a dialog: the focus leaves it and comes back, and it does not scroll.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Key } from "selenium-webdriver";
import { dialogs, kinds } from "./support/dialogs.mjs";
import { needs } from "./support/engines.mjs";
import { harness } from "./support/harness.mjs";

const it = harness();
const { openPage, startDialog, outcome, press, pressBackTab, closeButton } = dialogs(it);

describe("The focus", () => {
  const page = { body: `<button id="first">First</button><button id="go">Verify</button><a href="#">Link</a><input>` };
  /** Starts a session as a person does: by a button of the page, which has the focus then. */
  const startByButton = async (options) => {
    await openPage(page);
    await it.run((flow, options) => {
      document.querySelector("#go").addEventListener("click", () => (window.isStarted = startDialog(options)));
    }, options);
    await it.driver.findElement({ id: "go" }).click();
    await it.run(async () => void (await isStarted));
  };
  const focused = () => it.run(() => document.activeElement?.id || document.activeElement?.localName);

  for (const [kind, options] of kinds) {
    test(`goes into the dialog, with the widget ${kind}`, async () => {
      await startByButton(options);
      assert.equal(await it.run(() => theDialog().getRootNode().activeElement === theDialog().querySelector("button")), true);
    });

    test(`stays in the dialog on Tab and Shift+Tab, with the widget ${kind}, and the page's own elements cannot take it`, async () => {
      await startByButton(options);
      await it.run(() => (widget.mount.innerHTML = "<button>A</button><input><button>B</button>"));
      const where = () =>
        it.run(() => {
          const inWidget = widget.frame.document.activeElement;
          if (widget.mount.contains(inWidget) && document.activeElement === (widget.frame.frameElement ?? inWidget)) return inWidget.textContent || inWidget.localName;
          return theDialog().getRootNode().activeElement?.localName ?? (document.activeElement?.id || document.activeElement?.localName);
        });
      const visited = [];
      for (const tab of [() => press(Key.TAB), pressBackTab]) {
        await it.run(() => widget.mount.firstChild.focus());
        for (let times = 0; times < 8; times += 1) {
          await tab();
          visited.push(await where());
        }
      }
      // Past the last element it goes to the browser's own buttons: then the document says that nothing, or its frame, has it.
      const own = ["A", "B", "button", "input"];
      assert.deepEqual([...new Set(visited)].filter((name) => own.includes(name)).sort(), own);
      assert.deepEqual(visited.filter((name) => ![...own, "dialog", "body", "html", "iframe"].includes(name)), []);
      assert.equal(await it.run(() => (document.querySelector("#first").focus(), document.activeElement.id)), "");
    });

    for (const [name, end] of [
      ["its close button", async () => (await closeButton()).click()],
      ["Esc", () => press(Key.ESCAPE)],
      ["the widget's finish", () => it.run(async () => void (widget.frame.finish(), await outcome))],
    ]) {
      test(`goes back to the button that had it when the dialog is closed by ${name}, with the widget ${kind}`, async () => {
        await startByButton(options);
        await it.run(() => widget.mount.appendChild(widget.frame.document.createElement("input")).focus());
        await end();
        await outcome();
        assert.equal(await focused(), "go");
      });
    }
  }

  test("goes back to the button when the session is aborted", async () => {
    await openPage(page);
    await it.run(async () => {
      const controller = new AbortController();
      document.querySelector("#go").focus();
      await startDialog({ signal: controller.signal });
      controller.abort();
      await outcome;
    });
    assert.equal(await focused(), "go");
  });
});

describe("The page behind a dialog", () => {
  const long = { body: `<div style="height: 5000px">Long</div>` };
  const overflow = () => it.run(() => [getComputedStyle(document.documentElement).overflowY, document.documentElement.getAttribute("style")]);

  test("does not scroll, and scrolls again afterwards", async () => {
    await openPage(long);
    await it.run(() => scrollTo(0, 300));
    const states = [await overflow()];
    await startDialog();
    states.push(await overflow());
    await (await closeButton()).click();
    await outcome();
    states.push(await overflow());
    assert.deepEqual(states, [["visible", null], ["hidden", null], ["visible", null]]);
    assert.equal(await it.run(() => scrollY), 300);
  });

  needs("wheel")("does not move under the wheel, on the dialog or beside it, nor under the keys", async () => {
    await openPage(long);
    await startDialog();
    for (const [x, y] of [await it.run(() => [Math.round(innerWidth / 2), Math.round(innerHeight / 2)]), [5, 5]]) {
      await it.driver.actions().scroll(x, y, 0, 500).perform();
    }
    await press(Key.PAGE_DOWN, Key.END, Key.SPACE);
    assert.equal(await it.run(async () => (await nextFrame(), scrollY)), 0);
    await it.run(async () => {
      widget.frame.finish();
      await outcome;
    });
    await it.driver.actions().scroll(5, 5, 0, 500).perform();
    assert.equal(await it.run(() => eventually(() => scrollY > 0)), true);
  });

  needs("scroll bars beside the page")("does not jump where its scroll bar takes room", async () => {
    await openPage(long);
    const width = () => it.run(() => boxOf(document.querySelector("body > div")).width);
    const before = await width();
    assert.ok(await it.run(() => document.documentElement.clientWidth < innerWidth));
    await startDialog();
    assert.equal(await width(), before);
  });

  for (const css of ["html { overflow-y: scroll !important }", "html:root:not(#no) { overflow: auto !important }"]) {
    test(`does not scroll where its own CSS says otherwise: ${css}`, async () => {
      await openPage({ ...long, head: `<style>${css}</style>` });
      await startDialog();
      assert.equal((await overflow())[0], "hidden");
    });
  }

  test("keeps its own style attribute to the letter, and its overflow is in force again", async () => {
    await openPage(long);
    const style = "overflow:  scroll;color:RED";
    await it.run((flow, style) => document.documentElement.setAttribute("style", style), style);
    await startDialog();
    assert.deepEqual(await overflow(), ["hidden", style]);
    await it.run(async () => {
      widget.frame.finish();
      await outcome;
    });
    assert.deepEqual(await overflow(), ["scroll", style]);
  });

  test("keeps its own constructed style sheets, and one that came meanwhile", async () => {
    await openPage(long);
    const found = await it.run(async () => {
      const [own, late] = [new CSSStyleSheet(), new CSSStyleSheet()];
      document.adoptedStyleSheets = [own];
      await startDialog();
      document.adoptedStyleSheets = [late, ...document.adoptedStyleSheets];
      widget.frame.finish();
      await outcome;
      return [document.adoptedStyleSheets.length, document.adoptedStyleSheets[0] === late, document.adoptedStyleSheets[1] === own];
    });
    assert.deepEqual(found, [2, true, true]);
  });

  for (const order of [[0, 1], [1, 0]]) {
    test(`scrolls again only when the last of two dialogs is closed (${order[0] === 0 ? "the first opened goes first" : "the last opened goes first"})`, async () => {
      await openPage(long);
      const states = await it.run(async (flow, order) => {
        const overflow = () => getComputedStyle(document.documentElement).overflowY;
        const opened = [];
        for (const id of ["one", "two"]) opened.push(await isolated.start({ id, selector: undefined }));
        const states = [overflow()];
        for (const index of order) {
          opened[index].frame.finish(index);
          states.push((await opened[index].session).detail, overflow());
        }
        return [...states, document.adoptedStyleSheets.length];
      }, order);
      assert.deepEqual(states, ["hidden", order[0], "hidden", order[1], "visible", 0]);
    });
  }
});
