import { once } from 'node:events';
import { createServer } from 'node:net';

/** One that was free a moment ago, for a program that cannot choose by itself. */
export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
