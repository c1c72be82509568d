// What several instances share: Redis or Valkey, where REDIS_URL is set. Where it is lost, each goes on by itself.

import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';

import { createClient } from '@redis/client';

const PATIENCE_MS = 5000;
// Nobody waits for a lost server again and again.
const REST_MS = 10_000;

export class Shared {
  #client;
  #log;
  #lostAt;

  constructor(url, log) {
    this.#log = log;
    this.#client = createClient({
      url: url.expose(),
      disableOfflineQueue: true,
      socket: { connectTimeout: PATIENCE_MS, reconnectStrategy: 1000 },
    });
    this.#client.on('error', (error) => this.#isLost(error));
  }

  /** Until there is a connection, or the first attempt has failed: it goes on trying by itself. */
  async open() {
    const failed = new Promise((resolve) => this.#client.once('error', resolve));
    await Promise.race([this.#client.connect().catch(() => {}), failed]);
  }

  close() {
    this.#client.destroy();
  }

  /** What the command answers, or `undefined` where there is no server to ask. Its loss is logged once, and so is its return. */
  async ask(command) {
    if (this.#lostAt !== undefined && performance.now() - this.#lostAt < REST_MS) return undefined;
    try {
      const answer = await within(PATIENCE_MS, command(this.#client));
      if (this.#lostAt !== undefined) this.#log.warn('REDIS_URL: the server is back');
      this.#lostAt = undefined;
      return answer;
    } catch (error) {
      this.#isLost(error);
      return undefined;
    }
  }

  #isLost(error) {
    if (this.#lostAt === undefined) {
      this.#log.error({ name: error.name, code: error.code }, "REDIS_URL: the server is lost: limits and sessions are this instance's own until it is back");
    }
    this.#lostAt = performance.now();
  }
}

/** The client's own timeout ends when a command has been sent. */
async function within(milliseconds, answer) {
  const ending = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: ending.signal }).then(async () => {
    // Where this process itself was late, the answer is there already.
    await immediate();
    throw new Error('no answer in time');
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    ending.abort();
    late.catch(() => {});
    answer.catch(() => {});
  }
}
