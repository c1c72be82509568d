import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { Browser } from './support/browser.js';
import { Running } from './support/process.js';
import { API_KEY, SECRET, startVendor } from './support/start.js';

const MAIN = fileURLToPath(new URL('../src/main.js', import.meta.url));
const REQUIRED = { FLOW_API_KEY: API_KEY, COOKIE_SECRET: SECRET };

async function startProgram(t, variables = {}) {
  const vendor = await startVendor(t);
  const env = { ...REQUIRED, FLOW_API_BASE: vendor.origin, PORT: '0', ...variables };
  const program = await Running.start(t, process.execPath, [MAIN], env);
  return { vendor, program, browser: new Browser(program.origin) };
}

function runToItsEnd(env) {
  return spawnSync(process.execPath, [MAIN], { env, encoding: 'utf8', timeout: 20_000 });
}

test('it says where it listens and nothing else on standard output', async (t) => {
  const { program, browser } = await startProgram(t);
  await browser.newSession();
  await program.terminate();
  assert.match(program.stdout, /^listening: http:\/\/127\.0\.0\.1:\d+\n$/);
});

test('it ends cleanly on SIGTERM though a browser is still connected', async (t) => {
  const { program, browser } = await startProgram(t);
  await browser.newSession();
  assert.equal(await program.terminate(), 0);
});

test('the log holds neither the key nor a session id', async (t) => {
  const { vendor, program, browser } = await startProgram(t);
  const id = await browser.newSession();
  vendor.reply(400, { detail: API_KEY });
  assert.equal((await browser.readResult(id)).status, 422);
  vendor.replyByBreaking();
  assert.equal((await browser.readResult(id)).status, 502);
  await program.terminate();
  assert.match(program.stderr, /session created/);
  assert.match(program.stderr, /no answer from the identity service/);
  for (const secret of [API_KEY, SECRET, id]) assert.ok(!program.stderr.includes(secret), program.stderr);
  assert.doesNotMatch(program.stderr, /Warning/);
});

test('it goes on when nobody reads its log any more', async (t) => {
  const { program, browser } = await startProgram(t);
  program.child.stderr.destroy();
  for (let count = 0; count < 5; count += 1) assert.equal((await browser.get('/api/missing')).status, 404);
  await browser.newSession();
  assert.equal(await program.terminate(), 0);
});

test('an https page without ALLOWED_ORIGIN is refused, and the log says what to set', async (t) => {
  const { vendor, program, browser } = await startProgram(t);
  const headers = { origin: 'https://bank.example', 'sec-fetch-site': 'same-origin' };
  const answer = await browser.post('/api/flow/session', {}, headers);
  assert.deepEqual([answer.status, answer.error.code], [500, 'misconfigured']);
  assert.deepEqual(answer.setCookies, []);
  assert.equal(vendor.seen.length, 0);
  await browser.newSession();
  await program.terminate();
  assert.match(program.stderr, /ALLOWED_ORIGIN/);
});

test('a proxy that is not trusted is warned of once', async (t) => {
  const { program, browser } = await startProgram(t, { TRUSTED_PROXIES: '192.0.2.1' });
  for (let count = 0; count < 3; count += 1) await browser.post('/api/flow/session', {}, { 'x-forwarded-for': '192.0.2.9' });
  await program.terminate();
  assert.equal(program.stderr.split('TRUSTED_PROXIES').length - 1, 1, program.stderr);
});

test('a trusted proxy, and a client without one, are not warned of', async (t) => {
  const { program, browser } = await startProgram(t, { TRUSTED_PROXIES: '127.0.0.1' });
  await browser.post('/api/flow/session', {}, { 'x-forwarded-for': '192.0.2.9' });
  await browser.newSession();
  await program.terminate();
  assert.ok(!program.stderr.includes('TRUSTED_PROXIES'), program.stderr);
});

test('it does not start without a key and says what to do', () => {
  const { status, stderr } = runToItsEnd({ COOKIE_SECRET: SECRET });
  assert.equal(status, 1);
  assert.match(stderr, /set FLOW_API_KEY/);
});

test('it names the address that is taken', async (t) => {
  const taken = await startVendor(t);
  const { port } = new URL(taken.origin);
  const { status, stderr } = runToItsEnd({ ...REQUIRED, PORT: port });
  assert.equal(status, 1);
  assert.match(stderr, new RegExp(`cannot listen on 127\\.0\\.0\\.1:${port}`));
});
