import assert from 'node:assert/strict';
import test from 'node:test';

import { Browser } from './support/browser.js';
import { API_KEY, start, startBackend, testConfig } from './support/start.js';

/** What the page is answered when the vendor answers this. */
async function pageResult(t, vendorResult) {
  const { vendor, browser } = await start(t);
  const id = await browser.newSession();
  vendor.reply(200, vendorResult);
  const answer = await browser.readResult(id);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  return answer.json;
}

test('a passed result is answered without anything personal', async (t) => {
  const technologies = [{ name: 'E-Document', description: 'd', code: 'ED' }];
  const page = await pageResult(t, {
    id: 'session-1',
    technologies: [{ ...technologies[0], photo: 'personal' }],
    status: 'FINISHED',
    flow_session_result: true,
    flow_session_failure_reasons: ['reason', { iin: 'personal' }],
    edocument_result: { phone: 'personal', result_json: { common: { docOwner: { iin: 'personal' } } } },
    liveness_result: { result: true, photo: 'personal' },
    validated_at: 'personal',
  });
  assert.deepEqual(page, {
    id: 'session-1',
    technologies,
    status: 'FINISHED',
    flow_session_result: true,
    flow_session_failure_reasons: ['reason'],
  });
});

for (const verdict of [undefined, false, null, 'true', 1, {}, [true]]) {
  test(`a finished result whose verdict is ${JSON.stringify(verdict)} is not passed`, async (t) => {
    const page = await pageResult(t, { status: 'FINISHED', flow_session_result: verdict });
    assert.equal(page.flow_session_result, false);
  });
}

for (const status of [undefined, null, 'PROGRESS', 'finished', ['FINISHED']]) {
  test(`a result whose status is ${JSON.stringify(status)} is in progress and has no verdict`, async (t) => {
    const page = await pageResult(t, { status, flow_session_result: true, liveness_result: { result: true } });
    assert.deepEqual(page, { id: 'session-1', technologies: [], status: 'PROGRESS' });
  });
}

test("the vendor is asked with the session's id and the key", async (t) => {
  const { vendor, browser } = await start(t);
  const id = await browser.newSession();
  await browser.readResult(id);
  assert.equal(vendor.seen[1].path, '/api/v1/flows/session/result/');
  assert.equal(vendor.seen[1].query, `session_id=${id}&flow_api_key=${API_KEY}`);
});

test('another instance with the same secret reads the result', async (t) => {
  const { vendor, browser } = await start(t);
  const id = await browser.newSession();
  const second = await startBackend(t, testConfig({ FLOW_API_BASE: vendor.origin }));
  assert.equal((await browser.movedTo(second).readResult(id)).status, 200);
});

test('an instance with another secret does not', async (t) => {
  const { vendor, browser } = await start(t);
  const id = await browser.newSession();
  const variables = { FLOW_API_BASE: vendor.origin, COOKIE_SECRET: 'another secret of thirty-two bytes!!' };
  const second = await startBackend(t, testConfig(variables));
  assert.equal((await browser.movedTo(second).readResult(id)).status, 404);
});

async function assertUnknown(vendor, browser, id) {
  const askedBefore = vendor.seen.length;
  const answer = await browser.readResult(id);
  assert.deepEqual([answer.status, answer.error.code], [404, 'unknown_session']);
  assert.equal(vendor.seen.length, askedBefore, 'the vendor is not asked');
}

test("another visitor's session is unknown", async (t) => {
  const { vendor, origin, browser } = await start(t);
  const id = await browser.newSession();
  const other = new Browser(origin);
  await other.newSession();
  await assertUnknown(vendor, other, id);
});

test('a stolen binding is worth nothing to another visitor', async (t) => {
  const { vendor, origin, browser } = await start(t);
  const id = await browser.newSession();
  const thief = new Browser(origin);
  await thief.newSession();
  thief.cookies.set(`flow_${id}`, browser.cookies.get(`flow_${id}`));
  await assertUnknown(vendor, thief, id);
});

test("a session that exists nowhere is answered as another visitor's is", async (t) => {
  const { vendor, browser } = await start(t);
  await assertUnknown(vendor, browser, 'session-99');
  await assertUnknown(vendor, browser, 'a%3Bb');
});

test('a request without a session id is refused', async (t) => {
  const { browser } = await start(t);
  const answer = await browser.get('/api/flow/result');
  assert.deepEqual([answer.status, answer.error.code], [400, 'invalid_request']);
});
