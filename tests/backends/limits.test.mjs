import assert from 'node:assert/strict';
import test from 'node:test';

import { backends, start, use } from './support/backends.mjs';
import { Browser } from './support/browser.mjs';

function assertLimited(answer) {
  assert.deepEqual([answer.status, answer.error.code], [429, 'too_many_requests']);
  const seconds = Number(answer.headers.get('retry-after'));
  assert.ok(seconds >= 1 && seconds <= 60, String(seconds));
}

for (const backend of backends) {
  test(`${backend.name}: a visitor creates six sessions a minute, and then has to wait`, async (t) => {
    const { vendor, browser } = await start(t, backend);
    for (let count = 0; count < 6; count += 1) await browser.newSession();
    assertLimited(await browser.createSession());
    assert.equal(vendor.seen.length, 6);
  });

  test(`${backend.name}: one visitor's limit is not another's`, async (t) => {
    const { origin, browser } = await start(t, backend, { SESSIONS_PER_VISITOR: '1' });
    await browser.newSession();
    assert.equal((await new Browser(origin).createSession()).status, 200);
  });

  test(`${backend.name}: an address is limited however many visitors it pretends to be`, async (t) => {
    const { origin } = await start(t, backend, { SESSIONS_PER_ADDRESS: '2' });
    await new Browser(origin).newSession();
    await new Browser(origin).newSession();
    assertLimited(await new Browser(origin).createSession());
  });

  test(`${backend.name}: what one visitor is refused does not use up the address's limit`, async (t) => {
    const { origin, browser } = await start(t, backend, { SESSIONS_PER_VISITOR: '1', SESSIONS_PER_ADDRESS: '3' });
    await browser.newSession();
    for (let count = 0; count < 5; count += 1) assertLimited(await browser.createSession());
    assert.equal((await new Browser(origin).createSession()).status, 200);
  });

  test(`${backend.name}: reading results has a limit of its own`, async (t) => {
    const { browser } = await start(t, backend, { RESULTS_PER_VISITOR: '1' });
    const id = await browser.newSession();
    assert.equal((await browser.readResult(id)).status, 200);
    assertLimited(await browser.readResult(id));
    assert.equal((await browser.createSession()).status, 200);
  });

  // Each row: the proxies that are trusted, what a request's X-Forwarded-For says, and whom it is counted as.
  for (const [row, [what, trusted, forwarded, counted]] of [
    ['without a trusted proxy the header is ignored', '', '192.0.2.9', '127.0.0.1'],
    ['a client that is no trusted proxy cannot claim another address', '10.0.0.2', '192.0.2.9', '127.0.0.1'],
    ["a trusted proxy's word is taken and the client's claim is not", '127.0.0.1/32', '192.0.2.66, 192.0.2.9', '192.0.2.9'],
    ['a chain of trusted proxies is followed to the client', '127.0.0.0/8,10.0.0.0/8', '192.0.2.66, 192.0.2.9, 10.0.0.2', '192.0.2.9'],
    ['an address is found beside a port', '127.0.0.1', '192.0.2.9:50123', '192.0.2.9'],
    ["an address is found beside a port, in a chain", '127.0.0.1,10.0.0.0/8', '192.0.2.66:1, 192.0.2.9:50123, 10.0.0.2:443', '192.0.2.9'],
    ['an IPv6 address counts as its network', '127.0.0.1', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::1'],
    ['an IPv6 address is found in brackets', '127.0.0.1', '[2001:db8:1:2:3:4:5:6]', '2001:db8:1:2::1'],
    ['an IPv6 address is found in brackets beside a port', '127.0.0.1', '[2001:db8:1:2::6]:443', '2001:DB8:1:2:0::'],
    ['an IPv4 address in IPv6 counts as itself', '127.0.0.1', '::ffff:192.0.2.9', '192.0.2.9'],
    ['and so it does in other letters', '127.0.0.1', '0:0:0:0:0:FFFF:c000:209', '192.0.2.9'],
    ['a neighbouring IPv6 network is another', '127.0.0.1', '2001:db8:1:3::1', '2001:db8:1:3::2'],
    ['what stands before a word that is no address is not believed', '127.0.0.1,10.0.0.0/8', '192.0.2.9, unknown, 10.0.0.2', '10.0.0.2'],
    ...['unknown', '', '192.0.2.9:', '192.0.2.9:x', '192.0.2.9:65536', '[192.0.2.9]', '[2001:db8::1', 'fe80::1%eth0'].map((claim) => [
      `what is no address is ignored: "${claim}"`, '127.0.0.1', claim, '127.0.0.1',
    ]),
  ].entries()) {
    test(`${backend.name}: ${what}`, async () => {
      // Each test has addresses of its own, so that they share a program.
      const own = (text) => text.replaceAll('192.0.2.', `192.0.${row}.`).replaceAll('c000:209', `c000:${row.toString(16)}09`).replaceAll(/db8:1:/gi, `db8:${row.toString(16)}1:`);
      const { origin } = await use(backend, { SESSIONS_PER_ADDRESS: '1', TRUSTED_PROXIES: trusted });
      const create = async (claim) => (await new Browser(origin).post('/api/flow/session', {}, { 'x-forwarded-for': claim })).status;
      if (counted === '127.0.0.1') await create('');
      const expected = counted === '127.0.0.1' ? 429 : 200;
      assert.equal(await create(own(forwarded)), expected);
      if (expected === 200) assert.equal(await create(own(counted)), 429, 'the same client');
    });
  }
}
