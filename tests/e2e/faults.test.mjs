// Every fault of the sandbox's script, at every moment of a session: how it ends, and what is left behind, which is nothing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { has } from "./support/engines.mjs";
import { harness } from "./support/harness.mjs";

const it = harness();

/** The statuses that a session reports until it ends in one of these ways. */
const loading = ["loading"];
const starting = ["loading", "starting"];
const active = ["loading", "starting", "active"];
const finished = ["loading", "starting", "active", "finished"];

/** The table: by fault, how a session ends that nobody interrupts, which statuses it reports, and the fault's parameters. */
const faults = {
  slow: ["resolved", finished, { ms: 50 }],
  trickle: ["resolved", finished, { ms: 50 }],
  status: ["script_load", loading],
  drop: ["script_load", loading],
  // Where half a script counts as a whole one, it is a script that does not parse.
  truncate: [has("content length") ? "script_load" : "script_incompatible", loading],
  hang: ["script_timeout", loading],
  "no-cors": ["script_load", loading],
  html: ["script_load", loading],
  redirect: ["script_load", loading],
  empty: ["script_incompatible", loading],
  "not-json": ["script_load", loading],
  // A script is no JSON: it comes as it is.
  "wrong-types": ["resolved", finished],
  "wrong-mime": ["script_load", loading],
  "no-global": ["script_incompatible", loading],
  "no-start": ["script_incompatible", loading],
  "late-global": ["resolved", finished, { ms: 50 }],
  "syntax-error": ["script_incompatible", loading],
  "load-throws": ["script_incompatible", loading],
  "start-throws": ["start_failed", starting],
  // Its widget never shows: the rejection comes first.
  "start-rejects": ["start_failed", active],
  "start-hangs": ["resolved", finished],
  // It goes on until its caller ends it.
  "never-finishes": ["unsettled", active],
  "finishes-twice": ["resolved", finished],
  "finishes-late": ["resolved", finished, { ms: 50 }],
  "finishes-inside-start": ["resolved", ["loading", "starting", "finished"]],
  "finish-on-document": ["resolved", finished],
  "finish-in-container": ["resolved", finished],
  noise: ["resolved", finished],
};

/**
 * The moments at which a session is aborted. Those that it does not come to under a fault are no case of their own. A script that
 * was on its way may still come, and run: that moment is a page's last.
 */
const moments = ["uninterrupted", "before load", "starting", "active", "finished", "loading"];
const comesTo = (moment, statuses) => statuses.includes(moment) || !finished.includes(moment);

const modes = {
  "in the page": { selector: "#kyc" },
  "isolated in a dialog": { isolate: true },
};

/** What a session ends with that is aborted at this moment. */
const expected = (end, moment) => {
  if (moment === "uninterrupted" || (moment === "active" && end === "start_failed")) return end;
  // The widget's finish was first.
  return moment === "finished" ? "resolved" : "aborted";
};

/** The story of one case: a session that is aborted at the moment, what it left in the page, and a session after it. */
async function story(flow, { moment, options, url, timeout, goesOn, goodUrl }) {
  const elements = (selector, root = document) => [...root.querySelectorAll(selector)];
  const roots = () => [document, ...elements("iframe").map((frame) => frame.contentDocument)];
  const inWidget = (selector) => roots().flatMap((root) => elements(selector, root))[0];
  const forgetScript = () => {
    delete window.FlowWidget;
    elements("script[data-flow-embed-script]").forEach((tag) => tag.remove());
  };

  forgetScript();
  const body = document.body.outerHTML;
  const controller = new AbortController();
  const tracks = [];
  const abort = {
    uninterrupted() {},
    // The script is on its way then.
    loading: () => queueMicrotask(() => controller.abort("aborted")),
    starting: () => controller.abort("aborted"),
    async active() {
      const button = await eventually(() => settled || inWidget("[data-action=continue]"));
      if (settled) return;
      button.click();
      await eventually(() => inWidget("[data-camera=live]"));
      tracks.push(...inWidget("video").srcObject.getTracks());
      controller.abort("aborted");
    },
    finished: () => controller.abort("aborted"),
  };
  const statuses = [];
  if (moment === "before load") controller.abort("aborted");
  const onStatus = (status) => {
    statuses.push(status);
    if (status === moment) abort[moment]();
  };
  let settled;
  const session = flow.startSession({ id: "one", ...options, script: { url, retries: 0, ...timeout }, signal: controller.signal, onStatus });
  const end = session
    .then(
      () => "resolved",
      (error) => (error === "aborted" ? "aborted" : error instanceof flow.FlowError ? error.code : `untyped: ${error}`),
    )
    .then((text) => (settled = text));
  let goesOnAtItsEnd = false;
  if (goesOn && moment === "uninterrupted") {
    await eventually(() => inWidget("[data-step=done]"));
    await nextFrame();
    goesOnAtItsEnd = settled === undefined;
    controller.abort("aborted");
  }
  await end;
  const how = goesOnAtItsEnd && settled === "aborted" ? "unsettled" : settled;

  const left = await leftBehind(body, tracks);

  // What was aborted while it loaded may still come, and run: the fake widget is in its place by then.
  forgetScript();
  const again = moment === "uninterrupted" ? { ...options, script: { url: goodUrl } } : { selector: "#kyc" };
  if (moment !== "uninterrupted") fakeWidget();
  const next = await endOf(flow.startSession({ id: "two", ...again }));
  return { how, statuses, left, next, hadCamera: tracks.length > 0 };
}

test("The table holds every fault that the sandbox has", () => {
  const readme = readFileSync(new URL("../../sandbox/README.md", import.meta.url), "utf8");
  const names = [...readme.split("## Faults")[1].matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name);
  assert.deepEqual(Object.keys(faults).sort(), names.sort());
});

for (const [fault, [end, statuses, parameters]] of Object.entries(faults)) {
  for (const [mode, options] of Object.entries(modes)) {
    describe(`The fault ${fault}, ${mode},`, () => {
      before(() => it.open());

      for (const moment of moments.filter((moment) => comesTo(moment, statuses))) {
        const how = expected(end, moment);
        const when = finished.includes(moment) ? `aborted while ${moment}` : moment;
        test(`${when}, is ${how}, leaves nothing behind, and a session after it works`, async () => {
          const key = it.sandbox.key();
          const wishes = { fault, key, ...parameters };
          const found = await it.run(story, {
            moment,
            options,
            url: moment === "active" ? it.waiting(wishes) : it.automatic(wishes),
            goesOn: end === "unsettled",
            timeout: ["script_timeout", "script_incompatible"].includes(end) ? { timeout: 200 } : {},
            goodUrl: it.automatic({ key: it.sandbox.key() }),
          });
          assert.deepEqual([found.how, found.left, found.next], [how, [], "resolved"]);
          if (moment === "uninterrupted") assert.deepEqual(found.statuses, statuses);
          if (moment === "before load") assert.deepEqual([found.statuses, await it.sandbox.log(key)], [[], []]);
          if (moment === "active" && end !== "start_failed") assert.ok(found.hadCamera);
        });
      }
    });
  }
}
