// Every fault of a server, while a session is created and while its result is awaited: how the session ends, and what is left behind, which is nothing.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { has } from "./support/engines.mjs";
import { harness } from "./support/harness.mjs";

const it = harness("--progress-ms", "0");

/**
 * The table: by fault, how a session ends that nobody interrupts where the fault strikes once it is creating, and once it is checking, and the fault's
 * parameters. A session is created once; its result is asked for until its time is over.
 */
const late = "request_timeout";
const faults = {
  slow: ["resolved", "resolved", { ms: 20 }],
  trickle: ["resolved", "resolved", { ms: 20 }],
  status: ["http", "http"],
  drop: ["network", "network"],
  truncate: [has("content length") ? "network" : "protocol", has("content length") ? "network" : "protocol"],
  hang: [late, late],
  "no-cors": ["network", "network"],
  html: ["protocol", "protocol"],
  redirect: ["protocol", "protocol"],
  empty: ["protocol", "protocol"],
  "not-json": ["protocol", "protocol"],
  "wrong-types": ["protocol", "protocol"],
  "wrong-mime": ["resolved", "resolved"],
};

const modes = {
  "in the page": { selector: "#kyc" },
  "isolated in a dialog": { isolate: true },
};

/** One case: a session that meets the fault in a state, aborted there or not, what it left in the page, and a session after it. */
async function story(flow, { moment, options, create, read, url }) {
  delete window.FlowWidget;
  const body = document.body.outerHTML;
  const controller = new AbortController();
  const statuses = [];
  const onStatus = (status) => {
    statuses.push(status);
    if (status === moment) controller.abort("aborted");
  };
  const id = ({ signal }) => flow.createSession({ ...create, signal });
  let error;
  const session = flow.startSession({ ...options, id, result: read, script: { url }, signal: controller.signal, onStatus });
  const how = await session.then(
    ({ result }) => (result.id ? "resolved" : "without its result"),
    (thrown) => ((error = thrown), thrown instanceof flow.FlowError ? thrown.code : String(thrown)),
  );
  const left = await leftBehind(body);
  delete window.FlowWidget;
  document.querySelectorAll("script[data-flow-embed-script]").forEach((tag) => tag.remove());
  fakeWidget();
  const next = await endOf(flow.startSession({ id: "two", selector: "#kyc" }));
  return { how, statuses, left, next, id: error?.details?.id };
}

const statusesUntil = (state) => ["creating", "loading", "starting", "active", "checking", "finished"].slice(0, state === "creating" ? 1 : 5);

for (const [fault, [creating, checking, parameters]] of Object.entries(faults)) {
  for (const [mode, options] of Object.entries(modes)) {
    describe(`The fault ${fault}, ${mode},`, () => {
      before(() => it.open());

      for (const [state, uninterrupted] of [["creating", creating], ["checking", checking]]) {
        for (const moment of ["uninterrupted", state]) {
          const how = moment === "uninterrupted" ? uninterrupted : "aborted";
          const when = moment === "uninterrupted" ? `while ${state}` : `aborted while ${state}`;
          test(`${when}, is ${how}, leaves nothing behind, and a session after it works`, async () => {
            const { sandbox } = it;
            const apiKey = "sandbox_LD_".padEnd(47, "0");
            const wishes = (own) => `?${new URLSearchParams(own === state ? { fault, ...parameters } : {})}`;
            const found = await it.run(story, {
              moment,
              options,
              create: { endpoint: `${sandbox.origin}/api/v1/flows/session/create/${wishes("creating")}`, apiKey, timeout: uninterrupted === late ? 300 : 5000 },
              read: {
                endpoint: `${sandbox.origin}/api/v1/flows/session/result/${wishes("checking")}&flow_api_key=${apiKey}`.replace("/&", "/?"),
                timeout: uninterrupted === late ? 100 : 5000,
                wait: uninterrupted === "resolved" ? 10_000 : 400,
              },
              url: sandbox.script({ auto: "pass", key: sandbox.key() }),
            });
            assert.deepEqual([found.how, found.left, found.next], [how, [], "resolved"]);
            assert.deepEqual(found.statuses, how === "resolved" ? [...statusesUntil("checking"), "finished"] : statusesUntil(state));
            if (state === "checking" && moment === "uninterrupted" && how !== "resolved") assert.match(found.id, /\S/);
          });
        }
      }
    });
  }
}
