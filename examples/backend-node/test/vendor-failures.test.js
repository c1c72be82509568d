import assert from 'node:assert/strict';
import test from 'node:test';

import { Browser } from './support/browser.js';
import { API_KEY, start, startBackend, startVendor, testConfig } from './support/start.js';

async function assertCreating(browser, status, code) {
  const answer = await browser.createSession();
  assert.deepEqual([answer.status, answer.error.code], [status, code]);
  return answer;
}

test("a refusal is answered as 422 in the vendor's own words", async (t) => {
  const { vendor, browser } = await start(t);
  vendor.reply(400, { detail: 'phone has a wrong format' });
  const answer = await assertCreating(browser, 422, 'vendor_refused');
  assert.match(answer.error.message, /phone has a wrong format/);
});

test('a refusal that repeats the key is answered without it', async (t) => {
  const { vendor, browser } = await start(t);
  vendor.reply(403, { detail: `unknown key ${API_KEY}`, [API_KEY]: 1 });
  const answer = await assertCreating(browser, 422, 'vendor_refused');
  assert.match(answer.text, /unknown key/);
  assert.ok(!answer.text.includes(API_KEY));
});

test('a key is found as it is and as it stands in a URL', async (t) => {
  const key = `${'k'.repeat(50)}+/=`;
  const { vendor, browser } = await start(t, { FLOW_API_KEY: key });
  vendor.reply(400, { detail: `key ${key}`, url: `?flow_api_key=${encodeURIComponent(key)}` });
  const answer = await assertCreating(browser, 422, 'vendor_refused');
  assert.ok(!answer.text.includes('kkkk'));
});

test('a key at the border of a long refusal is not shown in part', async (t) => {
  const { vendor, browser } = await start(t);
  vendor.reply(400, { detail: 'x'.repeat(2020) + API_KEY });
  const answer = await assertCreating(browser, 422, 'vendor_refused');
  assert.ok(!answer.text.includes(API_KEY.slice(0, 8)));
});

test('a long refusal is cut', async (t) => {
  const { vendor, browser } = await start(t);
  vendor.reply(400, { detail: 'x'.repeat(100_000) });
  const answer = await assertCreating(browser, 422, 'vendor_refused');
  assert.ok(answer.error.message.length < 2048 + 100);
});

test('a refusal that is no JSON is answered with its status only', async (t) => {
  const { vendor, browser } = await start(t);
  vendor.reply(404, '<h1>internal page</h1>');
  const answer = await assertCreating(browser, 422, 'vendor_refused');
  assert.match(answer.error.message, /404/);
  assert.ok(!answer.text.includes('internal page'));
});

test("a busy vendor's Retry-After is passed on", async (t) => {
  const { vendor, browser } = await start(t);
  vendor.reply(429, '', { 'retry-after': '17' });
  const answer = await assertCreating(browser, 429, 'vendor_busy');
  assert.equal(answer.headers.get('retry-after'), '17');
});

test('a failing vendor is answered as 502 and not asked again', async (t) => {
  const { vendor, browser } = await start(t);
  vendor.reply(503, { detail: 'down' });
  await assertCreating(browser, 502, 'vendor_failed');
  assert.equal(vendor.seen.length, 1);
});

test('a redirect is not followed', async (t) => {
  const { vendor, browser } = await start(t);
  const elsewhere = await startVendor(t);
  vendor.reply(307, '', { location: `${elsewhere.origin}/login` });
  await assertCreating(browser, 502, 'vendor_failed');
  assert.equal(elsewhere.seen.length, 0);
});

test('a vendor that does not answer is answered as 504', async (t) => {
  const vendor = await startVendor(t);
  vendor.replyNever();
  const config = { ...testConfig({ FLOW_API_BASE: vendor.origin }), vendorTimeout: 100 };
  await assertCreating(new Browser(await startBackend(t, config)), 504, 'vendor_timeout');
  assert.equal(vendor.seen.length, 1);
});

test('a session is not created again when the connection breaks', async (t) => {
  const { vendor, browser } = await start(t);
  vendor.replyByBreaking();
  await assertCreating(browser, 502, 'vendor_unreachable');
  assert.equal(vendor.seen.length, 1);
});

for (const body of ['<h1>Sign in</h1>', '', '[]', '{}', 'null', '{"session_id":7}', '{"session_id":"a; b"}']) {
  test(`an answer that is not a session is answered as 502: ${body}`, async (t) => {
    const { vendor, browser } = await start(t);
    vendor.reply(200, body);
    await assertCreating(browser, 502, 'vendor_answer');
    assert.deepEqual([...browser.cookies.keys()], ['visitor']);
  });
}

test('an answer of more than 32 MB is refused', async (t) => {
  const { vendor, browser } = await start(t);
  const id = await browser.newSession();
  vendor.reply(200, { status: 'FINISHED', photo: 'A'.repeat(32 * 1024 * 1024) });
  const answer = await browser.readResult(id);
  assert.deepEqual([answer.status, answer.error.code], [502, 'vendor_answer']);
});

test("the vendor's failures are told apart for results too", async (t) => {
  const { vendor, browser } = await start(t);
  const id = await browser.newSession();
  vendor.reply(404, { detail: 'no such session' });
  assert.equal((await browser.readResult(id)).status, 422);
  vendor.reply(500, {});
  assert.equal((await browser.readResult(id)).status, 502);
});
