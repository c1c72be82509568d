// A session in a modal dialog: how it opens, what it says, and how it is closed.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Key } from "selenium-webdriver";
import { dialogs, kinds } from "./support/dialogs.mjs";
import { harness } from "./support/harness.mjs";

const it = harness();
const { openPage, startDialog, outcome, press, clickAt, closeButton } = dialogs(it);

describe("The presentation", () => {
  test("is a dialog where no selector is given, or where it is asked for", async () => {
    for (const options of [{}, { selector: "#kyc", presentation: "dialog" }]) {
      await openPage();
      await startDialog(options);
      assert.deepEqual(await it.run(() => [theDialog().open, document.querySelector("#kyc").innerHTML]), [true, ""]);
    }
  });

  test("is inline where a selector is given, and without one inline is invalid_options", async () => {
    await openPage();
    const found = await it.run(async (flow) => {
      fakeWidget(() => finish(document.querySelectorAll("#kyc > div").length));
      const { detail } = await flow.startSession({ id: "one", selector: "#kyc" });
      return [detail, await endOf(flow.startSession({ id: "one", presentation: "inline" }))];
    });
    assert.deepEqual(found, [1, "invalid_options selector"]);
  });
});

for (const [kind, options] of kinds) {
  describe(`A dialog with the widget ${kind}`, () => {
    test("is native, modal, and in the top layer, over whatever the page has", async () => {
      await openPage({ body: `<button style="position: fixed; inset: 0; width: 100vw; height: 100vh; z-index: 2147483647">The page's own</button>` });
      await startDialog(options);
      const found = await it.run(() => {
        const { x, y, width, height } = boxOf(theDialog());
        const top = document.elementFromPoint(x + width / 2, y + height / 2);
        return [theDialog().localName, theDialog().matches(":modal"), theDialog().getRootNode().host.contains(top), document.elementFromPoint(1, 1)?.localName === "button"];
      });
      assert.deepEqual(found, ["dialog", true, true, false]);
    });

    test("tells the widget a selector that finds one element, in the dialog", async () => {
      await openPage();
      const found = await it.run(async (flow, options) => {
        const { frame, mount, options: given } = await startDialog(options);
        const host = theDialog().getRootNode().host;
        return [frame.document.querySelectorAll(given.selector).length, host.contains(frame.frameElement ?? mount), Object.keys(given).sort()];
      }, options);
      assert.deepEqual(found, [1, true, ["id", "locale", "selector"]]);
    });

    for (const [name, close] of [
      ["the close button", async () => (await closeButton()).click()],
      ["Esc, with the focus on the close button", () => press(Key.ESCAPE)],
      [
        "Esc, with the focus in the widget",
        async () => {
          const hasFocus = await it.run(() => {
            const input = widget.mount.appendChild(widget.frame.document.createElement("input"));
            input.focus();
            return widget.frame.document.activeElement === input && document.activeElement === (widget.frame.frameElement ?? input);
          });
          assert.ok(hasFocus);
          await press(Key.ESCAPE);
        },
      ],
    ]) {
      test(`is closed by ${name}: the session is cancelled and the page is as it was`, async () => {
        await openPage({ body: `<p>Before</p><div id="kyc"></div>` });
        const state = () => it.run(() => [document.documentElement.outerHTML.replace(/<script.*<\/script>/gs, ""), document.adoptedStyleSheets.length, ledger.listeners(), ledger.timers()]);
        const before = await state();
        await startDialog(options);
        await close();
        assert.equal(await outcome(), "cancelled");
        assert.deepEqual(await state(), before);
      });
    }

    test("is closed by Esc after a click into it, while the script is still loading", async () => {
      await openPage();
      const at = await it.run(async (flow, options, url) => {
        window.outcome = flow.startSession({ id: "one", ...options, script: { url } }).then(() => "resolved", ({ code }) => code);
        const container = () => document.querySelector("body > div:last-child > div");
        await eventually(() => container() && (document.querySelector("iframe")?.contentDocument ?? document).querySelector("[data-flow-embed-script]"));
        const { x, y, width, height } = boxOf(container());
        return [Math.round(x + width / 2), Math.round(y + height / 2)];
      }, options, it.automatic({ fault: "hang" }));
      await clickAt(...at);
      await press(Key.ESCAPE);
      assert.equal(await outcome(), "cancelled");
    });

    test("stays open on an Esc that the widget has a use for, and on a click beside it", async () => {
      await openPage();
      await startDialog(options);
      const at = await it.run(() => {
        widget.mount.append(widget.frame.document.createElement("input"));
        widget.mount.firstChild.focus();
        widget.mount.addEventListener("keydown", (event) => event.preventDefault());
        const { x, y } = boxOf(theDialog());
        return [Math.floor(x / 2), Math.floor(y / 2)];
      });
      await press(Key.ESCAPE);
      await clickAt(...at);
      assert.equal(await it.run(() => theDialog()?.open), true);
    });

    test("goes when the session finishes", async () => {
      await openPage();
      const found = await it.run(async (flow, options) => {
        const { session, frame } = await startDialog(options);
        frame.finish("done");
        return [(await session).detail, theDialog() === undefined, document.querySelectorAll("body > div").length];
      }, options);
      assert.deepEqual(found, ["done", true, 1]);
    });

    test("goes when the session is aborted, which rejects with the signal's reason", async () => {
      await openPage();
      const found = await it.run(async (flow, options) => {
        const controller = new AbortController();
        await startDialog({ ...options, signal: controller.signal });
        controller.abort("left");
        return [await outcome, theDialog() === undefined, ledger.listeners()];
      }, options);
      assert.deepEqual(found, ["left", true, []]);
    });

    test("goes when the session fails, with the scroll lock", async () => {
      await openPage();
      const found = await it.run(async (flow, options, url) => {
        const end = await endOf(flow.startSession({ id: "one", ...options, script: { url, retries: 0 } }));
        return [end, theDialog() === undefined, getComputedStyle(document.documentElement).overflow, document.adoptedStyleSheets.length];
      }, options, it.automatic({ fault: "status" }));
      assert.deepEqual(found, ["script_load", true, "visible", 0]);
    });

    test("that the page removes is container_removed", async () => {
      await openPage();
      await startDialog(options);
      const found = await it.run(async () => {
        theDialog().getRootNode().host.remove();
        return [await outcome, getComputedStyle(document.documentElement).overflow];
      });
      assert.deepEqual(found, ["container_removed", "visible"]);
    });

    test("switches the widget's camera off when it is closed", async () => {
      await openPage();
      const before = await it.run(async (flow, options, url) => {
        const isActive = Promise.withResolvers();
        window.outcome = flow.startSession({ id: "one", ...options, script: { url }, onStatus: (status) => status === "active" && isActive.resolve() }).then(() => "resolved", ({ code }) => code);
        await Promise.race([isActive.promise, outcome]);
        const page = document.querySelector("iframe")?.contentDocument ?? document;
        page.querySelector("[data-action=continue]").click();
        const video = await eventually(() => page.querySelector("[data-camera=live] video"));
        [window.track] = video.srcObject.getTracks();
        return track.readyState;
      }, options, it.waiting());
      await (await closeButton()).click();
      assert.equal(await outcome(), "cancelled");
      const after = await it.run(async () => (await eventually(() => track.readyState === "ended"), track.readyState));
      assert.deepEqual([before, after], ["live", "ended"]);
    });

    test("with keepMounted stays open after the finish, with the widget in it, and is closed by its button or by Esc", async () => {
      for (const close of [async () => (await closeButton()).click(), () => press(Key.ESCAPE)]) {
        await openPage();
        await startDialog({ ...options, keepMounted: true });
        const kept = await it.run(async () => {
          widget.mount.innerHTML = `<button>The widget's last words</button>`;
          widget.frame.finish();
          await widget.session;
          widget.mount.firstChild.focus();
          return [theDialog().matches(":modal"), widget.mount.isConnected && widget.mount.textContent];
        });
        assert.deepEqual(kept, [true, "The widget's last words"]);
        await close();
        assert.equal(await it.run(() => eventually(() => theDialog() === undefined)), true);
      }
    });

    test("with keepMounted leaves nothing in the page once it is closed", async () => {
      await openPage();
      const before = await it.run(() => document.body.childNodes.length);
      await startDialog({ ...options, keepMounted: true });
      await it.run(async () => {
        widget.frame.finish();
        await widget.session;
        // The widget's own.
        widget.mount.dispatchEvent(new CustomEvent("close", { bubbles: true }));
      });
      assert.equal(await it.run(() => theDialog().matches(":modal")), true);
      await (await closeButton()).click();
      assert.equal(await it.run((flow, before) => eventually(() => document.body.childNodes.length === before), before), true);
    });
  });
}

describe("A dialog's words", () => {
  for (const [locale, lang, title, close, loading] of [
    ["ru", "ru", "Подтверждение личности", "Закрыть", "Загрузка…"],
    ["en", "en", "Identity verification", "Close", "Loading…"],
    ["kz", "kk", "Жеке басты растау", "Жабу", "Жүктелуде…"],
  ]) {
    test(`are in the session's language (${locale}): title, close button, and the notice that the widget is being loaded`, async () => {
      await openPage({ lang: "de" });
      // Firefox keeps an accessibility tree from the first question on; of a page that was drawn before, it would not have one until it is drawn anew.
      await (await it.driver.executeScript(() => document.body)).getAccessibleName();
      await it.run(async (flow, locale, url) => {
        window.outcome = flow.startSession({ id: "one", locale, script: { url } }).catch(() => {});
        await eventually(() => theDialog());
      }, locale, it.automatic({ fault: "hang" }));
      const dialog = await it.driver.executeScript(() => theDialog());
      // An engine's accessibility tree may come a little later.
      await it.driver.wait(async () => (await dialog.getAccessibleName()) === title, 5000);
      assert.equal(await (await closeButton()).getAccessibleName(), close);
      const words = await it.run(() => [theDialog().querySelector("h2").textContent, theDialog().querySelector("[role=status]").innerText, theDialog().getRootNode().host.lang]);
      assert.deepEqual(words, [title, loading, lang]);
    });
  }

  test("no longer say that the widget is being loaded once it is there", async () => {
    await openPage();
    await startDialog();
    assert.equal(await it.run(() => theDialog().querySelector("[role=status]").innerText), "");
  });
});

describe("Several at once", () => {
  test("run in dialogs and inline together, each with a frame of its own and settled by its own finish", async () => {
    await openPage({ body: `<div id="kyc" style="width: 300px; height: 300px"></div>` });
    const found = await it.run(async () => {
      const inline = await isolated.start({ id: "inline" });
      const dialog = await isolated.start({ id: "dialog", selector: undefined });
      inline.frame.finish("of inline");
      const first = await inline.session;
      const isOpen = theDialog().open;
      dialog.frame.finish("of dialog");
      return [first.detail, isOpen, (await dialog.session).detail, document.querySelectorAll("iframe").length];
    });
    assert.deepEqual(found, ["of inline", true, "of dialog", 0]);
  });

  test("in two dialogs: Esc closes the upper one alone", async () => {
    await openPage();
    await it.run(() => (window.ends = []));
    for (const id of ["lower", "upper"]) {
      // A click before each: browsers let one Esc close together what the person had no part in.
      await clickAt(5, 5);
      await it.run(async (flow, id) => void ends.push((await isolated.start({ id, selector: undefined })).session.catch(({ code }) => code)), id);
    }
    await press(Key.ESCAPE);
    assert.equal(await it.run(() => ends[1]), "cancelled");
    assert.equal(await it.run(() => theDialog().open), true);
    await press(Key.ESCAPE);
    assert.equal(await it.run(() => ends[0]), "cancelled");
  });
});

describe("A page without a body", () => {
  test("gets a FlowError, and nothing is left", async () => {
    await openPage();
    const found = await it.run(async (flow) => {
      fakeWidget();
      document.body.remove();
      const error = await flow.startSession({ id: "one" }).catch((error) => error);
      return [error instanceof flow.FlowError, error.code, error.message, document.documentElement.children.length, document.adoptedStyleSheets.length, ledger.listeners(), ledger.timers()];
    });
    assert.deepEqual([found[0], found[1], ...found.slice(3)], [true, "container_not_found", 1, 0, [], 0]);
    assert.match(found[2], /body/);
  });
});
