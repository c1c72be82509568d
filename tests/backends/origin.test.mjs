import assert from 'node:assert/strict';
import test from 'node:test';

import { backends, use } from './support/backends.mjs';

const BANK = { ALLOWED_ORIGIN: 'https://bank.example' };
const own = { 'sec-fetch-site': 'same-origin' };

for (const backend of backends) {
  for (const [what, variables, headers, method, isServed] of [
    ['a POST of the same origin', {}, own, 'POST', true],
    ['a POST of another site by Sec-Fetch-Site', {}, { 'sec-fetch-site': 'cross-site' }, 'POST', false],
    ['a POST of the same site', {}, { 'sec-fetch-site': 'same-site' }, 'POST', false],
    ['a POST that was typed', {}, { 'sec-fetch-site': 'none' }, 'POST', false],
    ['an old browser\'s POST of the same origin', {}, { origin: 'http://127.0.0.1', host: '127.0.0.1' }, 'POST', true],
    ['an old browser\'s POST of another site', {}, { origin: 'http://evil.example', host: '127.0.0.1' }, 'POST', false],
    ['a POST of no origin', {}, { origin: 'null', host: '127.0.0.1' }, 'POST', false],
    ['a POST that does not say where it comes from', {}, {}, 'POST', false],
    ['an old browser\'s GET', {}, {}, 'GET', true],
    ['a GET of another site', {}, { 'sec-fetch-site': 'cross-site' }, 'GET', false],
    ['a POST of the configured origin behind a proxy', BANK, { origin: 'https://bank.example', host: '10.0.0.7:8080' }, 'POST', true],
    ['a POST of another than the configured origin', BANK, { ...own, origin: 'https://a.example', host: 'a.example' }, 'POST', false],
    ['a GET of the configured origin', BANK, { ...own, host: 'bank.example' }, 'GET', true],
    // A foreign name that DNS gives this machine's address.
    ['a rebound name\'s POST', {}, { ...own, origin: 'http://evil.example:8080', host: 'evil.example:8080' }, 'POST', false],
    ['a rebound name\'s POST from an old browser', {}, { origin: 'http://evil.example', host: 'evil.example' }, 'POST', false],
    ['a rebound name\'s GET', {}, { ...own, host: 'evil.example' }, 'GET', false],
    ['a rebound name\'s GET from an old browser', {}, { host: 'evil.example' }, 'GET', false],
    ['a name that begins like this machine\'s', {}, { ...own, host: 'localhost.evil.example' }, 'GET', false],
    ['a name that begins like this machine\'s address', {}, { ...own, host: '127.0.0.1.evil.example' }, 'GET', false],
    ['a rebound name\'s GET where the server is open to the network', { HOST: '0.0.0.0' }, { ...own, host: 'evil.example' }, 'GET', false],
    ['this machine\'s name', {}, { ...own, host: 'localhost:8080' }, 'GET', true],
    ['another address of this machine', {}, { ...own, host: '127.1.2.3' }, 'GET', true],
    ['this machine\'s address in IPv6', {}, { ...own, host: '[::1]:8080' }, 'GET', true],
  ]) {
    test(`${backend.name}: ${what} is ${isServed ? 'served' : 'refused'}`, async () => {
      const { vendor, browser } = await use(backend, variables);
      if (variables.HOST) browser.origin = browser.origin.replace('0.0.0.0', '127.0.0.1');
      const path = method === 'POST' ? '/api/flow/session' : '/api/flow/result?session_id=x';
      const type = { 'content-type': 'application/json' };
      const answer = await browser.send(path, { method, headers: { ...type, ...headers }, body: method === 'POST' ? '{}' : '' });
      if (isServed) return assert.equal(answer.status, method === 'POST' ? 200 : 404, answer.text);
      assert.deepEqual([answer.status, answer.error.code], [403, 'cross_site']);
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      assert.deepEqual(answer.setCookies, []);
      assert.equal(vendor.seen.length, 0);
    });
  }

  test(`${backend.name}: a POST of a form is refused`, async () => {
    const { vendor, browser } = await use(backend);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', '']) {
      const answer = await browser.post('/api/flow/session', {}, { 'content-type': type });
      assert.deepEqual([answer.status, answer.error.code], [415, 'not_json'], type);
    }
    assert.equal(vendor.seen.length, 0);
  });

  test(`${backend.name}: JSON with a charset is accepted`, async () => {
    const { browser } = await use(backend);
    for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'application/json ;charset=utf-8']) {
      assert.equal((await browser.post('/api/flow/session', {}, { 'content-type': type })).status, 200, type);
    }
  });
}
