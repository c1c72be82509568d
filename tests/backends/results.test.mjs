import assert from 'node:assert/strict';
import test from 'node:test';

import { API_KEY, OTHER_SECRET, backends, start, use } from './support/backends.mjs';
import { Browser } from './support/browser.mjs';

/** What the page is answered when the vendor answers this. */
async function pageResult(backend, vendorResult, metadata) {
  const { vendor, browser } = await use(backend);
  const id = await browser.newSession(metadata);
  vendor.reply(200, vendorResult);
  const answer = await browser.readResult(id);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  assert.equal(answer.json.id, id);
  return answer.json;
}

async function assertUnknown({ vendor }, browser, id) {
  const askedBefore = vendor.seen.length;
  const answer = await browser.readResult(id);
  assert.deepEqual([answer.status, answer.error.code], [404, 'unknown_session']);
  assert.equal(vendor.seen.length, askedBefore, 'the vendor is not asked');
}

for (const backend of backends) {
  test(`${backend.name}: a passed result is answered without anything personal`, async () => {
    const technologies = [{ name: 'E-Document', description: 'd', code: 'ED' }];
    const { id, ...page } = await pageResult(backend, {
      id: 'session-1',
      technologies: [{ ...technologies[0], photo: 'personal' }, 'personal', { code: 'personal' }],
      status: 'FINISHED',
      flow_session_result: true,
      flow_session_failure_reasons: ['reason', { iin: 'personal' }, { type: 'CLIENT', detail: null, iin: 'personal' }, { type: 'OTHER', detail: 'd' }],
      edocument_result: { phone: 'personal', result_json: { common: { docOwner: { iin: 'personal' } } } },
      liveness_result: { result: true, photo: 'personal' },
      document_recognition_result: { first_name: 'personal' },
      validated_at: 'personal',
      ip_check_results: 'personal',
    });
    assert.deepEqual(page, {
      technologies,
      status: 'FINISHED',
      flow_session_result: true,
      flow_session_failure_reasons: ['reason', { type: 'CLIENT' }, { type: 'OTHER', detail: 'd' }],
    });
  });

  for (const verdict of [undefined, false, null, 'true', 1, {}, [true]]) {
    test(`${backend.name}: a finished result whose verdict is ${JSON.stringify(verdict)} is not passed`, async () => {
      const page = await pageResult(backend, { status: 'FINISHED', flow_session_result: verdict });
      assert.equal(page.flow_session_result, false);
    });
  }

  for (const status of [undefined, null, 'PROGRESS', 'finished', ['FINISHED']]) {
    test(`${backend.name}: a result whose status is ${JSON.stringify(status)} is in progress and has no verdict`, async () => {
      const { id, ...page } = await pageResult(backend, { status, flow_session_result: true, liveness_result: { result: true } });
      assert.deepEqual(page, { technologies: [], status: 'PROGRESS' });
    });
  }

  for (const [what, text] of [
    ['is a list', '[[],"FINISHED",true,[]]'],
    ['has its verdict twice', '{"status":"FINISHED","flow_session_result":false,"flow_session_result":true}'],
    ['has its status twice, in other letters', '{"status":"PROGRESS","flow_session_result":true,"\\u0073tatus":"FINISHED"}'],
    ['is no UTF-8', Buffer.from([...Buffer.from('{"status":"FINISHED","flow_session_result":true,"a":"'), 0xc3, 0x28, ...Buffer.from('"}')])],
    ['begins with a byte order mark', '\ufeff{"status":"FINISHED","flow_session_result":true}'],
  ]) {
    test(`${backend.name}: a result that ${what} is no result`, async () => {
      const { vendor, browser } = await use(backend);
      const id = await browser.newSession();
      vendor.reply(200, text);
      const answer = await browser.readResult(id);
      assert.deepEqual([answer.status, answer.error.code], [502, 'vendor_answer']);
    });
  }

  const FINISHED = { status: 'FINISHED', flow_session_result: true };
  const IIN = '123456789012';
  const owner = (iin) => ({ edocument_result: { result_json: { common: { docOwner: { iin } } } } });
  const document = (personal_number) => ({ document_recognition_result: { personal_number } });
  for (const [what, answered, passed] of [
    ['the electronic document is of another person', owner('210987654321'), false],
    ['the recognized document is of another person', { ...owner(IIN), ...document('210987654321') }, false],
    ['no document says whose it is', {}, false],
    ['the document has no IIN of the right type', owner(123456789012), false],
    ['the document is a list', { edocument_result: [owner(IIN).edocument_result] }, false],
    ['the electronic document is of the person', owner(IIN), true],
    ['the recognized document is of the person', document(IIN), true],
    ['both are of the person', { ...owner(IIN), ...document(IIN) }, true],
  ]) {
    test(`${backend.name}: a session that was created for an IIN is ${passed ? '' : 'not '}passed where ${what}`, async () => {
      const page = await pageResult(backend, { ...FINISHED, ...answered }, { edocument: { iin: { value: IIN } } });
      assert.equal(page.flow_session_result, passed);
      assert.deepEqual(page.flow_session_failure_reasons, passed ? [] : ['iin_mismatch']);
    });
  }

  test(`${backend.name}: the vendor is asked with the session's id and the key`, async () => {
    const { vendor, browser } = await use(backend);
    const id = await browser.newSession();
    await browser.readResult(id);
    assert.equal(vendor.seen[1].path, '/api/v1/flows/session/result/');
    assert.equal(vendor.seen[1].query, `session_id=${id}&flow_api_key=${API_KEY}`);
  });

  test(`${backend.name}: another instance with the same secret reads the result and compares the IIN`, async (t) => {
    const { vendor, browser } = await use(backend);
    const id = await browser.newSession({ edocument: { iin: { value: IIN } } });
    const second = await start(t, backend, {}, vendor);
    vendor.reply(200, { ...FINISHED, ...owner('210987654321') });
    assert.equal((await browser.movedTo(second.origin).readResult(id)).json.flow_session_result, false);
    vendor.reply(200, { ...FINISHED, ...owner(IIN) });
    assert.equal((await browser.movedTo(second.origin).readResult(id)).json.flow_session_result, true);
  });

  test(`${backend.name}: an instance with another secret does not, and takes nothing away`, async (t) => {
    const { vendor, browser } = await use(backend);
    const id = await browser.newSession();
    const second = await start(t, backend, { COOKIE_SECRET: OTHER_SECRET }, vendor);
    const elsewhere = browser.movedTo(second.origin);
    await assertUnknown({ vendor }, elsewhere, id);
    await elsewhere.newSession();
    assert.equal((await elsewhere.movedTo(browser.origin).readResult(id)).status, 200);
  });

  test(`${backend.name}: another visitor's session is unknown`, async () => {
    const { vendor, origin, browser } = await use(backend);
    const id = await browser.newSession();
    const other = new Browser(origin);
    await other.newSession();
    await assertUnknown({ vendor }, other, id);
  });

  test(`${backend.name}: a stolen binding is worth nothing to another visitor`, async () => {
    const { vendor, origin, browser } = await use(backend);
    const id = await browser.newSession();
    const thief = new Browser(origin);
    await assertUnknown({ vendor }, Object.assign(new Browser(origin), { cookies: new Map([[`flow_${id}`, browser.cookies.get(`flow_${id}`)]]) }), id);
    await thief.newSession();
    thief.cookies.set(`flow_${id}`, browser.cookies.get(`flow_${id}`));
    await assertUnknown({ vendor }, thief, id);
  });

  test(`${backend.name}: a session that exists nowhere is answered as another visitor's is`, async () => {
    const { vendor, browser } = await use(backend);
    await assertUnknown({ vendor }, browser, 'session-99');
    await assertUnknown({ vendor }, browser, 'a%3Bb');
  });

  test(`${backend.name}: an id that would break a cookie or a URL is no session's`, async () => {
    const { vendor, browser } = await use(backend);
    for (const id of ['', 'a;b', 'a=b', 'a b', 'a/b', 'ы', 'a\n', 'a'.repeat(129)]) await assertUnknown({ vendor }, browser, encodeURIComponent(id));
  });

  test(`${backend.name}: a request without a session id is refused`, async () => {
    const { browser } = await use(backend);
    for (const query of ['', '?session_id=a&session_id=b']) {
      const answer = await browser.get(`/api/flow/result${query}`);
      assert.deepEqual([answer.status, answer.error.code], [400, 'invalid_request']);
    }
  });
}
