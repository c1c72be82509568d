// What the tests have of the backends: programs that are started for one test, and some that are shared by a file's tests.
import { after } from 'node:test';

import { UNLIMITED, start } from './programs.mjs';
import { Browser } from './browser.mjs';
import { StubVendor } from './vendor.mjs';

export * from './programs.mjs';

const shared = new Map();
after(async () => {
  for (const { running, vendor } of shared.values()) await Promise.all([running.kill(), vendor.close()]);
});

/** The same, without limits and started once for all tests of a file; the vendor has forgotten everything. */
export async function use(backend, variables = {}) {
  const key = JSON.stringify([backend.name, variables]);
  if (!shared.has(key)) shared.set(key, await start({ after() {} }, backend, { ...UNLIMITED, ...variables }, await StubVendor.start()));
  const { vendor, running, origin } = shared.get(key);
  vendor.reset();
  return { vendor, running, origin, browser: new Browser(origin) };
}
