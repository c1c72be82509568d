import assert from 'node:assert/strict';
import test from 'node:test';

import { Bindings, isSessionId } from '../src/bindings.js';
import { Cookies } from '../src/cookies.js';
import { Signer } from '../src/signing.js';
import { SECRET } from './support/start.js';

const NOON = 1_800_000_000_000;
const TWO_HOURS = 2 * 60 * 60 * 1000;

/** A visitor's request that carries the binding of session `s1`, made at noon. */
function boundRequest(bindings) {
  const request = { headers: {}, visitor: { id: 'a' } };
  const reply = { header: (name, value) => (request.headers.cookie = value.split(';')[0]) };
  bindings.bind(request, reply, 's1', 'loan', NOON);
  return request;
}

const bindings = new Bindings(new Signer(Buffer.from(SECRET)), new Cookies(false));

test('the visitor who created a session finds its flow until the binding expires', () => {
  const request = boundRequest(bindings);
  assert.equal(bindings.flowOf(request, 's1', NOON), 'loan');
  assert.equal(bindings.flowOf(request, 's1', NOON + TWO_HOURS - 1000), 'loan');
  assert.equal(bindings.flowOf(request, 's1', NOON + TWO_HOURS), undefined);
});

test('a binding renamed to another session finds nothing', () => {
  const request = boundRequest(bindings);
  request.headers.cookie = request.headers.cookie.replace('flow_s1', 'flow_s2');
  assert.equal(bindings.flowOf(request, 's2', NOON), undefined);
});

test('a Secure server does not read a cookie without the __Host- prefix', () => {
  const secure = new Bindings(new Signer(Buffer.from(SECRET)), new Cookies(true));
  assert.equal(secure.flowOf(boundRequest(bindings), 's1', NOON), undefined);
  assert.equal(secure.flowOf(boundRequest(secure), 's1', NOON), 'loan');
});

test('an id that would break a cookie or a URL is not a session id', () => {
  assert.ok(isSessionId('3f0f6f58-6c0b-4b1e-9c1a-9a1d3a0b1c2d'));
  for (const id of ['', 'a;b', 'a=b', 'a b', 'a/b', 'a&b', 'ы', 'a\n', 'a'.repeat(129), 7, undefined]) {
    assert.ok(!isSessionId(id), String(id));
  }
});
