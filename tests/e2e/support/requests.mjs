// What the tests of createSession and getResult share: the harness with an echo beside the sandbox, and the calls.
import { after, before, describe } from "node:test";
import { startEcho } from "./echo.mjs";
import { harness } from "./harness.mjs";

export const apiKey = "sandbox_LD-ED-F2F_".padEnd(47, "0");

export function requestsHarness(...sandboxArguments) {
  const it = harness(...sandboxArguments);
  before(async () => {
    it.echo = await startEcho();
  });
  after(() => it.echo?.close());
  return Object.assign(it, {
    /** A group of tests that share a page. */
    inOnePage: (name, tests) =>
      describe(name, () => {
        before(() => it.open());
        tests();
      }),
    createSession: (options) => it.run((flow, options) => flow.createSession(options), options),
    getResult: (options) => it.run((flow, options) => flow.getResult({ id: "the-session", ...options }), options),
    /** How a call ends, in words. */
    endOf: (name, options) => it.run((flow, name, options) => endOf(flow[name](options)), name, options),
    /** The sandbox's addresses, with faults and other wishes as query parameters. */
    createUrl: (wishes = {}) => `${it.sandbox.origin}/api/v1/flows/session/create/?${new URLSearchParams(wishes)}`,
    resultUrl: (wishes = {}) => `${it.sandbox.origin}/api/v1/flows/session/result/?${new URLSearchParams(wishes)}`,
    /** The sandbox's log of a key, once the client has broken off a request. */
    closed: async (key) => (await fetch(`${it.sandbox.origin}/sandbox/log/wait?key=${key}&closed=1`)).json(),
  });
}
