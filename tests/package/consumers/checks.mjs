// What has to come of a consumer, once it is built and served.
import assert from "node:assert/strict";

const id = "the-session";
const technologies = ["LD"];
const createUrl = (sandbox) => `${sandbox.origin}/api/v1/flows/session/create/`;

/** What the apps' programs and servers get: nothing of the sandbox's is in an app. */
export const variablesFor = (sandbox) => ({
  FLOW_API_KEY: "sandbox_LD_".padEnd(47, "0"),
  FLOW_ENDPOINT: createUrl(sandbox),
});

/** The same for its page: the session's id, and a widget that goes through by itself. */
const addressOf = ({ origin, sandbox }) => {
  const script = sandbox.script({ auto: "pass", "any-id": 1 });
  return `${origin}/?${new URLSearchParams({ id, script, endpoint: createUrl(sandbox) })}`;
};

const finishResult = (id) => ({
  id,
  detail: { session_id: id, result: true, cancelled: false, technologies: technologies.map((code) => ({ code, passed: true })) },
});

/** The page's session ends with the widget's `finish`, and nothing is wrong on the way. */
export async function finishesASession(app) {
  const { result, errors } = await app.open(addressOf(app));
  assert.deepEqual(result, finishResult(id));
  assert.deepEqual(errors, []);
}

/** The same, and the server sent the page's text, not an empty shell. */
export async function finishesWithServerRendering(app) {
  await sendsItsText(app);
  await finishesASession(app);
}

/** The same with a session that the server created while it rendered the page. */
export async function finishesTheServersSession(app) {
  await sendsItsText(app);
  const { result, errors } = await app.open(addressOf(app));
  assert.notEqual(result.id, id);
  assert.deepEqual(result, finishResult(result.id));
  assert.deepEqual(errors, []);
}

/** The page shows what a session consists of that was created beside it. */
export async function createsASession(app) {
  const { result, errors } = await app.open(addressOf(app));
  assert.deepEqual(result, technologies);
  assert.deepEqual(errors, []);
}

/** The server answers at this path with a session that it created. */
export const sendsASession = (path) => async (app) => {
  const session = await (await fetch(app.origin + path)).json();
  assert.deepEqual(session.technologies, technologies);
};

/** The program prints what a session consists of that it created, and ends. */
export async function printsASession(app) {
  assert.deepEqual(JSON.parse(await app.run()), technologies);
}

async function sendsItsText(app) {
  const html = await (await fetch(addressOf(app))).text();
  assert.match(html, /Identity check/);
}
