// Reads the configuration, listens, and stops cleanly on SIGTERM or Ctrl-C.

import { buildApp } from './app.js';
import { readConfig } from './config.js';

// How long requests in progress may go on after the signal: longer than the vendor's timeout.
const SHUTDOWN_GRACE_MS = 15_000;

// Whoever read the log may go away (a collector that is restarted): without a listener the next line would end the process.
process.stderr.on('error', () => {});

try {
  const config = readConfig(process.env);
  // Standard output carries the `listening:` line only.
  const app = await buildApp(config, { level: 'info', stream: process.stderr });
  const stop = async () => {
    setTimeout(() => process.exit(0), SHUTDOWN_GRACE_MS).unref();
    await app.close();
  };
  // Before the line is printed: whoever reads it may send SIGTERM at once.
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  console.log(`listening: ${await app.listen({ host: config.host, port: config.port })}`);
} catch (error) {
  console.error(startProblem(error));
  process.exitCode = 1;
}

function startProblem(error) {
  if (error.syscall === 'listen') return `cannot listen on ${error.address}:${error.port}: ${error.code}; see HOST and PORT`;
  return error.message;
}
