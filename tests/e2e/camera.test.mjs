// The widget's camera: whoever ends a session early switches it off.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { needs } from "./support/engines.mjs";
import { harness } from "./support/harness.mjs";

const it = harness();

describe("The camera of the sandbox's widget", () => {
  /** Aborts a session in its liveness step, when the camera is in this state, and yields what became of its tracks. */
  const abortedWith = async (state) => {
    await it.open();
    return it.run(async (flow, url, state) => {
      const opened = [];
      const { getUserMedia } = MediaDevices.prototype;
      const controller = new AbortController();
      const aborted = new Promise((resolve) => controller.signal.addEventListener("abort", resolve));
      navigator.mediaDevices.getUserMedia = (wishes) => {
        const opening = Promise.resolve(state === "starting" && aborted).then(() => getUserMedia.call(navigator.mediaDevices, wishes));
        opened.push(opening);
        return opening;
      };
      const session = flow.startSession({ id: "one", selector: "#kyc", script: { url }, signal: controller.signal });
      const end = session.catch((reason) => reason);
      await eventually(() => document.querySelector("[data-step=intro] [data-action=continue]"));
      document.querySelector("[data-action=continue]").click();
      await eventually(() => document.querySelector(`[data-step=liveness][data-camera=${state}]`));
      const before = document.querySelector("[data-step=liveness]")?.dataset.camera;
      const video = document.querySelector("#kyc video");
      const tracks = (await Promise.all(state === "live" ? opened : [])).flatMap((stream) => stream.getTracks());
      const states = [tracks.map(({ readyState }) => readyState)];
      controller.abort("left");
      states.push(await end, tracks.map(({ readyState }) => readyState));
      const all = (await Promise.all(opened)).flatMap((stream) => stream.getTracks());
      const isEnded = await eventually(() => all.every(({ readyState }) => readyState === "ended"));
      return { before, isShown: Boolean(video), states, count: all.length, isEnded, host: document.querySelector("#kyc").innerHTML };
    }, it.waiting(), state);
  };

  needs("camera")("is off at once when the session is aborted while it is live", async () => {
    const found = await abortedWith("live");
    assert.deepEqual(found, { before: "live", isShown: true, states: [["live"], "left", ["ended"]], count: 1, isEnded: true, host: "" });
  });

  needs("camera")("does not stay on when it only comes after the session was aborted", async () => {
    const found = await abortedWith("starting");
    assert.deepEqual(found, { before: "starting", isShown: false, states: [[], "left", []], count: 1, isEnded: true, host: "" });
  });
});

describe("The widget's tracks", () => {
  /** What became of the tracks that a widget opens in its startSession, when the session is aborted. */
  const statesAfterAbort = async (startSession, page) => {
    await it.open(page);
    return it.run(async (flow, source) => {
      window.play = (root, tag = "video") => {
        const stream = document.createElement("canvas").captureStream();
        root.appendChild(root.ownerDocument.createElement(tag)).srcObject = stream;
        return stream.getTracks();
      };
      const controller = new AbortController();
      let tracks;
      const active = new Promise((resolve) => fakeWidget(async ({ selector }) => resolve((tracks = await eval(source)(document.querySelector(selector))))));
      const end = flow.startSession({ id: "one", selector: "#kyc", signal: controller.signal }).catch((reason) => reason);
      await active;
      const before = tracks.map(({ readyState }) => readyState);
      controller.abort("left");
      return [before, await end, tracks.map(({ readyState }) => readyState)];
    }, `(${startSession})`);
  };
  const stopped = (count) => [Array(count).fill("live"), "left", Array(count).fill("ended")];

  test("are stopped in every video and audio element of the container", async () => {
    const states = await statesAfterAbort((mount) => [...play(mount), ...play(mount.appendChild(document.createElement("p"))), ...play(mount, "audio")]);
    assert.deepEqual(states, stopped(3));
  });

  test("are stopped inside open shadow roots, and inside those in them", async () => {
    const states = await statesAfterAbort((mount) => {
      const shadow = mount.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
      const nested = shadow.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
      return [...play(shadow), ...play(nested)];
    });
    assert.deepEqual(states, stopped(2));
  });

  test("are stopped inside a same-origin iframe", async () => {
    const states = await statesAfterAbort(async (mount) => {
      const frame = document.createElement("iframe");
      frame.srcdoc = "<p></p>";
      const loaded = new Promise((resolve) => (frame.onload = resolve));
      mount.append(frame);
      await loaded;
      return play(frame.contentDocument.body);
    });
    assert.deepEqual(states, stopped(1));
  });

  test("are stopped where startSession throws after it opened them", async () => {
    await it.open();
    const found = await it.run(async (flow) => {
      const stream = document.createElement("canvas").captureStream();
      fakeWidget(({ selector }) => {
        document.querySelector(selector).appendChild(document.createElement("video")).srcObject = stream;
        throw new Error("no");
      });
      return [await endOf(flow.startSession({ id: "one", selector: "#kyc" })), stream.getTracks().map(({ readyState }) => readyState)];
    });
    assert.deepEqual(found, ["start_failed", ["ended"]]);
  });

  const places = {
    "in an element that was there": (mount) => {
      const video = mount.appendChild(document.createElement("video"));
      return () => video;
    },
    "in an element that it makes then": (mount) => () => mount.appendChild(document.createElement("video")),
    "in an open shadow root": (mount) => {
      const video = mount.attachShadow({ mode: "open" }).appendChild(document.createElement("video"));
      return () => video;
    },
  };
  for (const [name, place] of Object.entries(places)) {
    test(`do not stay on when the widget gets them only after the abort, ${name}`, async () => {
      await it.open();
      const found = await it.run(async (flow, place) => {
        const controller = new AbortController();
        const stream = document.createElement("canvas").captureStream();
        const active = new Promise((resolve) => fakeWidget(({ selector }) => resolve(eval(place)(document.querySelector(selector)))));
        const end = flow.startSession({ id: "one", selector: "#kyc", signal: controller.signal }).catch((reason) => reason);
        const videoOf = await active;
        controller.abort("left");
        const reason = await end;
        videoOf().srcObject = stream;
        return [reason, await eventually(() => stream.getTracks().every(({ readyState }) => readyState === "ended"))];
      }, `(${place})`);
      assert.deepEqual(found, ["left", true]);
    });
  }

  test("of the page's own elements go on", async () => {
    await it.open({ body: `<main></main><div id="kyc"></div>` });
    const found = await it.run(async (flow) => {
      const controller = new AbortController();
      const stream = document.createElement("canvas").captureStream();
      document.querySelector("main").appendChild(document.createElement("video")).srcObject = stream;
      document.querySelector("#kyc").appendChild(document.createElement("video")).srcObject = stream;
      fakeWidget(() => controller.abort("left"));
      const reason = await flow.startSession({ id: "one", selector: "#kyc", signal: controller.signal }).catch((reason) => reason);
      await nextFrame();
      return [reason, stream.getTracks().map(({ readyState }) => readyState)];
    });
    assert.deepEqual(found, ["left", ["live"]]);
  });
});
