// Reads the configuration, listens, and stops cleanly on SIGTERM or Ctrl-C.

import closeWithGrace from 'close-with-grace';

import { buildApp } from './app.js';
import { readConfig } from './config.js';

// How long requests in progress may go on after the signal: longer than the vendor's timeout.
const SHUTDOWN_GRACE_MS = 15_000;

// Whoever read the log may go away (a collector that is restarted): without a listener the next line would end the process.
process.stderr.on('error', () => {});

try {
  const config = readConfig(process.env);
  if (process.argv[2] === '--health') process.exit(await health(config));
  // Standard output carries the `listening:` line only.
  const app = await buildApp(config, { level: 'info', stream: process.stderr });
  // Before the line is printed: whoever reads it may send SIGTERM at once. A second one ends it.
  closeWithGrace({ delay: SHUTDOWN_GRACE_MS, logger: false }, async ({ err }) => {
    if (err) app.log.error({ name: err.name, stack: err.stack }, 'unexpected error');
    await app.close();
  });
  console.log(`listening: ${await app.listen({ host: config.HOST, port: config.PORT })}`);
} catch (error) {
  console.error(startProblem(error));
  process.exit(1);
}

function startProblem(error) {
  if (error.syscall === 'listen') return `cannot listen on ${error.address}:${error.port}: ${error.code}; see HOST and PORT`;
  return error.message;
}

/** For a container's health check: whether a server answers here. What it answers to this address does not matter. */
function health({ PORT }) {
  return fetch(`http://127.0.0.1:${PORT}/api/health`, { signal: AbortSignal.timeout(4000) }).then(() => 0, () => 1);
}
