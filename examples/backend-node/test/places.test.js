import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import test from 'node:test';

import { start } from './support/start.js';

const UNLIMITED = { SESSIONS_PER_VISITOR: '100000', SESSIONS_PER_ADDRESS: '100000' };
const PHOTO = { metadata: { face2face: { photo1: 'A'.repeat(100_000) } } };

async function startWith(t, photosAtOnce, settings = {}) {
  const begun = [];
  // Before the backend ends, which waits for requests in progress.
  t.after(() => begun.forEach((sent) => sent.destroy()));
  const started = await start(t, { ...UNLIMITED, PHOTOS_AT_ONCE: photosAtOnce }, settings);
  const begin = async (contentLength) => {
    const sent = beginPhoto(started.origin, contentLength);
    begun.push(sent);
    await once(sent, 'continue');
    return sent;
  };
  return { ...started, begin };
}

/** A photo of which the server has the headers only, and is to ask for the rest. */
function beginPhoto(origin, contentLength) {
  const headers = { origin, 'content-type': 'application/json', expect: '100-continue', ...contentLength };
  const sent = request(`${origin}/api/flow/session`, { method: 'POST', agent: false, headers });
  sent.on('error', () => {});
  sent.flushHeaders();
  return sent;
}

const postPhoto = (browser) => browser.post('/api/flow/session', PHOTO);

async function assertBusy(browser) {
  const answer = await postPhoto(browser);
  assert.deepEqual([answer.status, answer.error.code], [503, 'busy']);
  assert.ok(Number(answer.headers.get('retry-after')) >= 1);
}

/** The server learns in its own time that a client has gone. */
async function assertFreeSoon(browser) {
  const deadline = Date.now() + 10_000;
  while ((await postPhoto(browser)).status !== 200) assert.ok(Date.now() < deadline, 'the place is still taken');
}

test('more photos at once than PHOTOS_AT_ONCE are refused, and bodies without one are not', async (t) => {
  const { vendor, begin, browser } = await startWith(t, '2');
  await begin({ 'content-length': 1_000_000 });
  await begin({ 'transfer-encoding': 'chunked' });
  await assertBusy(browser);
  assert.equal(vendor.seen.length, 0);
  assert.equal((await browser.createSession()).status, 200);
});

test('a photo whose client goes away in mid-body gives its place back', async (t) => {
  const { begin, browser } = await startWith(t, '1');
  const sent = await begin({ 'content-length': 1_000_000 });
  sent.write('{"metadata":');
  await assertBusy(browser);
  sent.destroy();
  await assertFreeSoon(browser);
});

test('a photo that does not arrive in time is refused and gives its place back', async (t) => {
  const { browser, begin } = await startWith(t, '1', { requestTimeout: 500 });
  const sent = await begin({ 'content-length': 1_000_000 });
  const [response] = await once(sent, 'response', { signal: AbortSignal.timeout(10_000) });
  assert.equal(response.statusCode, 408);
  await assertFreeSoon(browser);
});

test('a photo that is answered gives its place back, whatever the answer', async (t) => {
  const { vendor, browser } = await startWith(t, '1');
  const tooLarge = { metadata: { face2face: { photo1: 'A'.repeat(15 * 1024 * 1024) } } };
  assert.equal((await browser.post('/api/flow/session', tooLarge)).status, 413);
  assert.equal((await browser.post('/api/flow/session', { unknown: 'A'.repeat(100_000) })).status, 400);
  vendor.reply(400, { detail: 'no face' });
  assert.equal((await postPhoto(browser)).status, 422);
  assert.equal((await postPhoto(browser)).status, 422);
});

test('a photo whose client goes away keeps its place while the vendor is asked', async (t) => {
  const { vendor, begin, browser } = await startWith(t, '1');
  const answerNow = vendor.replyLater();
  const body = JSON.stringify(PHOTO);
  const sent = await begin({ 'content-length': body.length });
  const asked = vendor.asked();
  sent.end(body);
  await asked;
  sent.destroy();
  for (let tries = 0; tries < 5; tries += 1) await assertBusy(browser);
  answerNow();
  await assertFreeSoon(browser);
});
