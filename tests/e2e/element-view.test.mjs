// <flow-embed>: what a person sees of it, and where the widget is.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { harness } from "./support/harness.mjs";
import { withElement } from "./support/element.mjs";

const it = harness();

const inElement = async (body, story, { values = [], ...page } = {}) => {
  await it.open(withElement(body, page));
  return it.run(`async (flow, ...values) => (${story})(document.querySelector("flow-embed"), ...values)`, ...values);
};

/** No widget is there, so that it is loaded by the page's own `script`. */
const unloaded = { widget: "[]" };
/** `part(name)` of the page's element, and its text where it is shown. */
const parts = `<script>
window.part = (name) => document.querySelector("flow-embed").shadowRoot.querySelector("[part=" + name + "]");
window.shown = (name) => (part(name)?.checkVisibility() ? part(name).innerText : "");
</script>`;
const failing = (wishes) => it.sandbox.script({ fault: "status", "any-id": 1, key: it.sandbox.key(), ...wishes });

const texts = {
  ru: ["ru", "Загрузка…", "Не удалось загрузить проверку. Проверьте подключение к интернету и попробуйте ещё раз.", "Повторить"],
  en: ["en", "Loading…", "The check could not be loaded. Check your internet connection and try again.", "Retry"],
  kz: ["kk", "Жүктелуде…", "Тексеруді жүктеу мүмкін болмады. Интернет байланысын тексеріп, қайталап көріңіз.", "Қайталау"],
};
const ended = {
  ru: "Провести проверку не удалось. Пожалуйста, начните заново или попробуйте позже.",
  en: "The check could not be carried out. Please start over, or try again later.",
  kz: "Тексеруді өткізу мүмкін болмады. Қайтадан бастаңыз немесе кейінірек көріңіз.",
};

describe("The widget of <flow-embed>", () => {
  test("is in the page's own tree, where the vendor's selector finds it, and is shown through the slot", async () => {
    const found = await inElement(`<flow-embed session-id="one" style="width: 400px; height: 600px"></flow-embed>`, async (embed) => {
      await eventually(() => calls.length);
      const mount = document.querySelector(calls[0].selector);
      const { width, height } = mount.getBoundingClientRect();
      return [mount.parentElement.parentElement === embed, mount.parentElement.assignedSlot?.localName, width, height];
    });
    assert.deepEqual(found, [true, "slot", 400, 600]);
  });

  test("of the sandbox is started by a declared element alone", async () => {
    const id = await inElement(
      "<flow-embed manual></flow-embed>",
      async (embed, url) => {
        embed.script = { url };
        const finished = heard(document, "flow-finish");
        embed.sessionId = "one";
        embed.manual = false;
        return (await finished).detail.detail.session_id;
      },
      { ...unloaded, values: [it.automatic()] },
    );
    assert.equal(id, "one");
  });

  test("stays after its end with keep-mounted, until reset()", async () => {
    const found = await inElement(`<flow-embed session-id="one" keep-mounted></flow-embed>`, async (embed) => {
      await eventually(() => calls.length);
      finish();
      await eventually(() => embed.status === "finished");
      await nextFrame();
      const kept = embed.contains(document.querySelector(calls[0].selector));
      embed.reset();
      return [kept, embed.childElementCount];
    });
    assert.deepEqual(found, [true, 0]);
  });

  for (const [how, end] of [
    ["by reset()", (embed) => embed.reset()],
    ["by another session id", (embed) => (embed.sessionId = "two")],
    ["when the element is removed", (embed) => embed.remove()],
  ]) {
    test(`is taken away with the dialog that keep-mounted kept, ${how}`, async () => {
      const found = await inElement(
        `<button>before</button><flow-embed session-id="one" presentation="dialog" keep-mounted manual></flow-embed>`,
        `async (embed) => {
          const dialogOf = (widget) => widget.closest("body > div").shadowRoot.querySelector("dialog");
          document.querySelector("button").focus();
          embed.start();
          await eventually(() => embed.status === "active");
          const widget = document.querySelector(calls[0].selector);
          finish();
          await eventually(() => embed.status === "finished");
          const dialog = dialogOf(widget);
          const isKept = widget.isConnected && dialog.matches(":modal");
          embed.presentation = "inline";
          embed.manual = false;
          (${end})(embed);
          await eventually(() => !widget.isConnected);
          return [isKept, widget.isConnected, dialog.open, document.activeElement.localName, document.adoptedStyleSheets.length];
        }`,
      );
      assert.deepEqual(found, [true, false, false, "button", 0]);
    });
  }

  test("is taken away with its kept dialog by a reset() that comes with its last status", async () => {
    const found = await inElement(`<flow-embed session-id="one" presentation="dialog" keep-mounted manual></flow-embed>`, async (embed) => {
      embed.addEventListener("flow-status", ({ detail }) => detail === "finished" && embed.reset());
      const session = embed.start();
      await eventually(() => embed.status === "active");
      const widget = document.querySelector(calls[0].selector);
      finish();
      await session;
      return [embed.status, widget.isConnected];
    });
    assert.deepEqual(found, ["idle", false]);
  });

  test("in a dialog that keep-mounted kept stays when the element is moved", async () => {
    const isKept = await inElement(`<flow-embed session-id="one" presentation="dialog" keep-mounted></flow-embed><section></section>`, async (embed) => {
      await eventually(() => embed.status === "active");
      finish();
      await eventually(() => embed.status === "finished");
      document.querySelector("section").append(embed);
      await nextFrame();
      return document.querySelector(calls[0].selector) !== null;
    });
    assert.equal(isKept, true);
  });

  test("in a dialog is named in the language around the element, which says nothing itself", async () => {
    const found = await inElement(
      `<section lang="kk"><flow-embed session-id="one" presentation="dialog" manual></flow-embed></section>`,
      async (embed) => {
        embed.start();
        const silent = shown("status");
        await eventually(() => calls.length);
        const dialog = document.querySelector("body > div").shadowRoot.querySelector("dialog");
        const failed = heard(embed, "flow-error");
        dialog.querySelector("button").click();
        const { detail } = await failed;
        return [silent, calls[0].locale, detail.code, embed.status, shown("error")];
      },
      { head: parts },
    );
    assert.deepEqual(found, ["", "kz", "cancelled", "failed", ""]);
  });
});

describe("While it loads, <flow-embed>", () => {
  for (const [locale, [tag, loading]] of Object.entries(texts)) {
    test(`says so in a status in the session's language (${locale}), until the widget is there`, async () => {
      const found = await inElement(
        `<flow-embed locale="${locale}"></flow-embed>`,
        async (embed, url) => {
          embed.script = { url };
          const isActive = new Promise((resolve) => embed.addEventListener("flow-status", ({ detail }) => detail === "active" && resolve()));
          embed.sessionId = "one";
          await heard(embed, "flow-status");
          const status = [part("status").getAttribute("role"), part("status").lang, shown("status")];
          await isActive;
          return [status, shown("status")];
        },
        { ...unloaded, head: parts, values: [it.waiting({ fault: "slow", ms: 100 })] },
      );
      assert.deepEqual(found, [["status", tag, loading], ""]);
    });
  }

  test("says nothing in a manual element that waits for its start", async () => {
    assert.equal(await inElement(`<flow-embed session-id="one" manual></flow-embed>`, () => shown("status"), { head: parts }), "");
  });
});

describe("On a failure that may pass, <flow-embed>", () => {
  for (const [locale, [tag, , message, retry]] of Object.entries(texts)) {
    test(`says so in an alert in the session's language (${locale}), with a button`, async () => {
      const found = await inElement(
        `<flow-embed locale="${locale}"></flow-embed>`,
        async (embed, url) => {
          embed.script = { url, retries: 0 };
          const failed = heard(embed, "flow-error");
          embed.sessionId = "one";
          const { detail } = await failed;
          return [detail.code, part("error").getAttribute("role"), part("error").lang, shown("message"), shown("retry"), part("retry").localName, shown("status")];
        },
        { ...unloaded, head: parts, values: [failing()] },
      );
      assert.deepEqual(found, ["script_load", "alert", tag, message, retry, "button", ""]);
    });
  }

  test("starts again by the button, and the focus is not lost with it", async () => {
    const found = await inElement(
      `<flow-embed locale="en"></flow-embed>`,
      async (embed, url) => {
        embed.script = { url, retries: 0 };
        const failed = heard(embed, "flow-error");
        embed.sessionId = "one";
        await failed;
        part("retry").focus();
        const finished = heard(embed, "flow-finish");
        part("retry").click();
        const focus = [document.activeElement === embed, embed.shadowRoot.activeElement === part("status"), shown("message"), shown("status")];
        return [...focus, (await finished).detail.id];
      },
      { ...unloaded, head: parts, values: [failing({ times: 1, auto: "pass" })] },
    );
    assert.deepEqual(found, [true, true, "", "Loading…", "one"]);
  });

  test("lets another session id take the message's place", async () => {
    const found = await inElement(
      `<flow-embed locale="en"></flow-embed>`,
      async (embed, url) => {
        embed.script = { url, retries: 0 };
        const failed = heard(embed, "flow-error");
        embed.sessionId = "one";
        await failed;
        const height = embed.offsetHeight;
        fakeWidget(() => {});
        embed.sessionId = "two";
        await eventually(() => embed.status === "active");
        return [height > 0 && height < 600, shown("message"), embed.querySelector("div").offsetHeight];
      },
      { ...unloaded, head: parts, values: [failing()] },
    );
    assert.deepEqual(found, [true, "", 600]);
  });

});

describe("On a failure that is final, <flow-embed>", () => {
  for (const [locale, message] of Object.entries(ended)) {
    test(`says so in an alert in the session's language (${locale}), without a button`, async () => {
      const found = await inElement(
        `<flow-embed session-id="one" locale="${locale}"></flow-embed>`,
        async (embed) => {
          await eventually(() => embed.status === "failed");
          return [part("error").getAttribute("role"), part("error").lang, shown("message"), part("retry"), embed.offsetHeight > 0];
        },
        { head: parts, widget: "fakeWidget(() => { throw 1 })" },
      );
      assert.deepEqual(found, ["alert", texts[locale][0], message, null, true]);
    });
  }

  test("says so, too, when it is put back after the widget got its session id", async () => {
    const found = await inElement(
      `<flow-embed session-id="one" locale="en"></flow-embed>`,
      async (embed) => {
        await eventually(() => embed.status === "active");
        embed.remove();
        await eventually(() => embed.status === "idle");
        document.body.append(embed);
        const text = await eventually(() => shown("message"));
        embed.sessionId = "two";
        await eventually(() => embed.status === "active");
        return [text, shown("message"), calls.length];
      },
      { head: parts },
    );
    assert.deepEqual(found, [ended.en, "", 2]);
  });
});

describe("The language of <flow-embed>", () => {
  const cases = {
    "given as a tag": `<flow-embed locale="en-GB" manual session-id="one"></flow-embed>`,
    "of the nearest element": `<section lang="kk"><flow-embed manual session-id="one"></flow-embed></section>`,
    "that the widget does not speak": `<section lang="de"><flow-embed manual session-id="one"></flow-embed></section>`,
    "of a malformed tag": `<section lang="en-"><flow-embed manual session-id="one"></flow-embed></section>`,
  };
  for (const [name, body] of Object.entries(cases)) {
    test(`${name} is the one that startSession chooses there, for the widget and for what it says`, async () => {
      const [byElement, byCall, lang] = await inElement(
        body,
        async (embed) => {
          embed.start();
          const { lang } = part("status");
          await eventually(() => embed.status === "active");
          embed.reset();
          await nextFrame();
          flow.startSession({ id: "two", selector: embed, locale: embed.locale });
          await eventually(() => calls.length === 2);
          return [...calls.map(({ locale }) => locale), lang];
        },
        { head: parts, lang: "ru" },
      );
      assert.equal(byElement, byCall);
      assert.equal(lang, texts[byCall][0]);
    });
  }

  test("is invalid_options where it is given and unknown, as in startSession", async () => {
    const field = await inElement(`<flow-embed locale="de" manual session-id="one"></flow-embed>`, async (embed) => (await embed.start().catch((error) => error)).details.field);
    assert.equal(field, "locale");
  });
});

describe("The looks of <flow-embed>", () => {
  const theme = `<style>
flow-embed { --flow-embed-color: rgb(1, 2, 3); --flow-embed-background: rgb(4, 5, 6); --flow-embed-font: 20px monospace; --flow-embed-padding: 7px; --flow-embed-accent: rgb(8, 9, 10); --flow-embed-accent-color: rgb(11, 12, 13); --flow-embed-radius: 14px }
flow-embed::part(message) { text-decoration-line: underline }
flow-embed::part(retry) { text-transform: uppercase }
flow-embed::part(status), flow-embed::part(error) { letter-spacing: 2px }
</style>`;

  test("follow custom properties and parts", async () => {
    const found = await inElement(
      `<flow-embed locale="en"></flow-embed>`,
      async (embed, url) => {
        embed.script = { url, retries: 0 };
        embed.sessionId = "one";
        await heard(embed, "flow-error");
        const of = (name, ...properties) => properties.map((property) => getComputedStyle(part(name))[property]);
        return {
          status: of("status", "color", "fontSize", "letterSpacing"),
          error: of("error", "color", "backgroundColor", "fontSize", "paddingTop", "letterSpacing"),
          message: of("message", "textDecorationLine"),
          retry: of("retry", "backgroundColor", "color", "borderTopLeftRadius", "textTransform"),
        };
      },
      { ...unloaded, head: parts + theme, values: [failing()] },
    );
    assert.deepEqual(found, {
      status: ["rgb(1, 2, 3)", "20px", "2px"],
      error: ["rgb(1, 2, 3)", "rgb(4, 5, 6)", "20px", "7px", "2px"],
      message: ["underline"],
      retry: ["rgb(8, 9, 10)", "rgb(11, 12, 13)", "14px", "uppercase"],
    });
  });

  test("are its own whatever the page's style sheet says of every element, and none where it is hidden", async () => {
    const found = await inElement(
      `<flow-embed locale="en"></flow-embed>`,
      async (embed, url) => {
        embed.script = { url, retries: 0 };
        embed.sessionId = "one";
        await heard(embed, "flow-error");
        const { textAlign, display } = getComputedStyle(part("error"));
        embed.hidden = true;
        return [textAlign, display, getComputedStyle(embed).display];
      },
      { ...unloaded, head: `${parts}<style>div, p, button { display: inline !important; text-align: right !important }</style>`, values: [failing()] },
    );
    assert.deepEqual(found, ["center", "grid", "none"]);
  });

  test("need no inline style or script: a policy without either is not violated", async () => {
    await it.open(
      withElement(`<flow-embed locale="en"></flow-embed>`, {
        nonce: "abc",
        widget: `fakeWidget(() => {})`,
        headers: { "content-security-policy": "default-src 'none'; script-src 'nonce-abc' 'wasm-unsafe-eval'; style-src 'none'; require-trusted-types-for 'script'; trusted-types flow-embed" },
      }),
    );
    const found = await it.run(async () => {
      const violations = [];
      document.addEventListener("securitypolicyviolation", ({ violatedDirective }) => violations.push(violatedDirective));
      const embed = document.querySelector("flow-embed");
      embed.sessionId = "one";
      await eventually(() => embed.status === "active");
      await nextFrame();
      return [getComputedStyle(embed).display, getComputedStyle(embed.shadowRoot.querySelector("p")).position, violations];
    });
    assert.deepEqual(found, ["block", "absolute", []]);
  });

  test("are accessible by axe-core's rules, loading and failed", async () => {
    const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    await it.open(withElement(`<main><h1>Check</h1><flow-embed locale="en"></flow-embed></main>`, { ...unloaded, head: parts, lang: "en" }));
    await it.driver.executeScript(source);
    const found = await it.run(
      async (flow, hanging, failing) => {
        const embed = document.querySelector("flow-embed");
        const violations = async () => (await axe.run(document)).violations.map(({ id }) => id);
        const next = async (id, url, name) => {
          embed.script = { url, retries: 0 };
          embed.sessionId = id;
          await heard(embed, name);
          return violations();
        };
        return [await next("one", hanging, "flow-status"), await next("two", failing, "flow-error")];
      },
      it.waiting({ fault: "hang" }),
      failing(),
    );
    assert.deepEqual(found, [[], []]);
  });
});
