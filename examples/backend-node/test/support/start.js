import { buildApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { Browser } from './browser.js';
import { StubVendor } from './vendor.js';

export const API_KEY = 'test-key-of-the-loan-flow-0000000000000000000000000001';
export const OTHER_API_KEY = 'test-key-of-the-card-flow-0000000000000000000000000002';
export const SECRET = 'a secret of thirty-two bytes or more';

/** A configuration for tests; variables given here replace the usual ones. */
export function testConfig(variables = {}) {
  return readConfig({ FLOW_API_KEY: API_KEY, COOKIE_SECRET: SECRET, PORT: '0', ...variables });
}

/** A backend that ends with the test; its origin. */
export async function startBackend(t, config) {
  const app = await buildApp(config);
  t.after(() => app.close());
  return app.listen({ host: config.host, port: config.port });
}

export async function startVendor(t) {
  const vendor = await StubVendor.start();
  t.after(() => vendor.close());
  return vendor;
}

/** A vendor that answers well, a backend with the given variables and settings that have none, and a browser that has visited nothing yet. */
export async function start(t, variables = {}, settings = {}) {
  const vendor = await startVendor(t);
  const config = { ...testConfig({ FLOW_API_BASE: vendor.origin, ...variables }), ...settings };
  const origin = await startBackend(t, config);
  return { vendor, origin, browser: new Browser(origin) };
}
