import assert from 'node:assert/strict';
import test from 'node:test';

import { checkSameOrigin } from '../src/same-origin.js';
import { start } from './support/start.js';

function isAllowed(method, headers, allowedOrigin) {
  try {
    checkSameOrigin({ method, headers }, allowedOrigin);
    return true;
  } catch (error) {
    assert.equal(error.code, 'cross_site');
    return false;
  }
}

test('a POST of the same origin is allowed', () => {
  assert.ok(isAllowed('POST', { 'sec-fetch-site': 'same-origin', origin: 'https://a.kz' }));
});

test('a POST of another site is refused by Sec-Fetch-Site', () => {
  for (const site of ['cross-site', 'same-site', 'none']) assert.ok(!isAllowed('POST', { 'sec-fetch-site': site }), site);
});

test('without Sec-Fetch-Site the origin is compared with the host', () => {
  assert.ok(isAllowed('POST', { origin: 'https://a.kz', host: 'a.kz' }));
  assert.ok(!isAllowed('POST', { origin: 'https://b.kz', host: 'a.kz' }));
  assert.ok(!isAllowed('POST', { origin: 'null', host: 'a.kz' }));
});

test('the configured origin decides where there is one', () => {
  const headers = { origin: 'https://a.kz', host: '10.0.0.7:8080' };
  assert.ok(isAllowed('POST', headers, 'https://a.kz'));
  assert.ok(!isAllowed('POST', { ...headers, 'sec-fetch-site': 'same-origin' }, 'https://b.kz'));
});

test('a POST that does not say where it comes from is refused', () => {
  assert.ok(!isAllowed('POST', { host: 'a.kz' }));
});

test('a GET of an old browser is allowed', () => {
  assert.ok(isAllowed('GET', { host: 'a.kz' }));
});

test('a POST from another site reaches neither the vendor nor the cookies', async (t) => {
  const { vendor, browser } = await start(t);
  const answer = await browser.post('/api/flow/session', {}, { origin: 'https://evil.example' });
  assert.deepEqual([answer.status, answer.error.code], [403, 'cross_site']);
  assert.deepEqual(answer.setCookies, []);
  assert.equal(vendor.seen.length, 0);
});

test('a POST of a form is refused', async (t) => {
  const { vendor, browser } = await start(t);
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const answer = await browser.post('/api/flow/session', {}, { 'content-type': type });
    assert.deepEqual([answer.status, answer.error.code], [415, 'not_json'], type);
  }
  assert.equal(vendor.seen.length, 0);
});

test('JSON with a charset is accepted', async (t) => {
  const { browser } = await start(t);
  const answer = await browser.post('/api/flow/session', {}, { 'content-type': 'application/json; charset=utf-8' });
  assert.equal(answer.status, 200);
});

test('a cross-site read of a result is refused', async (t) => {
  const { vendor, browser } = await start(t);
  const id = await browser.newSession();
  const answer = await browser.get(`/api/flow/result?session_id=${id}`, { origin: 'https://evil.example' });
  assert.deepEqual([answer.status, answer.error.code], [403, 'cross_site']);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  assert.equal(vendor.seen.length, 1, 'the creation only');
});
