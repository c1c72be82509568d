// The two example backends as programs, each in front of a vendor of its own. What is true of one is tried on the other.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { Browser } from './browser.mjs';
import { StubVendor } from './vendor.mjs';

export const API_KEY = 'test-key-of-the-loan-flow-0000000000000000000000000001';
export const OTHER_API_KEY = 'test-key-of-the-card-flow-0000000000000000000000000002';
export const SECRET = 'a-secret-of-thirty-two-bytes-or-more';
export const OTHER_SECRET = 'another-secret-of-thirty-two-bytes!!';
export const WEBHOOK_SECRET = 'a-path-that-only-the-vendor-knows-of';
export const UNLIMITED = Object.fromEntries(
  ['SESSIONS_PER_VISITOR', 'SESSIONS_PER_ADDRESS', 'RESULTS_PER_VISITOR', 'RESULTS_PER_ADDRESS'].map((name) => [name, '1000000']),
);
const PATIENCE_MS = 120_000;

const root = fileURLToPath(new URL('../../..', import.meta.url));
const built = (name) => join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), process.env.BACKENDS_PROFILE ?? 'debug', name);

export const backends = [
  { name: 'axum', program: process.env.AXUM_BACKEND ?? built('flow-embed-backend-axum'), args: [] },
  { name: 'node', program: process.execPath, args: [join(root, 'examples/backend-node/src/main.js')] },
];
export const sandboxProgram = built('flow-embed-sandbox');

const ending = new Set();
process.on('exit', () => ending.forEach((child) => child.kill('SIGKILL')));

/** A program that says on its first line where it listens: `<name>: <origin>`. It ends with the test at the latest. */
export class Running {
  stdout = '';
  stderr = '';

  static async start(program, args, env) {
    const running = new Running();
    running.child = spawn(program, args, { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    ending.add(running.child);
    running.closed = once(running.child, 'close');
    running.child.stderr.on('data', (data) => (running.stderr += data));
    const lines = createInterface({ input: running.child.stdout });
    lines.on('line', (line) => (running.stdout += `${line}\n`));
    const early = running.closed.then(([code]) => Promise.reject(new Error(`${program} ended with ${code}: ${running.stderr}`)));
    early.catch(() => {});
    const [line] = await Promise.race([once(lines, 'line', { signal: AbortSignal.timeout(PATIENCE_MS) }), early]);
    running.origin = line.replace(/^[a-z]+: /, '');
    return running;
  }

  /** Until the log has this. */
  async logged(pattern) {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    while (!pattern.test(this.stderr)) await once(this.child.stderr, 'data', { signal });
  }

  kill(signal = 'SIGKILL') {
    this.child.kill(signal);
    return this.closed;
  }

  /** Ends the program with SIGTERM; its exit code. */
  async terminate() {
    const [code] = await this.kill('SIGTERM');
    return code;
  }

  /** Processor time so far, in milliseconds, and the most memory it ever had, in MB. Linux says it. */
  async cost() {
    const { readFile } = await import('node:fs/promises');
    const [, ticks] = /\) \S(?: \S+){10} (\d+ \d+)/.exec(await readFile(`/proc/${this.child.pid}/stat`, 'utf8'));
    const [, peak] = /VmHWM:\s+(\d+) kB/.exec(await readFile(`/proc/${this.child.pid}/status`, 'utf8'));
    return { cpu: ticks.split(' ').reduce((sum, part) => sum + Number(part) * 10, 0), peak: Number(peak) / 1024 };
  }
}

export function environment(variables) {
  return { FLOW_API_KEY: API_KEY, COOKIE_SECRET: SECRET, PORT: '0', ...variables };
}

/** A backend with these variables, in front of a vendor that answers well, and a browser that has visited nothing yet. */
export async function start(t, backend, variables = {}, vendor = undefined) {
  const stub = vendor ?? (await StubVendor.start());
  const program = [...(backend.wrap ?? []), backend.program, ...backend.args];
  const env = environment({ FLOW_API_BASE: stub.origin, ...variables });
  const running = await Running.start(program[0], program.slice(1), env);
  t.after(() => running.kill());
  if (vendor === undefined) t.after(() => stub.close());
  return { vendor: stub, running, origin: running.origin, browser: new Browser(running.origin) };
}

/** What is wrong with these variables: Node.js takes long to start, and its configuration is a function. */
export async function problemOf(backend, variables) {
  if (backend.name === 'axum') {
    const { status, stdout, stderr } = runToItsEnd(backend, variables);
    return status === 1 && stdout === '' ? stderr : undefined;
  }
  const { readConfig } = await import('../../../examples/backend-node/src/config.js');
  try {
    readConfig(variables);
    return undefined;
  } catch (error) {
    return error.message;
  }
}

/** A program that is to end by itself. */
export function runToItsEnd({ program, args }, env) {
  return spawnSync(program, args, { env: { PATH: process.env.PATH, ...env }, encoding: 'utf8', timeout: PATIENCE_MS });
}
