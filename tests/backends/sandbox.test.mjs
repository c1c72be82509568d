// In front of the project's sandbox, which behaves as the vendor does.
import assert from 'node:assert/strict';
import test from 'node:test';

import { Running, backends, sandboxProgram, start } from './support/backends.mjs';

const FLOW_API_KEY = 'sandbox_LD-ED_'.padEnd(47, '0');
const IIN = '123456789012';

async function startSandbox(t, backend, { progressMs = 0 } = {}) {
  const sandbox = await Running.start(sandboxProgram, ['--port', '0', '--progress-ms', String(progressMs)], {});
  t.after(() => sandbox.kill());
  const { browser } = await start(t, backend, { FLOW_API_KEY }, sandbox);
  return { sandbox, browser };
}

/** What the widget tells the vendor at its end. */
async function complete(sandbox, sessionId, passed, iin = IIN) {
  const report = {
    session_id: sessionId,
    technologies: [{ code: 'LD', passed }, { code: 'ED', passed: true }],
    edocument: { iin, phone: '77000000000' },
  };
  for (const [path, body] of [['begin', { session_id: sessionId }], ['complete', report]]) {
    const response = await fetch(`${sandbox.origin}/widget/session/${path}`, { method: 'POST', body: JSON.stringify(body) });
    assert.ok(response.ok, `${path}: ${await response.text()}`);
  }
}

for (const backend of backends) {
  test(`${backend.name}: a session that the person passed is passed`, async (t) => {
    const { sandbox, browser } = await startSandbox(t, backend);
    const id = await browser.newSession();
    await complete(sandbox, id, true);
    const { json } = await browser.readResult(id);
    assert.deepEqual([json.status, json.flow_session_result, json.flow_session_failure_reasons], ['FINISHED', true, []]);
    assert.equal(json.technologies[0].code, 'LD');
    assert.deepEqual(Object.keys(json.technologies[0]).sort(), ['code', 'description', 'name']);
  });

  test(`${backend.name}: a session that the person failed is not passed and says why`, async (t) => {
    const { sandbox, browser } = await startSandbox(t, backend);
    const id = await browser.newSession();
    await complete(sandbox, id, false);
    const { json } = await browser.readResult(id);
    assert.equal(json.flow_session_result, false);
    assert.equal(json.flow_session_failure_reasons.length, 1);
  });

  test(`${backend.name}: a session that is still being validated is in progress`, async (t) => {
    const { sandbox, browser } = await startSandbox(t, backend, { progressMs: 3_600_000 });
    const id = await browser.newSession();
    await complete(sandbox, id, true);
    const { json } = await browser.readResult(id);
    assert.equal(json.status, 'PROGRESS');
    assert.equal(json.flow_session_result, undefined);
  });

  test(`${backend.name}: the electronic document stays on the server, and has to be of the person`, async (t) => {
    const { sandbox, browser } = await startSandbox(t, backend);
    for (const [iin, passed] of [[IIN, true], ['210987654321', false]]) {
      const id = await browser.newSession({ edocument: { iin: { value: IIN } } });
      await complete(sandbox, id, true, iin);
      const { json, text } = await browser.readResult(id);
      assert.equal(json.flow_session_result, passed);
      for (const personal of [iin, '77000000000', 'docOwner', 'edocument_result', '_result_']) assert.ok(!text.includes(personal), personal);
    }
  });

  test(`${backend.name}: metadata that the vendor refuses is answered in its words`, async (t) => {
    const { browser } = await startSandbox(t, backend);
    const answer = await browser.post('/api/flow/session', { metadata: { edocument: { phone: { value: 'not a phone' } } } });
    assert.deepEqual([answer.status, answer.error.code], [422, 'vendor_refused']);
    assert.match(answer.error.message, /phone/);
  });
}
