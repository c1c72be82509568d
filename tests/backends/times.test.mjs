// Times that the READMEs name, as they are: all at once, in little more than the longest of them.
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';

import { UNLIMITED, backends, start } from './support/backends.mjs';
import { dial, readToEnd } from './support/browser.mjs';

const HEAD = 'POST /api/flow/session HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n';
// Of a machine that is very busy; nothing is let pass for ever.
const LATE_MS = 45_000;

async function assertTakes(seconds, story, atMost = seconds) {
  const started = performance.now();
  const result = await story();
  const took = performance.now() - started;
  assert.ok(took > seconds * 1000 - 4000 && took < atMost * 1000 + LATE_MS, `${took} ms`);
  return result;
}

/** Writes and then says nothing more, or goes on with a byte a second. */
async function silentAfter(t, origin, text, { drips = false } = {}) {
  const socket = await dial(origin);
  t.after(() => socket.destroy());
  socket.write(text);
  const dripping = drips && setInterval(() => socket.write('a'), 1000);
  const answered = await readToEnd(socket);
  clearInterval(dripping);
  return answered;
}

for (const backend of backends) {
  describe(`${backend.name}: times`, { concurrency: true }, () => {
    test('a client that says nothing is closed within 30 s', async (t) => {
      const { origin } = await start(t, backend);
      await assertTakes(30, () => silentAfter(t, origin, ''));
    });

    test('a client that drips a header is closed within 30 s', async (t) => {
      const { origin } = await start(t, backend);
      await assertTakes(30, () => silentAfter(t, origin, 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ', { drips: true }));
    });

    test('a connection that is idle is closed within 75 s', async (t) => {
      const { origin } = await start(t, backend);
      const answered = await assertTakes(30, () => silentAfter(t, origin, 'GET /missing HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'), 75);
      assert.match(answered, /^HTTP\/1.1 404 /);
    });

    test('a photo that does not arrive within 30 s is refused and gives its place back', async (t) => {
      const { origin, browser } = await start(t, backend, { ...UNLIMITED, PHOTOS_AT_ONCE: '1' });
      const answered = await assertTakes(30, () => silentAfter(t, origin, `${HEAD}Content-Length: 1000000\r\n\r\n`, { drips: true }), 60);
      assert.match(answered, /^HTTP\/1.1 408 /);
      const photo = { metadata: { face2face: { photo1: 'A'.repeat(100_000) } } };
      assert.equal((await browser.post('/api/flow/session', photo)).status, 200);
    });

    test('a vendor that does not answer within 10 s is answered as 504', async (t) => {
      const { vendor, browser } = await start(t, backend);
      vendor.replyNever();
      const answer = await assertTakes(10, () => browser.createSession());
      assert.deepEqual([answer.status, answer.error.code], [504, 'vendor_timeout']);
      assert.equal(vendor.seen.length, 1);
    });

    test('a request in progress may go on for 15 s after SIGTERM', async (t) => {
      const { origin, running, vendor } = await start(t, backend);
      vendor.replyNever();
      const socket = await dial(origin);
      socket.write(`${HEAD}Content-Length: 100\r\n\r\n`);
      // It has been read by when another is.
      const other = await dial(origin);
      other.write(`${HEAD}Content-Length: 2\r\n\r\n{}`);
      await vendor.asked(1);
      await assertTakes(15, () => running.terminate());
      socket.destroy();
      other.destroy();
    });
  });
}
