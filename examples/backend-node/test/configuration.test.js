import assert from 'node:assert/strict';
import test from 'node:test';
import { inspect } from 'node:util';

import { readConfig } from '../src/config.js';
import { API_KEY, OTHER_API_KEY, SECRET } from './support/start.js';

const required = { FLOW_API_KEY: API_KEY, COOKIE_SECRET: SECRET };
const read = (variables = {}) => readConfig({ ...required, ...variables });

function problem(variables) {
  try {
    read(variables);
  } catch (error) {
    return error.message;
  }
  return assert.fail(`accepted: ${JSON.stringify(variables)}`);
}

test('a key and a secret are enough', () => {
  const config = read();
  assert.deepEqual([config.host, config.port], ['127.0.0.1', 8080]);
  assert.equal(config.apiBase, 'https://kyc.biometric.kz');
  assert.deepEqual([...config.apiKeys.keys()], ['default']);
  assert.deepEqual(config.trustedProxies, []);
  assert.equal(config.cookieSecure, false);
});

test('several flows have a key each', () => {
  const { apiKeys } = read({ FLOW_API_KEY: '', FLOW_API_KEYS: `loan=${API_KEY}, card=${OTHER_API_KEY}` });
  assert.deepEqual([...apiKeys].map(([name, key]) => [name, key.expose()]), [['loan', API_KEY], ['card', OTHER_API_KEY]]);
});

test('a key is required', () => {
  assert.match(problem({ FLOW_API_KEY: '' }), /^FLOW_API_KEY: set FLOW_API_KEY/);
});

const wrongLists = [
  [API_KEY, 'entry 1 is not `name=key`'],
  [`loan=${OTHER_API_KEY},${API_KEY}`, 'entry 2 is not `name=key`'],
  [`lo an=${API_KEY}`, 'entry 1 has a name'],
  [`=${API_KEY}`, 'entry 1 has a name'],
  [`a=${API_KEY},a=${OTHER_API_KEY}`, '`a` is given twice'],
  ['loan=tooshortkey', '47 or more'],
  [`loan=${API_KEY} x`, 'a character other than'],
];
for (const [list, expected] of wrongLists) {
  test(`a wrong list of keys is refused without showing it: ${expected}`, () => {
    const message = problem({ FLOW_API_KEYS: list });
    assert.ok(message.startsWith('FLOW_API_KEYS: ') && message.includes(expected), message);
    for (const key of [API_KEY, OTHER_API_KEY, 'tooshortkey']) assert.ok(!message.includes(key), message);
  });
}

test('a short secret is refused without showing it', () => {
  const message = problem({ COOKIE_SECRET: '0123456789012345678901234567890' });
  assert.ok(message.includes('at least 32') && !message.includes('0123456789'), message);
  assert.match(problem({ COOKIE_SECRET: '' }), /at least 32/);
});

test('the vendor is reached over https or on this machine', () => {
  assert.equal(read({ FLOW_API_BASE: 'https://gateway.example/kyc/' }).apiBase, 'https://gateway.example/kyc');
  for (const base of ['http://127.0.0.1:4401', 'http://localhost:1', 'http://[::1]:1']) {
    assert.equal(read({ FLOW_API_BASE: base }).apiBase, base);
  }
  const refused = ['http://gateway.example', 'ftp://127.0.0.1', 'gateway', 'https://a:b@c.example', 'https://a.example/?x'];
  for (const base of refused) assert.match(problem({ FLOW_API_BASE: base }), /^FLOW_API_BASE: /, base);
});

test('the allowed origin is an origin', () => {
  assert.equal(read({ ALLOWED_ORIGIN: 'https://bank.example' }).allowedOrigin, 'https://bank.example');
  for (const origin of ['https://bank.example/page', 'https://bank.example:443', 'http://bank.example', 'bank.example']) {
    assert.match(problem({ ALLOWED_ORIGIN: origin }), /^ALLOWED_ORIGIN: /, origin);
  }
});

test('cookies are Secure unless everything is on this machine', () => {
  assert.equal(read({ HOST: '0.0.0.0' }).cookieSecure, true);
  assert.equal(read({ ALLOWED_ORIGIN: 'https://bank.example' }).cookieSecure, true);
  assert.equal(read({ COOKIE_SECURE: 'true' }).cookieSecure, true);
  assert.equal(read({ HOST: '0.0.0.0', COOKIE_SECURE: 'false' }).cookieSecure, false);
});

const wrongValues = [
  ['PORT', 'eighty'],
  ['PORT', '65536'],
  ['HOST', 'bank.example'],
  ['COOKIE_SECURE', 'yes'],
  ['TRUSTED_PROXIES', '1'],
  ['TRUSTED_PROXIES', '10.0.0.0/33'],
  ['TRUSTED_PROXIES', '0.0.0.0/0'],
  ['TRUSTED_PROXIES', '10.0.0.5, ::/00'],
  ['SESSIONS_PER_VISITOR', '0'],
  ['PHOTOS_AT_ONCE', '0'],
  ['RESULTS_PER_ADDRESS', 'many'],
  ['PUBLIC_DIR', 'no/such/directory'],
  ['PLAYGROUND_JSON', '{'],
  ['CONTENT_SECURITY_POLICY', "default-src 'self'\nx"],
];
for (const [variable, value] of wrongValues) {
  test(`a wrong ${variable} is named: ${JSON.stringify(value)}`, () => {
    assert.ok(problem({ [variable]: value }).startsWith(`${variable}: `));
  });
}

test('a key is shown neither by printing nor in JSON', () => {
  const { apiKeys } = read();
  assert.ok(!inspect(apiKeys).includes(API_KEY));
  assert.ok(!JSON.stringify([...apiKeys]).includes(API_KEY));
});
