// The pages of `npm start`, driven as a person would: from the session's creation to the server's verdict.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { By, Key, until } from "selenium-webdriver";
import { startPlayground } from "../../scripts/lib/playground.mjs";
import { startBrowser } from "./support/browser.mjs";
import { canTest, has, needs } from "./support/engines.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core"), "utf8");
const patience = 15_000;

let playground;
let driver;
before(async () => {
  playground = await startPlayground({ sandboxArguments: ["--port", "0", "--progress-ms", "600"], stderr: "ignore" });
  driver = await startBrowser();
});
after(async () => {
  await driver?.quit();
  playground?.stop();
});

const find = (selector) => driver.findElement(By.css(selector));
const visible = async (selector) => driver.wait(until.elementIsVisible(await driver.wait(until.elementLocated(By.css(selector)), patience)), patience);
const click = async (selector) => (await visible(selector)).click();
const textOf = async (selector) => (await find(selector)).getText();
const statusIs = (text) => driver.wait(until.elementTextMatches(find("#status"), text), patience);
const field = (name) => find(`[name="${name}"]`);
const choose = (name, value) => click(`[name="${name}"] option[value="${value}"]`);
const toggle = (name) => click(`[name="${name}"]`);
const technology = (code) => click(`[name="technology"][value="${code}"]`);
const type = async (name, text) => {
  await field(name).clear();
  await field(name).sendKeys(text);
};

/** Opens the playground; `wishes` are for the sandbox's script. */
const open = async (wishes = {}) => {
  await driver.get(playground.origin);
  await driver.wait(async () => (await field("script.url").getAttribute("value")) !== "", patience);
  const all = { ...(has("camera") ? {} : { camera: "canvas" }), ...wishes };
  if (Object.keys(all).length > 0) await type("script.url", `${playground.sandbox}/widget/flow-widget.js?${new URLSearchParams(all)}`);
};
const start = () => click("#start");
const automatically = { auto: "pass" };

const at = (step) => visible(`[data-step="${step}"] [data-action="continue"]`);
/** Through the widget as far as these steps. */
const walk = async (...steps) => {
  for (const step of steps) {
    await at(step);
    if (step === "liveness") await visible(`[data-camera="live"]`);
    if (step === "otp") await find(`[name="otp"]`).sendKeys("123456");
    await click(`[data-step="${step}"] [data-action="continue"]`);
  }
};
/** The elements of a widget that is not at its end. */
const widgets = () => driver.findElements(By.css("[data-step]:not(.step)"));

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

describe("For everybody: no violation that axe finds", () => {
  const violations = async () => {
    await driver.executeScript(axe);
    const found = await driver.executeAsyncScript("axe.run({ exclude: ['.fw-root'] }).then(arguments[0])");
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  };
  const inScheme = (scheme) => driver.sendDevToolsCommand("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  const schemes = canTest("devtools", "the pages' dark colours") ? ["light", "dark"] : ["as it is"];
  const states = {
    "when it is opened": () => open(),
    "with all options on show": async () => {
      await open();
      await technology("ED");
      await click(".more-title");
    },
    "with a finished session": async () => {
      await open(automatically);
      await start();
      await statusIs(/verdict: passed/);
    },
    "with an error": async () => {
      await open();
      await type("width", "wide");
      await start();
      await statusIs(/^Failed/);
    },
    "with a dialog": async () => {
      await open();
      await choose("presentation", "dialog");
      await start();
      await at("intro");
    },
    "of a script tag": () => driver.get(`${playground.origin}/script-tag.html`),
  };
  for (const scheme of schemes) {
    for (const [name, story] of Object.entries(states)) {
      test(`in the page ${name} (${scheme})`, async () => {
        if (has("devtools")) await inScheme(scheme);
        await story();
        assert.deepEqual(await violations(), []);
      });
    }
  }
});

describe("On a phone of 360 pixels", () => {
  const width = () => driver.executeScript("return [innerWidth, document.documentElement.scrollWidth]");
  const onPhone = async (story) => {
    await driver.sendDevToolsCommand("Emulation.setDeviceMetricsOverride", { width: 360, height: 740, deviceScaleFactor: 2, mobile: true });
    try {
      await story();
    } finally {
      await driver.sendDevToolsCommand("Emulation.clearDeviceMetricsOverride");
    }
  };

  needs("devtools")("the playground has no horizontal scroll, before, during and after a session", () =>
    onPhone(async () => {
      await open();
      await technology("ED");
      await click(".more-title");
      assert.deepEqual(await width(), [360, 360]);
      await technology("ED");
      await start();
      await at("intro");
      assert.deepEqual(await width(), [360, 360]);
      await walk("intro", "liveness");
      await statusIs(/verdict: passed/);
      assert.deepEqual(await width(), [360, 360]);
    }),
  );

  needs("devtools")("a dialog fills the screen and no more", () =>
    onPhone(async () => {
      await open();
      await choose("presentation", "dialog");
      await start();
      await at("intro");
      assert.deepEqual(await width(), [360, 360]);
    }),
  );

  needs("devtools")("the script-tag page has no horizontal scroll", () =>
    onPhone(async () => {
      await driver.get(`${playground.origin}/script-tag.html`);
      assert.deepEqual(await width(), [360, 360]);
    }),
  );
});
