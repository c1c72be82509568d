import assert from 'node:assert/strict';
import test from 'node:test';

import { API_KEY, OTHER_API_KEY, backends, use } from './support/backends.mjs';

async function assertRefusedBodies(backend, bodies, pattern = /./) {
  const { vendor, browser } = await use(backend);
  for (const body of bodies) {
    const answer = await browser.postText('/api/flow/session', body);
    assert.deepEqual([answer.status, answer.error.code], [400, 'invalid_request'], String(body).slice(0, 80));
    assert.match(answer.error.message, pattern, String(body).slice(0, 80));
  }
  assert.equal(vendor.seen.length, 0);
}

for (const backend of backends) {
  test(`${backend.name}: creating a session answers its id and technologies`, async () => {
    const { browser } = await use(backend);
    const answer = await browser.createSession();
    assert.equal(answer.status, 200);
    const { session_id: id, technologies, ...rest } = answer.json;
    assert.match(id, /^session-\d+$/);
    assert.deepEqual([technologies, rest], [['LD', 'F2F'], {}]);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
  });

  test(`${backend.name}: the vendor gets the flow's key and the page's metadata`, async () => {
    const { vendor, browser } = await use(backend);
    const metadata = { edocument: { phone: { value: '77000000000', changeable: false } } };
    await browser.post('/api/flow/session', { metadata });
    assert.equal(vendor.seen[0].path, '/api/v1/flows/session/create/');
    assert.deepEqual(vendor.seen[0].body, { api_key: API_KEY, metadata });
  });

  test(`${backend.name}: without metadata the vendor gets none`, async () => {
    const { vendor, browser } = await use(backend);
    await browser.createSession();
    await browser.post('/api/flow/session', { metadata: null });
    assert.deepEqual(vendor.seen.map(({ body }) => body), [{ api_key: API_KEY }, { api_key: API_KEY }]);
  });

  test(`${backend.name}: a named flow uses its own key`, async () => {
    const { vendor, browser } = await use(backend, { FLOW_API_KEYS: `card=${OTHER_API_KEY}` });
    const { session_id: id } = (await browser.post('/api/flow/session?flow=card', {})).json;
    await browser.readResult(id);
    assert.equal(vendor.seen[0].body.api_key, OTHER_API_KEY);
    assert.equal(vendor.seen[1].query, `session_id=${id}&flow_api_key=${OTHER_API_KEY}`);
  });

  test(`${backend.name}: an unknown flow is refused before the vendor is asked`, async () => {
    const { vendor, browser } = await use(backend);
    const answer = await browser.post('/api/flow/session?flow=other', {});
    assert.deepEqual([answer.status, answer.error.code], [404, 'unknown_flow']);
    assert.equal(vendor.seen.length, 0);
  });

  test(`${backend.name}: a flow that is named twice is refused`, async () => {
    const { browser } = await use(backend);
    const answer = await browser.post('/api/flow/session?flow=default&flow=default', {});
    assert.deepEqual([answer.status, answer.error.code], [400, 'invalid_request']);
  });

  test(`${backend.name}: without a default flow the flow has to be named`, async () => {
    const { vendor, browser } = await use(backend, { FLOW_API_KEY: '', FLOW_API_KEYS: `card=${OTHER_API_KEY}` });
    const answer = await browser.createSession();
    assert.deepEqual([answer.status, answer.error.code], [404, 'unknown_flow']);
    assert.equal(vendor.seen.length, 0);
  });

  test(`${backend.name}: an API key from the page is refused and not repeated`, async () => {
    const { vendor, browser } = await use(backend);
    for (const body of [{ api_key: OTHER_API_KEY }, { metadata: { api_key: OTHER_API_KEY } }]) {
      const answer = await browser.post('/api/flow/session', body);
      assert.deepEqual([answer.status, answer.error.code], [400, 'invalid_request']);
      assert.match(answer.error.message, /api_key/);
      assert.ok(!answer.text.includes(OTHER_API_KEY));
    }
    assert.equal(vendor.seen.length, 0);
  });

  test(`${backend.name}: a body that is not an object with metadata is refused`, async () => {
    await assertRefusedBodies(backend, ['', '[]', '"text"', '{'], /JSON object/);
    await assertRefusedBodies(backend, ['{"session_id":"s1"}'], /nothing else/);
    await assertRefusedBodies(backend, ['{"metadata":[]}'], /an object/);
    await assertRefusedBodies(backend, ['{"metadata":{"face2face":{"photo1":1}}}'], /photo1/);
  });

  test(`${backend.name}: what JSON's readers do not read alike is refused`, async () => {
    await assertRefusedBodies(backend, [
      Buffer.from([...Buffer.from('{"metadata":{"a":"'), 0xff, ...Buffer.from('"}}')]),
      '\ufeff{}',
      '{"metadata":{"a":9007199254740993}}',
      '{"metadata":{"a":-1e300}}',
      '{"metadata":{"a":1e400}}',
      '{"metadata":{"a":{"__proto__":{"b":1}}}}',
      '{"metadata":{"a":"\\ud800"}}',
    ]);
  });

  test(`${backend.name}: metadata may be nested 127 levels deep and no deeper`, async () => {
    const { vendor, browser } = await use(backend);
    const nested = (depth) => `{"metadata":{"a":${'['.repeat(depth - 2)}${']'.repeat(depth - 2)}}}`;
    assert.equal((await browser.postText('/api/flow/session', nested(127))).status, 200);
    assert.equal(vendor.seen.length, 1);
    await assertRefusedBodies(backend, [nested(128), nested(5000), nested(100_000)]);
  });

  test(`${backend.name}: large metadata without a photo is refused`, async () => {
    const long = 'A'.repeat(20_000);
    const bodies = [{ general: long }, { photo1: long }, { face2face: { photo1: 'A', photo2: long } }, { face2face: { photo1: long }, photo1: long }];
    await assertRefusedBodies(backend, bodies.map((metadata) => JSON.stringify({ metadata })), /16 KB/);
  });

  test(`${backend.name}: a photo may be null`, async () => {
    const { vendor, browser } = await use(backend);
    const metadata = { face2face: { photo1: null } };
    await browser.newSession(metadata);
    assert.deepEqual(vendor.seen[0].body.metadata, metadata);
  });

  test(`${backend.name}: a body larger than 15 MB is refused`, async () => {
    const { vendor, browser } = await use(backend);
    const answer = await browser.post('/api/flow/session', { metadata: { face2face: { photo1: 'A'.repeat(15 * 1024 * 1024) } } });
    assert.deepEqual([answer.status, answer.error.code], [413, 'too_large']);
    assert.equal(vendor.seen.length, 0);
  });

  test(`${backend.name}: a photo of 14 MB is passed on`, async () => {
    const { vendor, browser } = await use(backend);
    const photo1 = 'A'.repeat(14 * 1024 * 1024);
    await browser.newSession({ face2face: { photo1 } });
    assert.ok(vendor.seen[0].body.metadata.face2face.photo1 === photo1);
  });

  test(`${backend.name}: a photo is passed on with its slashes escaped, as PHP writes them, and with spaces around it`, async () => {
    const { vendor, browser } = await use(backend);
    const photo1 = 'AAAAAAA/'.repeat(10_000);
    const text = `{"metadata":{"face2face":{"photo1"  :\n "${photo1.replaceAll('/', '\\/')}" }}}`;
    assert.equal((await browser.postText('/api/flow/session', text)).status, 200);
    assert.ok(vendor.seen[0].body.metadata.face2face.photo1 === photo1);
  });

  test(`${backend.name}: nothing but the codes of a new session's technologies reaches the page`, async () => {
    const { vendor, browser } = await use(backend);
    for (const [given, told] of [[['LD', { code: 'ED', photo: 'personal' }, ['personal'], 7, null], ['LD']], [null, []], [{ LD: 'personal' }, []]]) {
      vendor.reply(200, { session_id: 's1', technologies: given, iin: 'personal' });
      assert.deepEqual((await browser.createSession()).json, { session_id: 's1', technologies: told });
    }
  });
}
