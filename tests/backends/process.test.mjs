import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import test from 'node:test';

import { API_KEY, SECRET, backends, runToItsEnd, start } from './support/backends.mjs';
import { dial } from './support/browser.mjs';

for (const backend of backends) {
  test(`${backend.name}: it says where it listens and nothing else on standard output`, async (t) => {
    const { running, browser } = await start(t, backend);
    await browser.newSession();
    await running.terminate();
    assert.match(running.stdout, /^listening: http:\/\/127\.0\.0\.1:\d+\n$/);
  });

  test(`${backend.name}: it ends cleanly on SIGTERM though a browser is still connected`, async (t) => {
    const { origin, running, browser } = await start(t, backend);
    await browser.newSession();
    const socket = await dial(origin);
    assert.equal(await running.terminate(), 0);
    socket.destroy();
  });

  test(`${backend.name}: on SIGTERM a request in progress is answered`, async (t) => {
    const { vendor, running, browser } = await start(t, backend);
    const answerNow = vendor.replyLater();
    const creating = browser.createSession();
    await vendor.asked(1);
    const ended = running.terminate();
    answerNow();
    assert.equal((await creating).status, 200);
    assert.equal(await ended, 0);
  });

  test(`${backend.name}: a second SIGTERM ends it`, async (t) => {
    const { vendor, running, browser } = await start(t, backend);
    vendor.replyNever();
    const creating = assert.rejects(browser.createSession());
    await vendor.asked(1);
    let ended = false;
    running.closed.then(() => (ended = true));
    // The first has been taken once nothing more is accepted.
    running.child.kill('SIGTERM');
    const deadline = Date.now() + 60_000;
    while (await dial(running.origin).then((socket) => socket.destroy(), () => false)) assert.ok(Date.now() < deadline);
    assert.equal(ended, false);
    const [code] = await running.kill('SIGTERM');
    assert.equal(code, 1);
    await creating;
  });

  test(`${backend.name}: the log holds neither the key nor a session id`, async (t) => {
    const { vendor, running, browser } = await start(t, backend);
    const id = await browser.newSession({ edocument: { iin: { value: '123456789012' } } });
    vendor.replyResult({ status: 'FINISHED', flow_session_result: true, edocument_result: { iin: '123456789012' } });
    assert.equal((await browser.readResult(id)).status, 200);
    vendor.reply(400, { detail: API_KEY });
    assert.equal((await browser.readResult(id)).status, 422);
    vendor.replyByBreaking();
    assert.equal((await browser.readResult(id)).status, 502);
    await running.terminate();
    for (const said of [/session created/, /verdict/, /no answer from the identity service/]) assert.match(running.stderr, said);
    for (const secret of [API_KEY, SECRET, id, '123456789012']) assert.ok(!running.stderr.includes(secret), running.stderr);
    assert.doesNotMatch(running.stderr, /Warning/);
  });

  test(`${backend.name}: it goes on when nobody reads its log any more`, async (t) => {
    const { running, browser } = await start(t, backend);
    running.child.stderr.destroy();
    for (let count = 0; count < 5; count += 1) assert.equal((await browser.get('/api/missing')).status, 404);
    await browser.newSession();
    assert.equal(await running.terminate(), 0);
  });

  test(`${backend.name}: an https page without ALLOWED_ORIGIN is refused, and the log says what to set`, async (t) => {
    const { vendor, running, browser } = await start(t, backend);
    const answer = await browser.post('/api/flow/session', {}, { origin: 'https://bank.example', 'sec-fetch-site': 'same-origin' });
    assert.deepEqual([answer.status, answer.error.code], [500, 'misconfigured']);
    assert.deepEqual(answer.setCookies, []);
    assert.equal(vendor.seen.length, 0);
    await browser.newSession();
    await running.terminate();
    assert.match(running.stderr, /ALLOWED_ORIGIN/);
  });

  test(`${backend.name}: a page under a foreign name is refused, and the log says once what to set`, async (t) => {
    const { running, browser } = await start(t, backend);
    for (let count = 0; count < 3; count += 1) assert.equal((await browser.get('/api/missing', { host: 'bank.example' })).status, 403);
    await running.terminate();
    assert.equal(running.stderr.split('ALLOWED_ORIGIN').length - 1, 1, running.stderr);
  });

  test(`${backend.name}: a proxy that is not trusted is warned of once`, async (t) => {
    const { running, browser } = await start(t, backend, { TRUSTED_PROXIES: '192.0.2.1' });
    for (let count = 0; count < 3; count += 1) await browser.post('/api/flow/session', {}, { 'x-forwarded-for': '192.0.2.9' });
    await running.terminate();
    assert.equal(running.stderr.split('TRUSTED_PROXIES').length - 1, 1, running.stderr);
  });

  test(`${backend.name}: a trusted proxy, and a client without one, are not warned of`, async (t) => {
    const { running, browser } = await start(t, backend, { TRUSTED_PROXIES: '127.0.0.1' });
    await browser.post('/api/flow/session', {}, { 'x-forwarded-for': '192.0.2.9' });
    await browser.newSession();
    await running.terminate();
    assert.ok(!running.stderr.includes('TRUSTED_PROXIES'), running.stderr);
  });

  test(`${backend.name}: clients that go away are nothing to write down`, async (t) => {
    const { vendor, origin, running, browser } = await start(t, backend);
    const head = `POST /api/flow/session HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n`;
    vendor.replyNever();
    for (const text of ['', 'POST /api', head, `${head}Content-Length: 100\r\n\r\n{"meta`, `${head}Content-Length: 1000000\r\n\r\n{"meta`, `${head}Transfer-Encoding: chunked\r\n\r\n5\r\n{"met`]) {
      const socket = await dial(origin);
      await new Promise((resolve) => socket.write(text, resolve));
      // What it sent has been read by when another is answered.
      assert.equal((await browser.get('/missing')).status, 404);
      socket.resetAndDestroy();
    }
    const socket = await dial(origin);
    socket.write(`${head}Content-Length: 2\r\n\r\n{}`);
    await vendor.asked(1);
    socket.resetAndDestroy();
    for (let count = 0; count < 20; count += 1) await browser.get('/missing');
    await running.kill('SIGINT');
    assert.doesNotMatch(running.stderr, /WARN|ERROR|"level":[456]0|stack/);
  });

  test(`${backend.name}: connections beyond MAX_CONNECTIONS are closed, and the log says so once`, async (t) => {
    const { origin, running, browser } = await start(t, backend, { MAX_CONNECTIONS: '3' });
    const held = await Promise.all([dial(origin), dial(origin), dial(origin)]);
    for (let count = 0; count < 5; count += 1) await (await dial(origin)).ended;
    await running.logged(/connections are refused/);
    for (const socket of held) socket.destroy();
    const deadline = Date.now() + 60_000;
    while (!(await browser.get('/missing').catch(() => false))) assert.ok(Date.now() < deadline);
    await running.terminate();
    assert.equal(running.stderr.split('connections are refused').length - 1, 1, running.stderr);
  });

  test(`${backend.name}: its health check says whether it answers`, async (t) => {
    const { running } = await start(t, backend);
    const check = { ...backend, args: [...backend.args, '--health'] };
    const variables = { FLOW_API_KEY: API_KEY, COOKIE_SECRET: SECRET, PORT: new URL(running.origin).port };
    assert.equal(runToItsEnd(check, variables).status, 0);
    await running.kill();
    assert.equal(runToItsEnd(check, variables).status, 1);
  });

  test(`${backend.name}: it does not start without a key and says what to do`, () => {
    const { status, stderr } = runToItsEnd(backend, { COOKIE_SECRET: SECRET });
    assert.equal(status, 1);
    assert.match(stderr, /set FLOW_API_KEY/);
  });

  test(`${backend.name}: it names the address that is taken`, async (t) => {
    const taken = createServer().listen(0, '127.0.0.1');
    t.after(() => taken.close());
    await once(taken, 'listening');
    const { port } = taken.address();
    const { status, stderr } = runToItsEnd(backend, { FLOW_API_KEY: API_KEY, COOKIE_SECRET: SECRET, PORT: String(port) });
    assert.equal(status, 1);
    assert.match(stderr, new RegExp(`cannot listen on 127\\.0\\.0\\.1:${port}`));
  });
}

// Node.js raises its own limit, and closes what is beyond that without a word: hence MAX_CONNECTIONS.
test('axum: where no descriptors are left, the log says so, and it goes on when there are some', async (t) => {
  const wrap = ['sh', '-c', 'ulimit -n 40; exec "$0" "$@"'];
  const { origin, running, browser } = await start(t, { ...backends[0], wrap });
  const held = await Promise.all(Array.from({ length: 60 }, () => dial(origin)));
  await running.logged(/connections are refused/);
  for (const socket of held) socket.destroy();
  await browser.newSession();
  assert.equal(await running.terminate(), 0);
});
