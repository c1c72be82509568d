// A refusal arrives, however much of the body has not been read by then.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import test from 'node:test';

import { UNLIMITED, backends, start, use } from './support/backends.mjs';
import { dial } from './support/browser.mjs';

const MB = 1024 * 1024;
const OWN = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };

/** With `fetch`, which fails with EPIPE where the connection is closed under it. */
async function post(origin, path, size, headers, chunked) {
  const bytes = Buffer.concat([Buffer.from('{"metadata":{"face2face":{"photo1":"'), Buffer.alloc(size, 'A')]);
  const body = chunked ? new Blob([bytes]).stream() : bytes;
  const response = await fetch(origin + path, { method: 'POST', headers, body, duplex: 'half' });
  return { status: response.status, error: (await response.json()).error, headers: response.headers };
}

for (const backend of backends) {
  for (const chunked of [false, true]) {
    for (const [status, code, path, size, headers] of [
      [403, 'cross_site', '/api/flow/session', 4 * MB, { ...OWN, 'sec-fetch-site': 'cross-site' }],
      [404, 'unknown_flow', '/api/flow/session?flow=other', 4 * MB, OWN],
      [404, 'not_found', '/api/missing', 4 * MB, OWN],
      [405, 'wrong_method', '/api/flow/result', 4 * MB, OWN],
      [413, 'too_large', '/api/flow/session', 20 * MB, OWN],
      [415, 'not_json', '/api/flow/session', 4 * MB, { ...OWN, 'content-type': 'text/plain' }],
    ]) {
      test(`${backend.name}: ${status} (${code}) arrives on a large ${chunked ? 'chunked ' : ''}body, each time`, async () => {
        const { origin } = await use(backend, { PHOTOS_AT_ONCE: '20' });
        const answers = await Promise.all(Array.from({ length: size > 4 * MB ? 3 : 12 }, () => post(origin, path, size, headers, chunked)));
        for (const answer of answers) assert.deepEqual([answer.status, answer.error.code], [status, code]);
      });
    }
  }

  test(`${backend.name}: 503 and 429 arrive with their Retry-After on a large body`, async (t) => {
    const { origin } = await start(t, backend, { ...UNLIMITED, PHOTOS_AT_ONCE: '1', SESSIONS_PER_ADDRESS: '13' });
    const socket = await dial(origin);
    t.after(() => socket.destroy());
    socket.write(`POST /api/flow/session HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n`);
    await once(socket, 'data');
    for (const [status, code] of [[503, 'busy'], [429, 'too_many_requests']]) {
      const answers = await Promise.all(Array.from({ length: 12 }, () => post(origin, '/api/flow/session', 4 * MB, OWN, false)));
      for (const answer of answers) {
        assert.deepEqual([answer.status, answer.error.code], [status, code]);
        assert.ok(Number(answer.headers.get('retry-after')) >= 1);
      }
    }
  });

  test(`${backend.name}: 400 (invalid_request) arrives on a large body that is no photo, and the connection goes on`, async () => {
    const { origin, browser } = await use(backend, { PHOTOS_AT_ONCE: '20' });
    const { Agent, request } = await import('node:http');
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let count = 0; count < 6; count += 1) {
      const sent = request(`${origin}/api/flow/session`, { method: 'POST', headers: { ...OWN, 'content-length': 4 * MB }, agent });
      sent.end(Buffer.alloc(4 * MB, '['));
      const [response] = await once(sent, 'response');
      assert.equal(response.statusCode, 400);
      await response.toArray();
      if (!sent.writableFinished) await once(sent, 'finish');
    }
    agent.destroy();
    await browser.newSession();
  });

  test(`${backend.name}: of a body without an end no more is read than twice the largest`, async () => {
    const { origin } = await use(backend);
    const socket = await dial(origin);
    socket.write('POST /api/missing HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nTransfer-Encoding: chunked\r\n\r\n');
    socket.on('data', () => {});
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(MB), Buffer.from('\r\n')]);
    let sent = 0;
    while (!socket.destroyed && socket.writable && sent < 200) {
      sent += 1;
      if (!socket.write(chunk)) await Promise.race([once(socket, 'drain').catch(() => {}), socket.ended]);
    }
    await socket.ended;
    assert.ok(sent >= 32 && sent < 60, `${sent} MB`);
  });
}
