// The pages of `npm start`, driven as a person would: from the session's creation to the server's verdict.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import { By, Key, until } from "selenium-webdriver";
import { has } from "./support/engines.mjs";
import { at, automatically, choose, click, driver, field, find, open, patience, playground, start, statusIs, technology, textOf, toggle, type, visible, walk, widgets } from "./support/playground.mjs";

describe("A session in the playground", () => {
  test("goes from its creation through the checks to the server's verdict", async () => {
    await open();
    for (const code of ["ED", "F2F"]) await technology(code);
    await type("metadata.edocument.iin.value", "123456789012");
    await type("metadata.edocument.phone.value", "8 (701) 123-45-67");
    await toggle("metadata.edocument.iin.changeable");
    await start();
    await walk("intro", "liveness");
    await at("edocument");
    assert.equal(await find(`[data-step="edocument"] [name="iin"]`).getAttribute("value"), "123456789012");
    assert.equal(await find(`[data-step="edocument"] [name="phone"]`).getAttribute("value"), "77011234567");
    await walk("edocument", "otp", "face2face");
    await statusIs(/verdict: passed/);
    assert.equal(await textOf("#verdict-summary"), "Passed");
    const [detail, verdict] = [JSON.parse(await textOf("#detail")), JSON.parse(await textOf("#verdict"))];
    assert.deepEqual([detail.result, verdict.status, verdict.flow_session_result], [true, "FINISHED", true]);
    assert.deepEqual(await Promise.all((await driver.findElements(By.css("#steps > *"))).map((step) => step.getAttribute("data-state"))), Array(5).fill("done"));
    assert.deepEqual(await widgets(), []);
  });

  test("that the person does not pass shows the server's verdict, not the browser's", async () => {
    await open();
    await start();
    await walk("intro");
    await click(`[data-step="liveness"] [data-action="fail"]`);
    await statusIs(/verdict: not passed/);
    assert.equal(await textOf("#verdict-summary"), "Not passed");
  });

  test("is cancelled by its button, which leaves nothing of the widget, and the next one runs", async () => {
    await open();
    await start();
    await walk("intro");
    await visible(`[data-camera="live"]`);
    await click("#cancel");
    await statusIs(/^Cancelled\.$/);
    assert.deepEqual(await widgets(), []);
    assert.equal(await find("#error").isDisplayed(), false);
    await start();
    await walk("intro", "liveness");
    await statusIs(/verdict: passed/);
  });

  test("in a dialog runs over the page, and its close button cancels it", async () => {
    await open();
    await choose("presentation", "dialog");
    await start();
    await walk("intro", "liveness");
    await statusIs(/verdict: passed/);
    await start();
    await at("intro");
    const hosts = await driver.findElements(By.css("body > div"));
    const shadow = await hosts.at(-1).getShadowRoot();
    await (await shadow.findElement(By.css("button"))).click();
    await statusIs(/^Cancelled\.$/);
    assert.equal(await find("#error").isDisplayed(), false);
  });

  test("that is isolated runs in an iframe", async () => {
    await open();
    await toggle("isolate");
    await start();
    const frame = await driver.wait(until.elementLocated(By.css("#host iframe")), patience);
    await driver.switchTo().frame(frame);
    await walk("intro", "liveness");
    await driver.switchTo().defaultContent();
    await statusIs(/verdict: passed/);
  });

  test("keeps its container after the finish where that is wished", async () => {
    await open(automatically);
    await toggle("keepMounted");
    await start();
    await statusIs(/verdict: passed/);
    assert.equal(await find(`#host [data-step="done"]`).getAttribute("data-result"), "passed");
  });
});

describe("An error in the playground", () => {
  const showsAt = async (name, code = "invalid_options") => {
    await statusIs(new RegExp(`^Failed: ${code}\\.$`));
    const error = find(`#option-${name.replaceAll(".", "-")}-error`);
    assert.equal(await error.isDisplayed(), true);
    assert.ok((await error.getText()).includes(`\`${name}\``));
    assert.equal(await field(name).getAttribute("aria-invalid"), "true");
    assert.equal(await driver.switchTo().activeElement().getAttribute("name"), name);
  };

  test("of createSession's options is shown at its field", async () => {
    await open();
    await technology("ED");
    await type("metadata.edocument.phone.value", "123");
    await start();
    await showsAt("metadata.edocument.phone.value");
    await field("metadata.edocument.phone.value").sendKeys("4");
    assert.equal(await field("metadata.edocument.phone.value").getAttribute("aria-invalid"), null);
  });

  test("of startSession's options is shown at its field, though that is folded away", async () => {
    await open();
    await click(".more-title");
    await type("script.retries", "many");
    await click(".more-title");
    await start();
    await showsAt("script.retries");
  });

  test("of the script names its code and details, and the session may be started again", async () => {
    await open({ fault: "status", status: 404 });
    await click(".more-title");
    await type("script.retries", "0");
    await start();
    await statusIs(/^Failed: script_load\.$/);
    assert.equal(await textOf(`#error [data-fact="code"]`), "script_load");
    assert.match(await textOf(`#error [data-fact="details"]`), /"attempts": 1/);
    assert.equal(await find("#start").isEnabled(), true);
  });

  test("where no technology is chosen is told at once, and nothing is sent", async () => {
    await open();
    await technology("LD");
    await start();
    assert.match(await textOf("#technologies-error"), /at least one/);
    assert.equal(await find("#status").getAttribute("data-status"), "idle");
  });
});

describe("The code that the playground shows", () => {
  /** Notes in the page what goes to the server and to the vendor's widget. */
  const record = () => {
    window.recorded = [];
    const { fetch } = window;
    window.fetch = async (...values) => {
      const request = values[0].clone?.() ?? new Request(...values);
      const { origin, pathname, search } = new URL(request.url);
      // The number of questions for a result depends on the time.
      const line = `${request.method} ${pathname}${search.replace(/session_id=[^&]+/, "session_id=ID")} ${await request.text()}`;
      if (recorded.at(-1) !== line && origin === location.origin) recorded.push(line);
      return fetch(...values);
    };
    let widget;
    Object.defineProperty(window, "FlowWidget", {
      configurable: true,
      get: () => widget,
      set: ({ startSession }) => (widget = { startSession: (options) => {
        const place = document.querySelector(options.selector);
        recorded.push(JSON.stringify([Object.keys(options), options.locale, document.querySelector("#host").contains(place), place.getBoundingClientRect().width]));
        return startSession(options);
      } }),
    });
  };
  const recorded = () => driver.executeScript("return recorded.splice(0)");

  const choices = {
    "by default": async () => {},
    "with every option": async () => {
      await technology("ED");
      await type("metadata.edocument.iin.value", "123456789012");
      await type("metadata.edocument.phone.value", "+7 701 123-45-67");
      await toggle("metadata.edocument.iin.changeable");
      await choose("locale", "kz");
      await type("width", "320");
      await type("height", "80vh");
      await toggle("keepMounted");
      await toggle("preload");
      await click(".more-title");
      await type("script.timeout", "9000");
      await type("script.retries", "1");
    },
    "in a dialog": () => choose("presentation", "dialog"),
  };
  for (const [name, choice] of Object.entries(choices)) {
    test(`${name} compiles, runs, and does what Start did`, async () => {
      await open(automatically);
      await choice();
      const code = await textOf("#code");
      const check = spawnSync(process.execPath, ["--input-type=module", "--check"], { input: code, encoding: "utf8" });
      assert.equal(check.status, 0, check.stderr);

      await driver.executeScript(record);
      await start();
      await statusIs(/verdict: passed/);
      const byStart = await recorded();
      assert.equal(byStart.length, 3, byStart.join("\n"));
      await driver.executeScript("document.querySelector('#host').replaceChildren()");
      await driver.executeAsyncScript(
        (code, done) => {
          window.codeHasRun = (result) => done(result.status);
          const script = Object.assign(document.createElement("script"), { type: "module" });
          script.text = `${code.replace("'flow-embed'", "'/dist/index.js'")}\ncodeHasRun(result);`;
          document.body.append(script);
        },
        code,
      );
      assert.deepEqual(await recorded(), byStart);
    });
  }

  test("escapes what is typed, so that it stays one string", async () => {
    await open();
    await type("width", `'; alert("x") \\ </script>`);
    const code = await textOf("#code");
    const check = spawnSync(process.execPath, ["--input-type=module", "--check"], { input: code, encoding: "utf8" });
    assert.equal(check.status, 0, check.stderr);
    assert.equal(Function(`return {${code.match(/width: .*/)[0]}}`)().width, `'; alert("x") \\ </script>`);
  });

  test("is copied to the clipboard", async () => {
    await open();
    await driver.executeScript("document.querySelector('main').append(Object.assign(document.createElement('textarea'), { id: 'paste' }))");
    await click("#copy");
    await driver.wait(until.elementTextIs(find("#copied"), "Copied"), patience);
    const area = find("#paste");
    await area.click();
    await area.sendKeys(Key.chord(Key.CONTROL, "v"));
    assert.equal(await area.getAttribute("value"), await driver.executeScript("return document.querySelector('#code').textContent"));
  });

  test("is to be copied by hand where the browser does not allow it, and the page says so", async () => {
    await open();
    await driver.executeScript("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    await click("#copy");
    await driver.wait(until.elementTextContains(find("#copied"), "select the code"), patience);
  });
});

describe("The script-tag page", () => {
  const openScriptTag = () => driver.get(`${playground.origin}/script-tag.html?${new URLSearchParams({ script: `${playground.sandbox}/widget/flow-widget.js${has("camera") ? "" : "?camera=canvas"}` })}`);

  test("gets a session, runs it, and shows the server's verdict", async () => {
    await openScriptTag();
    await click("#new-session");
    await walk("intro", "liveness");
    await statusIs(/verdict: passed/);
    assert.match(await textOf("#outcome"), /"flow_session_result": true/);
  });

  test("shows the code that it runs", async () => {
    await openScriptTag();
    const source = await driver.executeScript("return document.querySelector('#example').textContent");
    const shown = await textOf("#code");
    const lines = source.trim().split("\n").map((line) => line.trim());
    assert.deepEqual(lines.filter((line) => !shown.includes(line)), []);
  });

  test("says what is wrong with a session that is used up", async () => {
    await openScriptTag();
    await click("#new-session");
    await walk("intro", "liveness");
    await statusIs(/verdict: passed/);
    await driver.navigate().refresh();
    await visible(`#kyc [data-step="error"]`);
  });
});
