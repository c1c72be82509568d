import assert from 'node:assert/strict';
import test from 'node:test';

import { UNLIMITED, WEBHOOK_SECRET, backends, start, use } from './support/backends.mjs';
import { Browser, ask } from './support/browser.mjs';

const PATH = `/api/flow/webhook/${WEBHOOK_SECRET}`;
const FINISHED = { status: 'FINISHED', flow_session_result: true };
const IIN = '123456789012';

/** The vendor's documented envelope. */
const envelope = (session_id, more = {}) => ({
  id: 'e1', event: 'flow.end', session_id, created: 1764550000, success: true, flow_name: 'Loan', metadata: null, data: {}, ...more,
});
const send = (origin, body, path = PATH) =>
  ask(origin, path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body) });
const verdicts = ({ stderr }) => stderr.split('\n').filter((line) => /"msg":"verdict"|: verdict\b/.test(line));
const hasPassed = (line) => /"passed":true|passed=true/.test(line.replaceAll(/\x1b\[\d*m/g, ''));

async function assertNothingAsked(backend, body, path = PATH, status = 204) {
  const { vendor, origin, browser } = await use(backend, { WEBHOOK_SECRET });
  const id = await browser.newSession();
  vendor.replyResult(FINISHED);
  const answer = await send(origin, typeof body === 'function' ? body(id) : body, path);
  assert.equal(answer.status, status);
  // Hints are taken in their order: by when this one is known, the other has been left alone.
  const other = await new Browser(origin).newSession();
  await send(origin, envelope(other));
  while (vendor.results.length === 0) await vendor.asked(vendor.seen.length + 1);
  assert.match(vendor.results[0].query, new RegExp(`session_id=${other}&`));
  return answer;
}

for (const backend of backends) {
  for (const passed of [true, false]) {
    test(`${backend.name}: a session that is ${passed ? '' : 'not '}passed is acted on though its page was closed before the end`, async (t) => {
      const { vendor, running, origin, browser } = await start(t, backend, { WEBHOOK_SECRET });
      const id = await browser.newSession();
      vendor.replyResult({ ...FINISHED, flow_session_result: passed });
      const answer = await send(origin, envelope(id, { success: !passed }));
      assert.deepEqual([answer.status, answer.text], [204, '']);
      await running.logged(/verdict/);
      assert.deepEqual(verdicts(running).map(hasPassed), [passed]);
      assert.equal(vendor.results.length, 1);
    });
  }

  test(`${backend.name}: the vendor is asked once for a session and the application told once, however often the hint comes`, async (t) => {
    const { vendor, running, origin, browser } = await start(t, backend, { ...UNLIMITED, WEBHOOK_SECRET });
    const id = await browser.newSession();
    vendor.replyResult(FINISHED);
    await Promise.all(Array.from({ length: 20 }, () => send(origin, envelope(id))));
    await running.logged(/verdict/);
    for (let count = 0; count < 10; count += 1) await send(origin, envelope(id));
    assert.equal((await browser.readResult(id)).json.flow_session_result, true);
    await running.terminate();
    assert.equal(vendor.results.length, 2, 'once for the hints, once for the page');
    assert.equal(verdicts(running).length, 1);
  });

  test(`${backend.name}: what the page has read already is not asked for again`, async (t) => {
    const { vendor, running, origin, browser } = await start(t, backend, { WEBHOOK_SECRET });
    const id = await browser.newSession();
    vendor.replyResult(FINISHED);
    await browser.readResult(id);
    await browser.readResult(id);
    await send(origin, envelope(id));
    await running.terminate();
    assert.equal(vendor.results.length, 2);
    assert.equal(verdicts(running).length, 1);
  });

  test(`${backend.name}: what is not finished yet, and a vendor that fails, is asked again`, async (t) => {
    const { vendor, running, origin, browser } = await start(t, backend, { WEBHOOK_SECRET });
    const id = await browser.newSession();
    vendor.replyResult({ status: 'PROGRESS' });
    await send(origin, envelope(id));
    await vendor.asked(2);
    vendor.reply(503, '');
    await vendor.asked(3);
    vendor.replyResult(FINISHED);
    await running.logged(/verdict/);
    assert.deepEqual(verdicts(running).map(hasPassed), [true]);
  });

  test(`${backend.name}: a session of another person's document is not passed`, async (t) => {
    const { vendor, running, origin, browser } = await start(t, backend, { WEBHOOK_SECRET });
    const id = await browser.newSession({ edocument: { iin: { value: IIN } } });
    vendor.replyResult({ ...FINISHED, edocument_result: { result_json: { common: { docOwner: { iin: '210987654321' } } } } });
    await send(origin, envelope(id));
    await running.logged(/verdict/);
    assert.deepEqual(verdicts(running).map(hasPassed), [false]);
    assert.ok(!running.stderr.includes(IIN) && !running.stderr.includes('210987654321'));
  });

  for (const [what, body] of [
    ['is empty', ''],
    ['is no JSON', '<xml/>'],
    ['is no object', '["session-1"]'],
    ['names no session', () => ({ event: 'flow.end' })],
    ['names a session in a wrong way', (id) => envelope([id])],
    ['names a session that nobody created', envelope('session-of-nobody')],
    ['tells of a beginning', (id) => envelope(id, { event: 'flow.start', data: { technologies: ['LDD'] } })],
    ['tells of a technology\'s beginning', (id) => envelope(id, { event: 'technology.start' })],
  ]) {
    test(`${backend.name}: a webhook whose body ${what} is answered well and asks for nothing`, () => assertNothingAsked(backend, body));
  }

  test(`${backend.name}: under another path than the secret one there is nothing`, async () => {
    for (const path of [`${PATH}x`, PATH.slice(0, -1), `${PATH}/`, '/api/flow/webhook/', PATH.toUpperCase()]) {
      assert.equal((await assertNothingAsked(backend, envelope, path, 404)).status, 404, path);
    }
  });

  test(`${backend.name}: without WEBHOOK_SECRET there is no webhook`, async () => {
    const { origin } = await use(backend);
    for (const path of [PATH, '/api/flow/webhook/']) {
      const answer = await ask(origin, path, { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } });
      assert.deepEqual([answer.status, answer.error.code], [404, 'not_found']);
    }
  });

  test(`${backend.name}: each of several secrets is good`, async () => {
    const other = 'b'.repeat(32);
    const { origin } = await use(backend, { WEBHOOK_SECRET: `${other},${WEBHOOK_SECRET}` });
    for (const secret of [other, WEBHOOK_SECRET]) assert.equal((await send(origin, '', `/api/flow/webhook/${secret}`)).status, 204);
  });

  test(`${backend.name}: a webhook comes from another site, and with any type`, async () => {
    const { origin } = await use(backend, { WEBHOOK_SECRET, ALLOWED_ORIGIN: 'https://bank.example' });
    for (const headers of [{}, { 'content-type': 'text/plain', host: 'bank.example' }, { 'sec-fetch-site': 'cross-site', origin: 'https://vendor.example' }]) {
      assert.equal((await ask(origin, PATH, { method: 'POST', headers, body: '{}' })).status, 204);
    }
    const read = await ask(origin, PATH, { headers: {} });
    assert.deepEqual([read.status, read.headers.get('allow')], [405, 'POST']);
  });

  test(`${backend.name}: a webhook of more than 1 MB is refused`, async () => {
    await assertNothingAsked(backend, (id) => envelope(id, { data: 'x'.repeat(1024 * 1024) }), PATH, 413);
  });

  test(`${backend.name}: webhooks have a limit of their own, for guesses too`, async (t) => {
    const { origin, browser } = await start(t, backend, { WEBHOOK_SECRET, WEBHOOKS_PER_ADDRESS: '2' });
    assert.equal((await send(origin, '')).status, 204);
    assert.equal((await send(origin, '', `${PATH}x`)).status, 404);
    const answer = await send(origin, '');
    assert.deepEqual([answer.status, answer.error.code], [429, 'too_many_requests']);
    await browser.newSession();
  });
}
