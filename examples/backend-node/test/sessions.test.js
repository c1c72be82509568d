import assert from 'node:assert/strict';
import test from 'node:test';

import { API_KEY, OTHER_API_KEY, start } from './support/start.js';

test('creating a session answers its id and technologies', async (t) => {
  const { browser } = await start(t);
  const answer = await browser.createSession();
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.json, { session_id: 'session-1', technologies: ['LD', 'F2F'] });
  assert.equal(answer.headers.get('cache-control'), 'no-store');
});

test("the vendor gets the flow's key and the page's metadata", async (t) => {
  const { vendor, browser } = await start(t);
  const metadata = { edocument: { phone: { value: '77000000000', changeable: false } } };
  await browser.post('/api/flow/session', { metadata });
  assert.equal(vendor.seen[0].path, '/api/v1/flows/session/create/');
  assert.deepEqual(vendor.seen[0].body, { api_key: API_KEY, metadata });
});

test('without metadata the vendor gets none', async (t) => {
  const { vendor, browser } = await start(t);
  await browser.createSession();
  await browser.post('/api/flow/session', { metadata: null });
  assert.deepEqual(vendor.seen.map(({ body }) => body), [{ api_key: API_KEY }, { api_key: API_KEY }]);
});

test('a named flow uses its own key', async (t) => {
  const { vendor, browser } = await start(t, { FLOW_API_KEYS: `card=${OTHER_API_KEY}` });
  const { session_id: id } = (await browser.post('/api/flow/session?flow=card', {})).json;
  await browser.readResult(id);
  assert.equal(vendor.seen[0].body.api_key, OTHER_API_KEY);
  assert.equal(vendor.seen[1].query, `session_id=${id}&flow_api_key=${OTHER_API_KEY}`);
});

test('an unknown flow is refused before the vendor is asked', async (t) => {
  const { vendor, browser } = await start(t);
  const answer = await browser.post('/api/flow/session?flow=other', {});
  assert.deepEqual([answer.status, answer.error.code], [404, 'unknown_flow']);
  assert.equal(vendor.seen.length, 0);
});

test('a flow that is named twice is refused', async (t) => {
  const { browser } = await start(t);
  const answer = await browser.post('/api/flow/session?flow=default&flow=default', {});
  assert.deepEqual([answer.status, answer.error.code], [400, 'invalid_request']);
});

test('without a default flow the flow has to be named', async (t) => {
  const { browser } = await start(t, { FLOW_API_KEY: '', FLOW_API_KEYS: `card=${OTHER_API_KEY}` });
  const answer = await browser.createSession();
  assert.deepEqual([answer.status, answer.error.code], [404, 'unknown_flow']);
});

test('an API key from the page is refused and not repeated', async (t) => {
  const { vendor, browser } = await start(t);
  for (const body of [{ api_key: OTHER_API_KEY }, { metadata: { api_key: OTHER_API_KEY } }]) {
    const answer = await browser.post('/api/flow/session', body);
    assert.deepEqual([answer.status, answer.error.code], [400, 'invalid_request']);
    assert.ok(!answer.text.includes(OTHER_API_KEY));
  }
  assert.equal(vendor.seen.length, 0);
});

test('a body that is not an object with metadata is refused', async (t) => {
  const { vendor, browser } = await start(t, { SESSIONS_PER_VISITOR: '60' });
  for (const body of ['', '[]', '"text"', '{', '{"session_id":"s1"}', '{"metadata":[]}', '{"metadata":{"face2face":{"photo1":1}}}']) {
    const headers = { origin: browser.origin, 'content-type': 'application/json' };
    const answer = await browser.send('/api/flow/session', { method: 'POST', headers, body });
    assert.deepEqual([answer.status, answer.error.code], [400, 'invalid_request'], body);
  }
  assert.equal(vendor.seen.length, 0);
});

test('metadata may be nested as deep as the other backend reads it, and no deeper', async (t) => {
  const { vendor, browser } = await start(t);
  const nested = (depth) => `{"metadata":{"a":${'['.repeat(depth - 2)}${']'.repeat(depth - 2)}}}`;
  const headers = { origin: browser.origin, 'content-type': 'application/json' };
  for (const [depth, status] of [[127, 200], [128, 400], [5000, 400], [100_000, 400]]) {
    const answer = await browser.send('/api/flow/session', { method: 'POST', headers, body: nested(depth) });
    assert.equal(answer.status, status, String(depth));
    if (status === 400) assert.equal(answer.error.code, 'invalid_request');
  }
  assert.equal(vendor.seen.length, 1);
});

test('large metadata without a photo is refused', async (t) => {
  const { vendor, browser } = await start(t);
  const answer = await browser.post('/api/flow/session', { metadata: { general: 'A'.repeat(20_000) } });
  assert.equal(answer.status, 400);
  assert.match(answer.error.message, /16 KB/);
  assert.equal(vendor.seen.length, 0);
});

test('a body larger than 15 MB is refused', async (t) => {
  const { vendor, browser } = await start(t);
  const photo1 = 'A'.repeat(15 * 1024 * 1024);
  const answer = await browser.post('/api/flow/session', { metadata: { face2face: { photo1 } } });
  assert.deepEqual([answer.status, answer.error.code], [413, 'too_large']);
  assert.equal(vendor.seen.length, 0);
});

test('a photo of 14 MB is passed on', async (t) => {
  const { vendor, browser } = await start(t);
  const photo1 = 'A'.repeat(14 * 1024 * 1024);
  const answer = await browser.post('/api/flow/session', { metadata: { face2face: { photo1 } } });
  assert.equal(answer.status, 200);
  assert.ok(vendor.seen[0].body.metadata.face2face.photo1 === photo1);
});

test('a visitor keeps one id over several sessions', async (t) => {
  const { browser } = await start(t);
  await browser.newSession();
  const answer = await browser.createSession();
  assert.ok(answer.setCookies.every((cookie) => !cookie.startsWith('visitor=')));
});

test('a forged visitor is replaced', async (t) => {
  const { browser } = await start(t);
  const forged = `ImEi.${'A'.repeat(43)}`;
  browser.cookies.set('visitor', forged);
  await browser.newSession();
  assert.notEqual(browser.cookies.get('visitor'), forged);
});

test('behind an https proxy every cookie is Secure and bound to the host', async (t) => {
  const { browser } = await start(t, { ALLOWED_ORIGIN: 'https://bank.example' });
  const answer = await browser.post('/api/flow/session', {}, { origin: 'https://bank.example' });
  assert.equal(answer.setCookies.length, 2, 'the visitor and the session');
  for (const cookie of answer.setCookies) {
    assert.match(cookie, /^__Host-/);
    for (const attribute of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) {
      assert.ok(cookie.split('; ').includes(attribute), `${attribute}: ${cookie}`);
    }
  }
});

test('a visitor keeps the newest five sessions', async (t) => {
  const { browser } = await start(t);
  for (let count = 0; count < 6; count += 1) await browser.newSession();
  assert.equal([...browser.cookies.keys()].filter((name) => name.startsWith('flow_')).length, 5);
});
