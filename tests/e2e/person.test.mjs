// A person goes through the whole widget with a camera: from a session created over HTTP to the result on the server.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { By, Key, until } from "selenium-webdriver";
import { harness } from "./support/harness.mjs";

const it = harness("--progress-ms", "800");

/** What the person sees and does, in the page's own browser. */
const element = (selector) => it.driver.wait(until.elementLocated(By.css(`#kyc ${selector}`)), 10_000, `no ${selector}`, 20);
const step = (name, state = "") => element(`[data-step=${name}]${state}`);
/** The widget has asked the server for the session: until then there is nothing to begin with. */
const introduced = () => element("[data-step=intro] [data-action=continue]");
const click = async (action) => (await element(`[data-action=${action}]`)).click();
const type = async (name, ...keys) => {
  const input = await element(`input[name=${name}]`);
  await input.clear();
  await input.sendKeys(...keys);
};
const words = async (selector) => (await element(selector)).getText();

/** Starts a session with the package; `ended` of the page is its end. */
const start = async (session, options = {}, page) => {
  await it.open(page);
  await it.run((flow, options) => {
    window.ended = flow.startSession(options);
    ended.catch(() => {});
  }, { id: session.session_id, selector: "#kyc", script: { url: it.sandbox.script() }, ...options });
};
const ended = () =>
  it.run(async () => {
    const { id, detail } = await window.ended;
    return { id, detail, host: document.querySelector("#kyc").innerHTML, listeners: ledger.listeners(), timers: ledger.timers() };
  });

/** Asks for the result until it is complete, as a backend does: nothing tells it when. */
const finished = async (session) => {
  const end = Date.now() + 10_000;
  let result = await it.sandbox.result(session);
  while (result.status !== "FINISHED" && Date.now() < end) {
    await pause(50);
    result = await it.sandbox.result(session);
  }
  return result;
};

const texts = {
  ru: { lang: "ru", intro: "Подтвердите свою личность", used: "Не удалось продолжить" },
  en: { lang: "en", intro: "Verify your identity", used: "We cannot go on" },
  kz: { lang: "kk", intro: "Жеке басыңызды растаңыз", used: "Жалғастыру мүмкін емес" },
};
const builds = { ru: "module", en: "script tag", kz: "module" };
const iin = "123456789012";

for (const [locale, { lang, intro, used }] of Object.entries(texts)) {
  describe(`A person who is spoken to in ${locale}`, () => {
    test("goes through every step, and the page and the server have the result", async () => {
      const metadata = { edocument: { iin: { value: iin, changeable: false }, phone: { value: "77001234567" } } };
      const session = await it.sandbox.createSession(["LD", "ED", "F2F"], metadata);
      assert.deepEqual(session.technologies, ["LD", "ED", "F2F"]);
      await start(session, { locale }, { build: builds[locale] });

      await introduced();
      assert.equal(await (await element(".fw-root")).getAttribute("lang"), lang);
      assert.equal(await words("h2"), intro);
      await click("continue");

      await step("liveness", "[data-camera=live]");
      const opened = await it.run(() => {
        window.track = document.querySelector("#kyc video").srcObject.getVideoTracks()[0];
        return track.readyState;
      });
      assert.equal(opened, "live");
      await click("continue");

      await step("edocument");
      assert.equal(await it.run(() => track.readyState), "ended");
      const iinInput = await element("input[name=iin]");
      assert.equal(await iinInput.getAttribute("value"), iin);
      assert.equal(await iinInput.getAttribute("readonly"), "true");
      assert.equal(await (await element("input[name=phone]")).getAttribute("value"), "77001234567");
      await type("phone", "+7 (701) 765-43-21");
      await click("continue");

      await step("otp");
      await type("otp", "000000");
      await click("continue");
      await element("input[name=otp][aria-invalid=true]");
      assert.notEqual(await words(".fw-error"), "");
      await type("otp", "123456");
      await click("continue");

      await step("face2face");
      await click("continue");

      const { id, detail, ...left } = await ended();
      const early = await it.sandbox.result(session);
      assert.equal(id, session.session_id);
      const technologies = ["LD", "ED", "F2F"].map((code) => ({ code, passed: true }));
      assert.deepEqual(detail, { session_id: id, result: true, cancelled: false, technologies });
      assert.deepEqual(left, { host: "", listeners: [], timers: 0 });
      assert.equal(await it.run(() => track.readyState), "ended");

      assert.deepEqual([early.status, early.liveness_result], ["PROGRESS", {}]);
      const result = await finished(session);
      assert.deepEqual([result.status, result.flow_session_result, result.flow_session_failure_reasons], ["FINISHED", true, []]);
      assert.deepEqual([result.liveness_result.result, result.face2face_result.result], [true, true]);
      assert.equal(result.edocument_result.phone, "77017654321");
      assert.equal(result.edocument_result.result_json.common.docOwner.iin, iin);
    });

    test("is told so when the one-time id has been used before, and can cancel", async () => {
      const session = await it.sandbox.createSession();
      await start(session, { locale });
      await introduced();
      await it.run(() => finish("the first passage"));
      assert.equal((await ended()).detail, "the first passage");

      await start(session, { locale });
      await step("error");
      assert.equal(await words("h2"), used);
      assert.notEqual(await words("[role=alert]"), "");
      await click("cancel");
      const { detail, host } = await ended();
      assert.deepEqual([detail.result, detail.cancelled, host], [false, true, ""]);
    });
  });
}

describe("A person", () => {
  test("who does not pass a step ends the session, with the reason on the server", async () => {
    const session = await it.sandbox.createSession(["LD", "F2F"]);
    await start(session);
    await introduced();
    await click("continue");
    await step("liveness", "[data-camera=live]");
    await it.run(() => void (window.track = document.querySelector("#kyc video").srcObject.getVideoTracks()[0]));
    await click("fail");
    const { detail, host } = await ended();
    assert.deepEqual([detail.result, detail.cancelled, detail.technologies, host], [false, false, [{ code: "LD", passed: false }], ""]);
    assert.equal(await it.run(() => track.readyState), "ended");
    const result = await finished(session);
    assert.deepEqual([result.flow_session_result, result.liveness_result.result], [false, false]);
    assert.equal(result.flow_session_failure_reasons.length, 2);
  });

  for (const place of ["intro", "liveness", "edocument"]) {
    test(`who cancels in the step ${place} ends the session, with the camera off`, async () => {
      const session = await it.sandbox.createSession(["LD", "ED"]);
      await start(session);
      await introduced();
      if (place !== "intro") {
        await click("continue");
        await step("liveness", "[data-camera=live]");
        await it.run(() => void (window.track = document.querySelector("#kyc video").srcObject.getVideoTracks()[0]));
      }
      if (place === "edocument") {
        await click("continue");
        await step("edocument");
      }
      await click("cancel");
      const { detail, host, listeners } = await ended();
      assert.deepEqual([detail.result, detail.cancelled, host, listeners], [false, true, "", []]);
      assert.equal(await it.run(() => window.track?.readyState ?? "ended"), "ended");
      assert.equal((await finished(session)).flow_session_result, false);
    });
  }

  test("whose data the organisation has fixed is asked for the code at once", async () => {
    const fixed = (value) => ({ value, changeable: false });
    const session = await it.sandbox.createSession(["ED"], { edocument: { iin: fixed(iin), phone: fixed("77001234567"), skip_input: true } });
    await start(session);
    await introduced();
    await click("continue");
    await step("otp");
    await type("otp", "654321");
    await click("continue");
    assert.equal((await ended()).detail.result, true);
    assert.equal((await finished(session)).edocument_result.phone, "77001234567");
  });

  test("who types something else than an IIN and a phone is asked again, and goes on by Enter", async () => {
    const session = await it.sandbox.createSession(["ED"]);
    await start(session);
    await introduced();
    await click("continue");
    await step("edocument");
    await type("iin", "12345");
    await type("phone", "12");
    await click("continue");
    await element("input[name=iin][aria-invalid=true]");
    await element("input[name=phone][aria-invalid=true]");
    await type("iin", iin);
    await type("phone", "8 701 765 43 21", Key.ENTER);
    await step("otp");
    await type("otp", "123456", Key.ENTER);
    assert.equal((await ended()).detail.result, true);
  });

  test("who takes pictures of a document goes on with them", async () => {
    const session = await it.sandbox.createSession(["DR"]);
    await start(session);
    await introduced();
    await click("continue");
    for (const _ of ["front", "back"]) {
      await step("document", "[data-camera=live]");
      await click("capture");
    }
    await click("continue");
    assert.equal((await ended()).detail.result, true);
    assert.equal((await finished(session)).document_recognition_result.result, true);
  });

  test("whose session nobody has created is told so", async () => {
    await start({ session_id: "00000000-0000-0000-0000-000000000000" });
    await step("error");
    await click("cancel");
    assert.equal((await ended()).detail.cancelled, true);
  });

  test("has the widget in the size that the page asked for", async () => {
    await start(await it.sandbox.createSession(), { width: 360, height: 560 });
    await introduced();
    const { width, height } = await (await element(".fw-root")).getRect();
    assert.deepEqual([width, height], [360, 560]);
    await click("cancel");
    await ended();
  });
});
