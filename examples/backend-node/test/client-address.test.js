import assert from 'node:assert/strict';
import test from 'node:test';

import { ClientAddresses } from '../src/client-address.js';

function address(forwarded, trustedProxies, peer = '10.0.0.1') {
  return new ClientAddresses(trustedProxies, { warn: () => {} }).of({ ip: peer, headers: { 'x-forwarded-for': forwarded } });
}

test('without a trusted proxy the header is ignored', () => {
  assert.equal(address('192.0.2.9', []), '10.0.0.1');
});

test('a client that is no trusted proxy cannot claim another address', () => {
  assert.equal(address('192.0.2.9', ['10.0.0.2']), '10.0.0.1');
});

test("a trusted proxy's word is taken and the client's claim is not", () => {
  assert.equal(address('192.0.2.66, 192.0.2.9', ['10.0.0.1/32']), '192.0.2.9');
});

test('a chain of trusted proxies is followed to the client', () => {
  assert.equal(address('192.0.2.66, 192.0.2.9, 10.0.0.2', ['10.0.0.0/8']), '192.0.2.9');
});

test('an address is found beside a port and in brackets', () => {
  for (const forwarded of ['192.0.2.9:50123', '192.0.2.66:1, 192.0.2.9:50123, 10.0.0.2:443']) {
    assert.equal(address(forwarded, ['10.0.0.0/8']), '192.0.2.9', forwarded);
  }
  for (const forwarded of ['2001:db8:1:2:3:4:5:6', '[2001:db8:1:2:3:4:5:6]', '[2001:db8:1:2:3:4:5:6]:443']) {
    assert.equal(address(forwarded, ['10.0.0.1']), '2001:db8:1:2::', forwarded);
  }
});

test('a header that is no address is ignored', () => {
  const claims = ['unknown', '', '192.0.2.9:', '192.0.2.9:x', '192.0.2.9:65536', '[192.0.2.9]', '[2001:db8::1', 'fe80::1%eth0'];
  for (const claim of claims) assert.equal(address(claim, ['10.0.0.1']), '10.0.0.1', claim);
});

test('what stands before a word that is no address is not believed', () => {
  assert.equal(address('192.0.2.9, unknown, 10.0.0.2', ['10.0.0.0/8']), '10.0.0.2');
});

test('addresses of one IPv6 network count as one, and a mapped IPv4 address as itself', () => {
  assert.equal(address('2001:db8:1:2:3:4:5:6', ['10.0.0.1']), '2001:db8:1:2::');
  assert.equal(address('::ffff:192.0.2.9', ['10.0.0.1']), '192.0.2.9');
  assert.equal(address('192.0.2.9', ['10.0.0.0/8'], '::ffff:10.0.0.1'), '192.0.2.9');
});
