// In front of the project's sandbox, which behaves as the vendor does. Build it first: cargo build -p flow-embed-sandbox

import assert from 'node:assert/strict';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { Browser } from './support/browser.js';
import { Running } from './support/process.js';
import { startBackend, testConfig } from './support/start.js';

const BUILT = fileURLToPath(new URL('../../../target/debug/flow-embed-sandbox', import.meta.url));
const API_KEY = 'sandbox_LD-ED_'.padEnd(47, '0');

async function startSandbox(t, { progressMs = 0 } = {}) {
  const args = ['--port', '0', '--progress-ms', String(progressMs)];
  const sandbox = await Running.start(t, process.env.SANDBOX_BIN ?? BUILT, args, {});
  const config = testConfig({ FLOW_API_KEY: API_KEY, FLOW_API_BASE: sandbox.origin });
  return { sandbox, browser: new Browser(await startBackend(t, config)) };
}

/** What the widget tells the vendor at its end. */
async function complete(sandbox, sessionId, passed) {
  const report = {
    session_id: sessionId,
    technologies: [{ code: 'LD', passed }, { code: 'ED', passed: true }],
    edocument: { iin: '123456789012', phone: '77000000000' },
  };
  for (const [path, body] of [['begin', { session_id: sessionId }], ['complete', report]]) {
    const response = await fetch(`${sandbox.origin}/widget/session/${path}`, { method: 'POST', body: JSON.stringify(body) });
    assert.ok(response.ok, `${path}: ${await response.text()}`);
  }
}

test('a session that the person passed is passed', async (t) => {
  const { sandbox, browser } = await startSandbox(t);
  const id = await browser.newSession();
  await complete(sandbox, id, true);
  const { json } = await browser.readResult(id);
  assert.deepEqual([json.status, json.flow_session_result, json.flow_session_failure_reasons], ['FINISHED', true, []]);
});

test('a session that the person failed is not passed and says why', async (t) => {
  const { sandbox, browser } = await startSandbox(t);
  const id = await browser.newSession();
  await complete(sandbox, id, false);
  const { json } = await browser.readResult(id);
  assert.equal(json.flow_session_result, false);
  assert.equal(json.flow_session_failure_reasons.length, 1);
});

test('a session that is still being validated is in progress', async (t) => {
  const { sandbox, browser } = await startSandbox(t, { progressMs: 3_600_000 });
  const id = await browser.newSession();
  await complete(sandbox, id, true);
  const { json } = await browser.readResult(id);
  assert.equal(json.status, 'PROGRESS');
  assert.equal(json.flow_session_result, undefined);
});

test('the electronic document stays on the server', async (t) => {
  const { sandbox, browser } = await startSandbox(t);
  const id = await browser.newSession();
  await complete(sandbox, id, true);
  const { json, text } = await browser.readResult(id);
  assert.equal(json.status, 'FINISHED');
  for (const personal of ['123456789012', '77000000000', 'docOwner', 'edocument_result']) {
    assert.ok(!text.includes(personal), personal);
  }
});

test('metadata that the vendor refuses is answered in its words', async (t) => {
  const { browser } = await startSandbox(t);
  const answer = await browser.post('/api/flow/session', { metadata: { edocument: { phone: { value: 'not a phone' } } } });
  assert.deepEqual([answer.status, answer.error.code], [422, 'vendor_refused']);
  assert.match(answer.error.message, /phone/);
});
