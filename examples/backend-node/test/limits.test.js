import assert from 'node:assert/strict';
import test from 'node:test';

import { Browser } from './support/browser.js';
import { start } from './support/start.js';

function assertLimited(answer) {
  assert.deepEqual([answer.status, answer.error.code], [429, 'too_many_requests']);
  const seconds = Number(answer.headers.get('retry-after'));
  assert.ok(seconds >= 1 && seconds <= 60, String(seconds));
}

test('a visitor who creates too many sessions has to wait', async (t) => {
  const { vendor, browser } = await start(t, { SESSIONS_PER_VISITOR: '1' });
  await browser.newSession();
  assertLimited(await browser.createSession());
  assert.equal(vendor.seen.length, 1);
});

test("one visitor's limit is not another's", async (t) => {
  const { origin, browser } = await start(t, { SESSIONS_PER_VISITOR: '1' });
  await browser.newSession();
  assert.equal((await new Browser(origin).createSession()).status, 200);
});

test('an address is limited however many visitors it pretends to be', async (t) => {
  const { origin } = await start(t, { SESSIONS_PER_ADDRESS: '2' });
  await new Browser(origin).newSession();
  await new Browser(origin).newSession();
  assertLimited(await new Browser(origin).createSession());
});

test("what one visitor is refused does not use up the address's limit", async (t) => {
  const { origin, browser } = await start(t, { SESSIONS_PER_VISITOR: '1', SESSIONS_PER_ADDRESS: '3' });
  await browser.newSession();
  for (let count = 0; count < 5; count += 1) assertLimited(await browser.createSession());
  assert.equal((await new Browser(origin).createSession()).status, 200);
});

test('reading results has a limit of its own', async (t) => {
  const { browser } = await start(t, { RESULTS_PER_VISITOR: '1' });
  const id = await browser.newSession();
  assert.equal((await browser.readResult(id)).status, 200);
  assertLimited(await browser.readResult(id));
  assert.equal((await browser.createSession()).status, 200);
});

test('behind a trusted proxy each client has its own limit', async (t) => {
  const { origin } = await start(t, { SESSIONS_PER_ADDRESS: '1', TRUSTED_PROXIES: '127.0.0.0/8' });
  for (const [client, status] of [['192.0.2.1', 200], ['192.0.2.2', 200], ['192.0.2.66, 192.0.2.1', 429]]) {
    const answer = await new Browser(origin).post('/api/flow/session', {}, { 'x-forwarded-for': client });
    assert.equal(answer.status, status, client);
  }
});

test('a client counts as one whatever port its proxy writes', async (t) => {
  const { origin } = await start(t, { SESSIONS_PER_ADDRESS: '1', TRUSTED_PROXIES: '127.0.0.1' });
  for (const [client, status] of [['192.0.2.1:50001', 200], ['192.0.2.1:50002', 429], ['192.0.2.2:50001', 200]]) {
    const answer = await new Browser(origin).post('/api/flow/session', {}, { 'x-forwarded-for': client });
    assert.equal(answer.status, status, client);
  }
});

test('without a trusted proxy X-Forwarded-For is ignored', async (t) => {
  const { origin } = await start(t, { SESSIONS_PER_ADDRESS: '1' });
  for (const [client, status] of [['192.0.2.1', 200], ['192.0.2.2', 429]]) {
    const answer = await new Browser(origin).post('/api/flow/session', {}, { 'x-forwarded-for': client });
    assert.equal(answer.status, status, client);
  }
});
