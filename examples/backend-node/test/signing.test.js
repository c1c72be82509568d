import assert from 'node:assert/strict';
import test from 'node:test';

import { Signer } from '../src/signing.js';
import { SECRET } from './support/start.js';

const signer = new Signer(Buffer.from(SECRET));

test('what was signed is read back', () => {
  assert.equal(signer.verify('visitor', signer.sign('visitor', 'content')), 'content');
});

test("a signature is the same as the axum backend's", () => {
  assert.equal(signer.sign('visitor', 'content'), 'ImNvbnRlbnQi.0tfSsksgG8HFrsxn44Ge1W0yDTaXusoW5nOfS653oWE');
});

test('a changed payload is refused', () => {
  const [, signature] = signer.sign('visitor', 'content').split('.');
  const payload = Buffer.from('"other"').toString('base64url');
  assert.equal(signer.verify('visitor', `${payload}.${signature}`), undefined);
});

test('a shortened signature is refused', () => {
  assert.equal(signer.verify('visitor', signer.sign('visitor', 'content').slice(0, -4)), undefined);
});

test('a cookie of one purpose is refused for another', () => {
  assert.equal(signer.verify('flow-session', signer.sign('visitor', 'content')), undefined);
});

test('a signature by another secret is refused', () => {
  const other = new Signer(Buffer.from('another secret of thirty-two bytes!!'));
  assert.equal(signer.verify('visitor', other.sign('visitor', 'content')), undefined);
});

test('what is no signed cookie at all is refused', () => {
  for (const text of [undefined, '', 'a', '.', 'a.b.c']) assert.equal(signer.verify('visitor', text), undefined);
});
