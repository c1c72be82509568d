// Behind the real nginx, with the block that the README has.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { SECRET, UNLIMITED, WEBHOOK_SECRET, backends, start } from './support/backends.mjs';
import { Browser, ask, dial } from './support/browser.mjs';
import { freePort } from './support/ports.mjs';

const MB = 1024 * 1024;
const BANK = { origin: 'https://bank.example', host: 'bank.example', 'content-type': 'application/json' };

/** The README's block, on a free port, without TLS, in front of this backend. */
function blockOf(backend, origin, port) {
  const readme = readFileSync(fileURLToPath(new URL(`../../examples/backend-${backend.name}/README.md`, import.meta.url)), 'utf8');
  const [, block] = /```nginx\n(.*?)```/s.exec(readme);
  assert.ok(block.includes('listen 443 ssl;') && block.includes('http://127.0.0.1:8080'));
  return block
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
    .replaceAll(/.*ssl_certificate.*\n/g, '')
    .replaceAll('http://127.0.0.1:8080', origin);
}

async function startBehindNginx(t, backend, variables = {}) {
  const started = await start(t, backend, {
    ...UNLIMITED, ALLOWED_ORIGIN: BANK.origin, TRUSTED_PROXIES: '127.0.0.1', WEBHOOK_SECRET, ...variables,
  });
  const directory = mkdtempSync(join(tmpdir(), 'backends-'));
  const port = await freePort();
  mkdirSync(join(directory, 'temporary'));
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${directory}/temporary/${name};`);
  writeFileSync(join(directory, 'nginx.conf'), `
    ${process.getuid() === 0 ? 'user root;' : ''} daemon off; pid ${directory}/pid; error_log stderr; worker_processes 1;
    events {}
    http { access_log ${directory}/access.log; ${paths.join(' ')}
      ${blockOf(backend, started.origin, port)} }`);
  const child = spawn(process.env.NGINX, ['-p', directory, '-c', join(directory, 'nginx.conf'), '-e', 'stderr'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (data) => (log += data));
  const closed = new Promise((resolve) => child.once('close', resolve));
  t.after(async () => {
    child.kill('SIGTERM');
    await closed;
    rmSync(directory, { recursive: true });
  });
  const origin = `http://127.0.0.1:${port}`;
  while (!(await dial(origin).then((socket) => socket.destroy(), () => false))) assert.equal(child.exitCode, null, log);
  return { ...started, proxy: origin, accessLog: () => readFileSync(join(directory, 'access.log'), 'utf8') };
}

for (const backend of backends) {
  test(`${backend.name}: behind nginx a refusal of 4 MB arrives as it is, each time`, async (t) => {
    const { proxy } = await startBehindNginx(t, backend);
    const body = Buffer.alloc(4 * MB, 'A');
    for (const [status, code, path, headers] of [
      [403, 'cross_site', '/api/flow/session', { ...BANK, origin: 'https://evil.example' }],
      [404, 'unknown_flow', '/api/flow/session?flow=other', BANK],
      [404, 'not_found', '/api/missing', BANK],
      [415, 'not_json', '/api/flow/session', { ...BANK, 'content-type': 'text/plain' }],
    ]) {
      const answers = await Promise.all(Array.from({ length: 8 }, () => ask(proxy, path, { method: 'POST', headers, body })));
      for (const answer of answers) assert.deepEqual([answer.status, answer.error.code], [status, code]);
    }
  });

  test(`${backend.name}: behind nginx photos beyond PHOTOS_AT_ONCE, and requests beyond a limit, are told when to come again`, async (t) => {
    const { origin, proxy } = await startBehindNginx(t, backend, { PHOTOS_AT_ONCE: '1', SESSIONS_PER_ADDRESS: '9' });
    // The head of a photo that comes past nginx takes the place, for 30 s.
    const socket = await dial(origin);
    t.after(() => socket.destroy());
    socket.write(`POST /api/flow/session HTTP/1.1\r\nHost: a\r\nOrigin: ${BANK.origin}\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n`);
    await once(socket, 'data');
    const body = JSON.stringify({ metadata: { face2face: { photo1: 'A'.repeat(4 * MB) } } });
    const post = () => ask(proxy, '/api/flow/session', { method: 'POST', headers: BANK, body });
    const busy = await Promise.all(Array.from({ length: 8 }, post));
    const limited = await Promise.all(Array.from({ length: 8 }, post));
    for (const [answers, status] of [[busy, 503], [limited, 429]]) {
      for (const answer of answers) assert.deepEqual([answer.status, Number(answer.headers.get('retry-after')) >= 1], [status, true]);
    }
  });

  test(`${backend.name}: behind nginx a body that is too large is refused, and a photo of 14 MB is not`, async (t) => {
    const { proxy } = await startBehindNginx(t, backend);
    const post = (size) => ask(proxy, '/api/flow/session', { method: 'POST', headers: BANK, body: JSON.stringify({ metadata: { face2face: { photo1: 'A'.repeat(size) } } }) });
    for (const size of [15 * MB, 20 * MB]) assert.equal((await post(size)).status, 413);
    assert.equal((await post(14 * MB)).status, 200);
  });

  test(`${backend.name}: behind nginx a client is counted by its own address, whatever it claims`, async (t) => {
    const { proxy } = await startBehindNginx(t, backend, { SESSIONS_PER_ADDRESS: '1' });
    const create = async (localAddress, claim) => {
      const headers = { ...BANK, 'x-forwarded-for': claim };
      return (await ask(proxy, '/api/flow/session', { method: 'POST', headers, body: '{}', localAddress })).status;
    };
    assert.equal(await create('127.0.0.2', '192.0.2.1'), 200);
    assert.equal(await create('127.0.0.2', '192.0.2.2'), 429);
    assert.equal(await create('127.0.0.3', '192.0.2.1'), 200);
  });

  test(`${backend.name}: behind nginx a session is created, read and acted on, and its log holds neither secret nor session`, async (t) => {
    const { vendor, running, proxy, accessLog } = await startBehindNginx(t, backend);
    const browser = new Browser(proxy);
    // As many cookies as a browser may have gathered.
    for (let index = 0; index < 30; index += 1) browser.cookies.set(`flow_${index}`, 'x'.repeat(100));
    const { json: { session_id: id } } = await browser.post('/api/flow/session', {}, BANK);
    assert.ok([...browser.cookies.keys()].includes(`__Host-flow_${id}`));
    vendor.replyResult({ status: 'FINISHED', flow_session_result: true });
    const webhook = await ask(proxy, `/api/flow/webhook/${WEBHOOK_SECRET}`, { method: 'POST', headers: { host: 'bank.example' }, body: JSON.stringify({ session_id: id }) });
    assert.equal(webhook.status, 204);
    await running.logged(/verdict/);
    assert.equal((await browser.get(`/api/flow/result?session_id=${id}`, BANK)).json.flow_session_result, true);
    assert.match(accessLog(), /POST \/api\/flow\/session/);
    for (const secret of [WEBHOOK_SECRET, SECRET, id]) assert.ok(!accessLog().includes(secret), accessLog());
  });
}
