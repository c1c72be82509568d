import assert from 'node:assert/strict';
import test from 'node:test';

import { API_KEY, OTHER_API_KEY, SECRET, backends, problemOf, start } from './support/backends.mjs';

const required = { FLOW_API_KEY: API_KEY, COOKIE_SECRET: SECRET };
const wrong = [
  ['a key is required', { FLOW_API_KEY: '' }, /FLOW_API_KEY: set FLOW_API_KEY/],
  ['a key in a list is named', { FLOW_API_KEYS: API_KEY }, /FLOW_API_KEYS: entry 1 is not `name=key`/],
  ['an entry is found by its position', { FLOW_API_KEYS: `loan=${OTHER_API_KEY},${API_KEY}` }, /FLOW_API_KEYS: entry 2 is not `name=key`/],
  ['a name has no space', { FLOW_API_KEYS: `lo an=${API_KEY}` }, /FLOW_API_KEYS: entry 1 has a name/],
  ['a name is not empty', { FLOW_API_KEYS: `=${API_KEY}` }, /FLOW_API_KEYS: entry 1 has a name/],
  ['a name is given once', { FLOW_API_KEYS: `a=${API_KEY},a=${OTHER_API_KEY}` }, /FLOW_API_KEYS: the flow `a` is given twice/],
  ['the name `default` is given once', { FLOW_API_KEYS: `default=${OTHER_API_KEY}` }, /FLOW_API_KEYS: the flow `default` is given twice/],
  ['a short key was cut', { FLOW_API_KEYS: 'loan=tooshortkey' }, /FLOW_API_KEYS: .*47 or more/],
  ['a short single key was cut', { FLOW_API_KEY: 'tooshortkey' }, /FLOW_API_KEY: .*47 or more/],
  ['a key has plain characters', { FLOW_API_KEYS: `loan=${API_KEY} x` }, /FLOW_API_KEYS: .*a character other than/],
  ['a secret is long', { COOKIE_SECRET: '0123456789012345678901234567890' }, /COOKIE_SECRET: .*at least 32/],
  ['a secret is required', { COOKIE_SECRET: '' }, /COOKIE_SECRET: .*at least 32/],
  ['every secret is long', { COOKIE_SECRET: `${SECRET},0123456789` }, /COOKIE_SECRET: .*at least 32/],
  ['a webhook\'s secret is long', { WEBHOOK_SECRET: '0123456789' }, /WEBHOOK_SECRET: .*at least 32/],
  ['a webhook\'s secret can stand in a URL', { WEBHOOK_SECRET: '0123456789/01234567890123456789012' }, /WEBHOOK_SECRET: must be letters/],
  ['a Redis URL is one', { REDIS_URL: 'http://:0123456789@redis.example' }, /REDIS_URL: must be a URL as redis:/],
  ...['http://gateway.example', 'ftp://127.0.0.1', 'gateway', 'https://a:b@c.example', 'https://a.example/?x'].map((base) => [
    `the vendor is reached over https or on this machine: ${base}`, { FLOW_API_BASE: base }, /FLOW_API_BASE: /,
  ]),
  ...['https://bank.example/page', 'https://bank.example:443', 'http://bank.example', 'bank.example'].map((origin) => [
    `the allowed origin is an origin: ${origin}`, { ALLOWED_ORIGIN: origin }, /ALLOWED_ORIGIN: /,
  ]),
  ...Object.entries({
    PORT: ['eighty', '65536'], HOST: ['bank.example'], COOKIE_SECURE: ['yes'],
    TRUSTED_PROXIES: ['1', '10.0.0.0/33', '0.0.0.0/0', '10.0.0.5, ::/0'],
    SESSIONS_PER_VISITOR: ['0'], RESULTS_PER_ADDRESS: ['many'], WEBHOOKS_PER_ADDRESS: ['-1'], PHOTOS_AT_ONCE: ['0'], MAX_CONNECTIONS: ['1.5'],
    PUBLIC_DIR: ['no/such/directory'], PLAYGROUND_JSON: ['{'], CONTENT_SECURITY_POLICY: ["default-src 'self'\nx"],
  }).flatMap(([name, values]) => values.map((value) => [`a wrong ${name} is named: ${JSON.stringify(value)}`, { [name]: value }, new RegExp(`\\b${name}: `)])),
];

for (const backend of backends) {
  for (const [what, variables, message] of wrong) {
    test(`${backend.name}: ${what}`, async () => {
      const problem = await problemOf(backend, { ...required, PORT: '0', ...variables });
      assert.match(String(problem), message);
      for (const secret of [API_KEY, OTHER_API_KEY, SECRET, 'tooshortkey', '0123456789']) assert.ok(!problem.includes(secret), problem);
    });
  }

  test(`${backend.name}: an empty variable, and spaces around a value, count for nothing`, async (t) => {
    const names = ['FLOW_API_KEYS', 'HOST', 'COOKIE_SECURE', 'ALLOWED_ORIGIN', 'TRUSTED_PROXIES', 'SESSIONS_PER_VISITOR', 'WEBHOOK_SECRET', 'REDIS_URL', 'PUBLIC_DIR'];
    const empty = Object.fromEntries(names.map((name) => [name, ' ']));
    const { browser } = await start(t, backend, { ...empty, FLOW_API_KEY: ` ${API_KEY} `, COOKIE_SECRET: ` ${SECRET} ` });
    assert.match(browser.origin, /^http:\/\/127\.0\.0\.1:/);
    await browser.newSession();
  });

  test(`${backend.name}: a path of the vendor's base is kept without its last slash`, async (t) => {
    const { StubVendor } = await import('./support/vendor.mjs');
    const vendor = await StubVendor.start();
    t.after(() => vendor.close());
    const { browser } = await start(t, backend, { FLOW_API_BASE: `${vendor.origin}/kyc/` }, vendor);
    assert.equal((await browser.createSession()).status, 200);
    assert.equal(vendor.seen[0].path, '/kyc/api/v1/flows/session/create/');
  });

  for (const [what, variables, isSecure] of [
    ['on this machine', {}, false],
    ['at a public origin', { ALLOWED_ORIGIN: 'https://bank.example' }, true],
    ['open to the network', { HOST: '0.0.0.0' }, true],
    ['where it is said', { COOKIE_SECURE: 'true' }, true],
    ['where it is denied', { HOST: '0.0.0.0', COOKIE_SECURE: 'false' }, false],
  ]) {
    test(`${backend.name}: cookies are ${isSecure ? '' : 'not '}Secure ${what}`, async (t) => {
      const { browser } = await start(t, backend, variables);
      browser.origin = browser.origin.replace('0.0.0.0', '127.0.0.1');
      const { setCookies } = await browser.post('/api/flow/session', {}, { origin: variables.ALLOWED_ORIGIN ?? browser.origin });
      assert.equal(setCookies.length, 2);
      for (const cookie of setCookies) assert.equal(cookie.includes('; Secure'), isSecure, cookie);
    });
  }
}
