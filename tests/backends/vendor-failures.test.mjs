import assert from 'node:assert/strict';
import test from 'node:test';

import { API_KEY, backends, use } from './support/backends.mjs';
import { StubVendor } from './support/vendor.mjs';

async function assertCreating(browser, status, code) {
  const answer = await browser.createSession();
  assert.deepEqual([answer.status, answer.error.code], [status, code]);
  assert.deepEqual(answer.setCookies, []);
  return answer;
}

for (const backend of backends) {
  test(`${backend.name}: a refusal is answered as 422 in the vendor's own words`, async () => {
    const { vendor, browser } = await use(backend);
    vendor.reply(400, { detail: 'phone has a wrong format' });
    const answer = await assertCreating(browser, 422, 'vendor_refused');
    assert.match(answer.error.message, /phone has a wrong format/);
  });

  test(`${backend.name}: a refusal that repeats the key is answered without it`, async () => {
    const { vendor, browser } = await use(backend);
    vendor.reply(403, { detail: `unknown key ${API_KEY}`, [API_KEY]: 1 });
    const answer = await assertCreating(browser, 422, 'vendor_refused');
    assert.match(answer.text, /unknown key/);
    assert.ok(!answer.text.includes(API_KEY));
  });

  test(`${backend.name}: a key is found as it is and as it stands in a URL`, async () => {
    const key = `${'k'.repeat(50)}+/=`;
    const { vendor, browser } = await use(backend, { FLOW_API_KEY: key });
    vendor.reply(400, { detail: `key ${key}`, url: `?flow_api_key=${encodeURIComponent(key)}` });
    const answer = await assertCreating(browser, 422, 'vendor_refused');
    assert.ok(!answer.text.includes('kkkk'));
  });

  test(`${backend.name}: a key at the border of a long refusal is not shown in part`, async () => {
    const { vendor, browser } = await use(backend);
    vendor.reply(400, { detail: 'x'.repeat(2020) + API_KEY });
    const answer = await assertCreating(browser, 422, 'vendor_refused');
    assert.ok(!answer.text.includes(API_KEY.slice(0, 8)));
  });

  test(`${backend.name}: a long refusal is cut`, async () => {
    const { vendor, browser } = await use(backend);
    vendor.reply(400, { detail: 'x'.repeat(100_000) });
    const answer = await assertCreating(browser, 422, 'vendor_refused');
    assert.ok(answer.error.message.length < 2048 + 100);
  });

  test(`${backend.name}: a refusal that is no JSON is answered with its status only`, async () => {
    const { vendor, browser } = await use(backend);
    vendor.reply(404, '<h1>internal page</h1>');
    const answer = await assertCreating(browser, 422, 'vendor_refused');
    assert.match(answer.error.message, /404/);
    assert.ok(!answer.text.includes('internal page'));
  });

  test(`${backend.name}: a busy vendor's Retry-After is passed on`, async () => {
    const { vendor, browser } = await use(backend);
    vendor.reply(429, '', { 'retry-after': '17' });
    const answer = await assertCreating(browser, 429, 'vendor_busy');
    assert.equal(answer.headers.get('retry-after'), '17');
  });

  test(`${backend.name}: a failing vendor is answered as 502 and not asked again`, async () => {
    const { vendor, browser } = await use(backend);
    vendor.reply(503, { detail: 'down' });
    await assertCreating(browser, 502, 'vendor_failed');
    assert.equal(vendor.seen.length, 1);
  });

  test(`${backend.name}: a redirect is not followed`, async (t) => {
    const { vendor, browser } = await use(backend);
    const elsewhere = await StubVendor.start();
    t.after(() => elsewhere.close());
    vendor.reply(307, '', { location: `${elsewhere.origin}/login` });
    await assertCreating(browser, 502, 'vendor_failed');
    assert.equal(elsewhere.seen.length, 0);
  });

  test(`${backend.name}: a session is not created again when the connection breaks`, async () => {
    const { vendor, browser } = await use(backend);
    vendor.replyByBreaking();
    await assertCreating(browser, 502, 'vendor_unreachable');
    assert.equal(vendor.seen.length, 1);
  });

  for (const body of ['<h1>Sign in</h1>', '', '[]', '["some-id"]', '["some-id",[]]', '{}', 'null', '{"session_id":7}', '{"session_id":"a; b"}', '{"session_id":"a","session_id":"b"}']) {
    test(`${backend.name}: an answer that is not a session is answered as 502: ${body}`, async () => {
      const { vendor, browser } = await use(backend);
      vendor.reply(200, body);
      await assertCreating(browser, 502, 'vendor_answer');
      assert.equal(browser.cookies.size, 0);
    });
  }

  test(`${backend.name}: an answer of more than 32 MB is refused`, async () => {
    const { vendor, browser } = await use(backend);
    const id = await browser.newSession();
    vendor.reply(200, { status: 'FINISHED', photo: 'A'.repeat(32 * 1024 * 1024) });
    const answer = await browser.readResult(id);
    assert.deepEqual([answer.status, answer.error.code], [502, 'vendor_answer']);
  });

  test(`${backend.name}: the vendor's failures are told apart for results too`, async () => {
    const { vendor, browser } = await use(backend);
    const id = await browser.newSession();
    vendor.reply(404, { detail: 'no such session' });
    assert.equal((await browser.readResult(id)).status, 422);
    vendor.reply(500, {});
    assert.equal((await browser.readResult(id)).status, 502);
  });
}
