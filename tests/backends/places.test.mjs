import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import test from 'node:test';

import { UNLIMITED, backends, start } from './support/backends.mjs';
import { dial } from './support/browser.mjs';

const PHOTO = { metadata: { face2face: { photo1: 'A'.repeat(100_000) } } };
const PATIENCE_MS = 120_000;

async function startWith(t, backend, photosAtOnce) {
  const started = await start(t, backend, { ...UNLIMITED, PHOTOS_AT_ONCE: photosAtOnce });
  /** A photo of which the server has the headers only, and has asked for the rest. */
  const begin = async (length) => {
    const headers = { origin: started.origin, 'content-type': 'application/json', expect: '100-continue', ...length };
    const sent = request(`${started.origin}/api/flow/session`, { method: 'POST', agent: false, headers });
    sent.on('error', () => {});
    t.after(() => sent.destroy());
    sent.flushHeaders();
    await once(sent, 'continue', { signal: AbortSignal.timeout(PATIENCE_MS) });
    return sent;
  };
  return { ...started, begin };
}

const postPhoto = (browser) => browser.post('/api/flow/session', PHOTO);

async function assertBusy(browser) {
  const answer = await postPhoto(browser);
  assert.deepEqual([answer.status, answer.error.code], [503, 'busy']);
  assert.ok(Number(answer.headers.get('retry-after')) >= 1);
}

/** The server learns in its own time that a client has gone. */
async function assertFreeSoon(browser) {
  const deadline = Date.now() + PATIENCE_MS;
  while ((await postPhoto(browser)).status !== 200) assert.ok(Date.now() < deadline, 'the place is still taken');
}

for (const backend of backends) {
  test(`${backend.name}: more photos at once than PHOTOS_AT_ONCE are refused, and bodies without one are not`, async (t) => {
    const { vendor, begin, browser } = await startWith(t, backend, '2');
    await begin({ 'content-length': 1_000_000 });
    await begin({ 'transfer-encoding': 'chunked' });
    await assertBusy(browser);
    assert.equal(vendor.seen.length, 0);
    assert.equal((await browser.createSession()).status, 200);
  });

  test(`${backend.name}: a photo whose client goes away in mid-body gives its place back`, async (t) => {
    const { begin, browser } = await startWith(t, backend, '1');
    const sent = await begin({ 'content-length': 1_000_000 });
    sent.write('{"metadata":');
    await assertBusy(browser);
    sent.destroy();
    await assertFreeSoon(browser);
  });

  test(`${backend.name}: a photo that is answered gives its place back, whatever the answer`, async (t) => {
    const { vendor, browser } = await startWith(t, backend, '1');
    const tooLarge = { metadata: { face2face: { photo1: 'A'.repeat(15 * 1024 * 1024) } } };
    assert.equal((await browser.post('/api/flow/session', tooLarge)).status, 413);
    assert.equal((await browser.post('/api/flow/session', { unknown: 'A'.repeat(100_000) })).status, 400);
    vendor.reply(400, { detail: 'no face' });
    assert.equal((await postPhoto(browser)).status, 422);
    assert.equal((await postPhoto(browser)).status, 422);
  });

  test(`${backend.name}: a photo that says it is too large is refused at once and takes no place`, async (t) => {
    const { origin, browser } = await startWith(t, backend, '1');
    const socket = await dial(origin);
    socket.write(`POST /api/flow/session HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nContent-Length: 20000000\r\n\r\n`);
    const [head] = await once(socket, 'data', { signal: AbortSignal.timeout(20_000) });
    assert.match(head.toString(), /^HTTP\/1.1 413 /);
    assert.equal((await postPhoto(browser)).status, 200);
    socket.destroy();
  });
}

// The other backend drops a request whose client has gone, and its body with it.
test('node: a photo whose client goes away keeps its place while the vendor is asked', async (t) => {
  const { vendor, begin, browser } = await startWith(t, backends[1], '1');
  const answerNow = vendor.replyLater();
  const body = JSON.stringify(PHOTO);
  const sent = await begin({ 'content-length': body.length });
  const asked = vendor.asked(1);
  sent.end(body);
  await asked;
  sent.destroy();
  for (let tries = 0; tries < 5; tries += 1) await assertBusy(browser);
  answerNow();
  await assertFreeSoon(browser);
});
