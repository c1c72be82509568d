// How sessions with `isolate` end, early ones too, and what is left of them: nothing.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { needs } from "./support/engines.mjs";
import { flowError, harness } from "./support/harness.mjs";
import { host, runnerOf, withIsolated } from "./support/isolated.mjs";

const it = harness();
const inIsolation = runnerOf(it);

describe("When an isolated session ends,", () => {
  const nothing = { host: "Before <b>the</b> widget", frames: 0, listeners: [], timers: 0, camera: "ended" };

  /** A session of the sandbox's widget with its camera live, brought to its end by `end`; yields how and what is left. */
  const endWithCamera = async (end, wishes = {}) => {
    await it.open({ body: host(nothing.host) });
    return it.run(
      async (flow, url, end) => {
        const controller = new AbortController();
        const active = Promise.withResolvers();
        const session = flow.startSession({ id: "one", selector: "#kyc", isolate: true, width: 400, height: 600, script: { url }, signal: controller.signal, onStatus: (status) => status === "active" && active.resolve() });
        session.catch(active.reject);
        await active.promise;
        const frame = document.querySelector("iframe").contentDocument;
        const press = (action) => frame.querySelector(`[data-action=${action}]`).click();
        press("continue");
        const video = await eventually(() => frame.querySelector("[data-camera=live] video"));
        const [track] = video.srcObject.getTracks();
        const before = track.readyState;
        eval(end)({ controller, press });
        const how = await session.then(() => "resolved", (error) => error.code ?? error);
        await eventually(() => track.readyState === "ended");
        const left = { host: document.querySelector("#kyc").innerHTML, frames: document.querySelectorAll("iframe").length, listeners: ledger.listeners(), timers: ledger.timers(), camera: track.readyState };
        return [before, how, left];
      },
      it.waiting(wishes),
      `(${end})`,
    );
  };

  for (const [name, end, code] of [
    ["by its finish", ({ press }) => press("continue"), "resolved"],
    ["by an abort", ({ controller }) => controller.abort("closed"), "closed"],
    ["because its container was removed", () => document.querySelector("#kyc > div").remove(), "container_removed"],
    ["because its frame was removed", () => document.querySelector("iframe").remove(), "container_removed"],
    ["because its frame was loaded anew", () => document.querySelector("iframe").contentWindow.location.reload(), "container_removed"],
  ]) {
    test(`${name}, no frame, listener, timer or live camera is left`, async () => {
      const [before, how, left] = await endWithCamera(end);
      assert.deepEqual([before, how], ["live", code]);
      assert.deepEqual(left, nothing);
    });
  }

  needs("camera")("the camera of a widget that finishes without switching it off ends with the frame", async () => {
    await it.open(withIsolated(it.site, { body: host() }));
    const [before, after] = await it.run(async () => {
      const { session, frame } = await isolated.start({ id: "one" });
      const stream = await frame.navigator.mediaDevices.getUserMedia({ video: true });
      const [track] = stream.getTracks();
      const before = track.readyState;
      frame.document.body.append(Object.assign(frame.document.createElement("video"), { srcObject: stream }));
      frame.finish();
      await session;
      await eventually(() => track.readyState === "ended");
      return [before, track.readyState];
    });
    assert.deepEqual([before, after], ["live", "ended"]);
  });

  for (const [name, startSession, code] of [
    ["throws", () => { throw new Error("vendor"); }, "start_failed"],
    ["answers with a promise that rejects", () => Promise.reject(new Error("vendor")), "start_failed"],
  ]) {
    test(`because the vendor's startSession ${name}, it is ${code} and no frame, listener or timer is left`, async () => {
      const found = await inIsolation(
        async (flow, source) => {
          isolated.startSession = eval(source);
          const end = await isolated.start({ id: "one" }).then(({ session }) => session).catch(({ code }) => code);
          return [end, document.querySelector("#kyc").innerHTML, ledger.listeners(), ledger.timers()];
        },
        undefined,
        `(${startSession})`,
      );
      assert.deepEqual(found, [code, "", [], 0]);
    });
  }

  test("because the script cannot be loaded, no frame, listener or timer is left", async () => {
    await it.open({ body: host() });
    const found = await it.run(async (flow, url) => {
      const end = await endOf(flow.startSession({ id: "one", selector: "#kyc", isolate: true, script: { url, retries: 0 } }));
      return [end, document.querySelector("#kyc").innerHTML, ledger.listeners(), ledger.timers()];
    }, it.automatic({ fault: "status" }));
    assert.deepEqual(found, ["script_load", "", [], 0]);
  });

  test("another one can run in the same host", async () => {
    const details = await inIsolation(async () => {
      const details = [];
      for (const id of ["one", "two"]) {
        const { session, frame } = await isolated.start({ id });
        frame.finish(id);
        details.push((await session).detail);
      }
      return details;
    });
    assert.deepEqual(details, ["one", "two"]);
  });

  test("keepMounted leaves the frame with the widget in it, and the next session gets one of its own", async () => {
    const found = await inIsolation(async () => {
      const { session, frame } = await isolated.start({ id: "one", keepMounted: true });
      frame.document.body.append("the widget's last words");
      frame.finish();
      await session;
      const kept = [document.querySelector("iframe").contentWindow === frame, frame.document.body.textContent, ledger.listeners()];
      const next = await isolated.start({ id: "two" });
      next.frame.finish("next");
      return [...kept, next.frame === frame, (await next.session).detail, document.querySelectorAll("iframe").length];
    });
    assert.deepEqual(found, [true, "the widget's last words", [], false, "next", 1]);
  });
});

describe("A host with an isolated session in it that is moved about in the page", () => {
  test("ends it as container_removed, because a moved frame loads anew", async () => {
    const [end, left] = await inIsolation(
      async () => {
        const { session } = await isolated.start({ id: "one" });
        document.querySelector("#elsewhere").append(document.querySelector("#kyc"));
        return [await endOf(session), document.querySelector("#kyc").innerHTML];
      },
      { body: `${host()}<div id="elsewhere"></div>` },
    );
    assert.deepEqual([end, left], ["container_removed", ""]);
  });

  needs("moveBefore")("by moveBefore, which keeps frames, goes on with it", async () => {
    const detail = await inIsolation(
      async () => {
        const { session, frame } = await isolated.start({ id: "one" });
        document.querySelector("#elsewhere").moveBefore(document.querySelector("#kyc"), null);
        await nextFrame();
        frame.finish("moved");
        return (await session).detail;
      },
      { body: `${host()}<div id="elsewhere"></div>` },
    );
    assert.equal(detail, "moved");
  });
});

describe("An isolated session that is aborted", () => {
  test("while its frame loads never fetches the vendor's script, and leaves no frame", async () => {
    await it.open({ body: host() });
    const key = it.sandbox.key();
    const [reason, sawFrame, left] = await it.run(async (flow, url) => {
      await flow.getResult({}).catch(() => {});
      const controller = new AbortController();
      let sawFrame = false;
      const observer = new MutationObserver(() => {
        sawFrame ||= document.querySelector("iframe") !== null;
        if (sawFrame) controller.abort("closed");
      });
      observer.observe(document.body, { childList: true, subtree: true });
      const reason = await flow.startSession({ id: "one", selector: "#kyc", isolate: true, script: { url }, signal: controller.signal }).catch((reason) => reason);
      await nextFrame();
      observer.disconnect();
      return [reason, sawFrame, [document.querySelector("#kyc").innerHTML, ledger.listeners(), ledger.timers()]];
    }, it.automatic({ key }));
    assert.deepEqual([reason, sawFrame, left], ["closed", true, ["", [], 0]]);
    assert.deepEqual(await it.sandbox.log(key), []);
  });

  test("while the script loads breaks that request off and leaves no frame", async () => {
    await it.open({ body: host() });
    const key = it.sandbox.key();
    const found = await it.run(async (flow, url, arrived) => {
      const controller = new AbortController();
      const session = flow.startSession({ id: "one", selector: "#kyc", isolate: true, script: { url }, signal: controller.signal });
      const isLoading = await eventually(() => document.querySelector("iframe")?.contentDocument?.scripts.length);
      // A request that is aborted before it is sent is none that the server could see broken off.
      await fetch(arrived);
      controller.abort("closed");
      const reason = await session.catch((reason) => reason);
      return [isLoading, reason, document.querySelector("#kyc").innerHTML, ledger.listeners(), ledger.timers()];
    }, it.automatic({ key, fault: "hang" }), `${it.sandbox.origin}/sandbox/log/wait?key=${key}`);
    assert.deepEqual(found, [1, "closed", "", [], 0]);
    const [request] = await (await fetch(`${it.sandbox.origin}/sandbox/log/wait?key=${key}&closed=1`)).json();
    assert.equal(request.closed_by_client, true);
  });
});

describe("An isolated session whose frame is taken out of the page", () => {
  /** `take` is told of each change below the body, and takes the frame out in its moment. */
  const takeOut = async (take) => {
    await it.open({ body: host() });
    return it.run(
      async (flow, url, take) => {
        await flow.getResult({}).catch(() => {});
        new MutationObserver(() => document.querySelector("iframe") && eval(take)(document.querySelector("iframe"))).observe(document.body, { childList: true, subtree: true });
        const end = await endOf(flow.startSession({ id: "one", selector: "#kyc", isolate: true, script: { url } }));
        return [end, document.querySelector("#kyc").innerHTML, ledger.listeners(), ledger.timers()];
      },
      it.automatic({ fault: "hang" }),
      `(${take})`,
    );
  };

  test("while it loads is container_removed, and nothing is left", async () => {
    assert.deepEqual(await takeOut((frame) => frame.remove()), ["container_removed", "", [], 0]);
  });

  test("while the script loads in it is container_removed, and nothing is left", async () => {
    const take = async (frame) => (await eventually(() => frame.contentDocument?.scripts.length)) && frame.remove();
    assert.deepEqual(await takeOut(take), ["container_removed", "", [], 0]);
  });
});

describe("A page in a sandboxed iframe without allow-same-origin", () => {
  test("cannot isolate, and the error says what to do", async () => {
    const inner = it.site.page({ body: host(), build: "script tag" });
    await it.open({ body: `<iframe sandbox="allow-scripts" src="${inner}"></iframe>` });
    await it.driver.switchTo().frame(0);
    await assert.rejects(
      it.run((flow, url) => flow.startSession({ id: "one", selector: "#kyc", isolate: true, script: { url } }), it.automatic()),
      flowError("invalid_options", ({ details, message }) => {
        assert.equal(details.field, "isolate");
        assert.match(message, /allow-same-origin/);
      }),
    );
    assert.deepEqual(await it.run(() => [document.querySelector("#kyc").innerHTML, ledger.listeners(), ledger.timers()]), ["", [], 0]);
  });
});
