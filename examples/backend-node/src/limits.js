// How often one visitor, and one network address, may ask: "6 a minute" means that no minute has a seventh.

import { ApiError } from './errors.js';

const MINUTE_MS = 60_000;
// Those who have been quiet for a minute need no counter: they are forgotten every so many checks.
const CHECKS_BETWEEN_CLEANUPS = 1024;

/** The same as `Counters.take`, by the one clock that all instances share. It answers the wait in microseconds. */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
while tonumber(redis.call('LINDEX', KEYS[1], 0) or now) <= now - 60000000 do redis.call('LPOP', KEYS[1]) end
if redis.call('LLEN', KEYS[1]) >= tonumber(ARGV[1]) then return redis.call('LINDEX', KEYS[1], 0) + 60000000 - now end
redis.call('RPUSH', KEYS[1], string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], 60000)
return 0`;

export class Limits {
  #counters = new Counters();
  #shared;

  constructor(shared) {
    this.#shared = shared;
  }

  /**
   * A known visitor first: what one is refused is not taken from the others at the address. Whoever throws the visitor's cookie
   * away is a new visitor each time, for whom the address decides.
   */
  async check(what, { visitor, address }, perVisitor, perAddress) {
    if (!visitor.isNew) await this.take(`${what}:${visitor.id}`, perVisitor);
    await this.take(`${what}:${address}`, perAddress);
    if (visitor.isNew) await this.take(`${what}:${visitor.id}`, perVisitor);
  }

  async take(key, most) {
    const options = { keys: [`flow-embed:limit:${key}`], arguments: [String(most)] };
    const microseconds = await this.#shared?.ask((client) => client.eval(TAKE, options));
    const wait = microseconds === undefined ? this.#counters.take(key, most, performance.now()) : microseconds / 1000;
    if (wait === 0) return;
    const seconds = Math.min(Math.max(Math.ceil(wait / 1000), 1), 60);
    throw new ApiError(429, 'too_many_requests', `Too many requests. Try again in ${seconds} s.`, seconds);
  }
}

/** When each of the last requests was, by key. */
export class Counters {
  #times = new Map();
  #checks = 0;

  get size() {
    return this.#times.size;
  }

  /** How long to wait until one more is allowed; if that is now, it is counted. The clock is monotonic. */
  take(key, most, now) {
    const isRecent = (time) => now - time < MINUTE_MS;
    this.#checks += 1;
    if (this.#checks % CHECKS_BETWEEN_CLEANUPS === 0) {
      for (const [quiet, times] of this.#times) if (!isRecent(times.at(-1))) this.#times.delete(quiet);
    }
    const times = (this.#times.get(key) ?? []).filter(isRecent);
    this.#times.set(key, times);
    if (times.length >= most) return times[0] + MINUTE_MS - now;
    times.push(now);
    return 0;
  }
}
