import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import test from 'node:test';

import { OTHER_SECRET, SECRET, backends, start, use } from './support/backends.mjs';
import { Browser, ask } from './support/browser.mjs';

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decoded = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
function signed(claims, secret = SECRET) {
  const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

async function begun(backend, variables) {
  const used = await use(backend, variables);
  const id = await used.browser.newSession();
  const [visitor] = used.browser.cookiesNamed('visitor');
  return { ...used, id, visitor, name: `flow_${id}` };
}

for (const backend of backends) {
  test(`${backend.name}: a visitor keeps one id over several sessions`, async () => {
    const { browser, visitor } = await begun(backend);
    const before = browser.cookies.get(visitor);
    const answer = await browser.createSession();
    assert.ok(answer.setCookies.every((cookie) => !cookie.startsWith('visitor')));
    assert.equal(browser.cookies.get(visitor), before);
  });

  test(`${backend.name}: a forged visitor is nobody, and gets an id`, async () => {
    const { browser } = await use(backend);
    const forged = signed({ aud: 'visitor', sub: 'a' }, OTHER_SECRET);
    browser.cookies.set('visitor', forged);
    const id = await browser.newSession();
    assert.notEqual(decoded(browser.cookies.get(`flow_${id}`)).visitor_id, 'a');
    assert.equal((await browser.readResult(id)).status, 200);
  });

  test(`${backend.name}: behind an https proxy every cookie is Secure and bound to the host, and others are not read`, async () => {
    const { browser, vendor } = await use(backend, { ALLOWED_ORIGIN: 'https://bank.example' });
    const answer = await browser.post('/api/flow/session', {}, { origin: 'https://bank.example' });
    assert.equal(answer.setCookies.length, 2, 'the visitor and the session');
    for (const cookie of answer.setCookies) {
      assert.match(cookie, /^__Host-/);
      for (const attribute of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) {
        assert.ok(cookie.split('; ').includes(attribute), `${attribute}: ${cookie}`);
      }
    }
    browser.cookies = new Map([...browser.cookies].map(([name, value]) => [name.replace('__Host-', ''), value]));
    assert.equal((await browser.readResult(answer.json.session_id)).status, 404);
    assert.equal(vendor.results.length, 0);
  });

  test(`${backend.name}: on this machine cookies have neither prefix nor Secure`, async () => {
    const { browser } = await use(backend);
    const { setCookies } = await browser.createSession();
    assert.match(setCookies[0], /^flow_session-\d+=[^;]+; Max-Age=7200; Path=\/; HttpOnly; SameSite=Lax$|^flow_session-\d+=[^;]+; HttpOnly; SameSite=Lax; Path=\/; Max-Age=7200$/);
    assert.match(setCookies[1], /^visitor_[^=]+=[^;]+; (Path=\/; HttpOnly; SameSite=Lax|HttpOnly; SameSite=Lax; Path=\/)$/);
  });

  test(`${backend.name}: a visitor keeps the newest five sessions`, async () => {
    const { browser } = await use(backend);
    const ids = [];
    for (let count = 0; count < 7; count += 1) ids.push(await browser.newSession());
    assert.deepEqual(browser.cookiesNamed('flow_'), ids.slice(-5).map((id) => `flow_${id}`));
    assert.equal(browser.cookiesNamed('visitor').length, 1);
  });

  test(`${backend.name}: another application's cookies do no harm, whatever bytes they hold`, async () => {
    const { browser, origin, id, visitor, name } = await begun(backend);
    const own = `${visitor}=${browser.cookies.get(visitor)}; ${name}=${browser.cookies.get(name)}`;
    for (const foreign of ['city=Алматы', 'a=\xff\xfe', 'b="x', 'c', '=', ';;', 'd=%E0%A4%A', '__proto__=x', 'e=a=b', 'visitor_=x', 'flow_=x']) {
      for (const cookie of [`${foreign}; ${own}`, `${own}; ${foreign}`]) {
        const bytes = Buffer.from(cookie, foreign.includes('\xff') ? 'latin1' : 'utf8').toString('latin1');
        const answer = await ask(origin, `/api/flow/result?session_id=${id}`, { headers: { cookie: bytes } });
        assert.equal(answer.status, 200, foreign);
      }
    }
  });

  test(`${backend.name}: a new visitor's first sessions in parallel are all readable`, async () => {
    const { origin, browser } = await use(backend);
    const answers = await Promise.all(Array.from({ length: 4 }, () => new Browser(origin).createSession()));
    for (const { setCookies } of answers) setCookies.forEach((cookie) => browser.keep(cookie));
    for (const { json } of answers) assert.equal((await browser.readResult(json.session_id)).status, 200);
    // The ids of which no session is left are given up.
    for (let count = 0; count < 8; count += 1) await browser.newSession();
    assert.equal(browser.cookiesNamed('visitor').length, 1);
    for (const name of browser.cookiesNamed('flow_')) assert.equal((await browser.readResult(name.slice(5))).status, 200);
  });

  test(`${backend.name}: a secret is changed without loss: the first signs, all verify`, async (t) => {
    const { vendor, browser, id } = await begun(backend);
    const rotated = await start(t, backend, { COOKIE_SECRET: `${OTHER_SECRET},${SECRET}` }, vendor);
    const moved = browser.movedTo(rotated.origin);
    assert.equal((await moved.readResult(id)).status, 200);
    const newer = await moved.newSession();
    const [header, payload, signature] = moved.cookies.get(`flow_${newer}`).split('.');
    assert.equal(signature, createHmac('sha256', OTHER_SECRET).update(`${header}.${payload}`).digest('base64url'));
  });

  test(`${backend.name}: reading a result never sets a cookie`, async () => {
    const { browser, id } = await begun(backend);
    for (const token of [undefined, 'x', signed({ aud: 'visitor', sub: 'a' }, OTHER_SECRET)]) {
      browser.cookies = new Map(token && [['visitor', token]]);
      assert.deepEqual((await browser.readResult(id)).setCookies, []);
    }
  });

  test(`${backend.name}: of 60 stale cookies a few of ours are removed, and none of another application`, async () => {
    const { browser } = await use(backend);
    const stale = (id) => signed({ aud: 'flow-session', exp: 1000, session_id: id, flow: 'default', visitor_id: 'a' });
    const header = [...Array(30).keys()].flatMap((index) => [`flow_${index}=${stale(String(index))}`, `flow_other${index}=x`]);
    const answer = await browser.post('/api/flow/session', {}, { cookie: header.join('; ') });
    assert.equal(answer.status, 200);
    const removed = answer.setCookies.filter((cookie) => cookie.includes('Max-Age=0')).map((cookie) => cookie.split('=')[0]);
    assert.ok(removed.length > 0 && removed.length <= 4, String(removed));
    assert.ok(removed.every((name) => /^flow_\d+$/.test(name)), String(removed));
  });

  const NOW = Math.floor(Date.now() / 1000);
  for (const [what, change] of [
    ['has expired', ({ claims }) => signed({ ...claims, exp: NOW - 1 })],
    ['is of another session', ({ claims }) => signed({ ...claims, session_id: 'other' })],
    ['is of another visitor', ({ claims }) => signed({ ...claims, visitor_id: 'other' })],
    ['is for another purpose', ({ claims }) => signed({ ...claims, aud: 'visitor' })],
    ['is signed with another secret', ({ claims }) => signed(claims, OTHER_SECRET)],
    ['has a changed payload', ({ token, claims }) => token.replace(/\.[^.]+\./, `.${encoded({ ...claims, flow: 'other' })}.`)],
    ['has a shortened signature', ({ token }) => token.slice(0, -4)],
    ['has no signature and says so', ({ claims }) => `${encoded({ alg: 'none' })}.${encoded(claims)}.`],
    ['is signed in another way', ({ claims }) => signed(claims).replace(encoded({ alg: 'HS256', typ: 'JWT' }), encoded({ alg: 'HS512' }))],
    ['is no token', () => 'a.b'],
    ['is empty', () => ''],
  ]) {
    test(`${backend.name}: a binding that ${what} finds nothing`, async () => {
      const { vendor, browser, id, name } = await begun(backend);
      const token = browser.cookies.get(name);
      browser.cookies.set(name, signed(decoded(token)));
      assert.equal((await browser.readResult(id)).status, 200);
      browser.cookies.set(name, change({ token, claims: decoded(token) }));
      assert.equal((await browser.readResult(id)).status, 404);
      assert.equal(vendor.results.length, 1);
    });
  }

  test(`${backend.name}: a binding holds two hours, and of the IIN no more than a keyed hash`, async () => {
    const { browser } = await use(backend);
    const id = await browser.newSession({ edocument: { iin: { value: '123456789012' } } });
    const claims = decoded(browser.cookies.get(`flow_${id}`));
    assert.ok(Math.abs(claims.exp - Date.now() / 1000 - 7200) < 120);
    assert.ok(!JSON.stringify(claims).includes('123456789012'));
    assert.equal(claims.iin, createHmac('sha256', SECRET).update('iin 123456789012').digest('base64url'));
  });
}
