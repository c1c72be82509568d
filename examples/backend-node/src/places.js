// How many photos the whole server holds at once: 40 bodies of 15 MB are the end of a small machine.

import { ApiError } from './errors.js';

// `metadata` without a photo is 16 KB at most; a body that says it is no larger than this needs no place.
const SMALL_BODY = 64 * 1024;
// A photo's body takes seconds to arrive, and the vendor seconds to answer.
const RETRY_AFTER_SECONDS = 5;

export class Places {
  #free;
  /** What gives a request's place back. */
  #taken = new WeakMap();

  constructor(count) {
    this.#free = count;
  }

  /** A hook for before the body is read: a request with a large body takes a place, or is refused. */
  take = async (request, reply) => {
    // Without a length (chunked) the body may be of any size.
    if (Number(request.headers['content-length'] ?? Infinity) <= SMALL_BODY) return;
    if (this.#free === 0) {
      throw new ApiError(503, 'busy', `Too many photos are on their way. Try again in ${RETRY_AFTER_SECONDS} s.`, RETRY_AFTER_SECONDS);
    }
    this.#free -= 1;
    let isTaken = true;
    const giveBack = () => {
      if (isTaken) this.#free += 1;
      isTaken = false;
    };
    this.#taken.set(request, giveBack);
    // Answered, or the client has gone. `onResponse` would not be called if it goes in mid-body.
    reply.raw.once('close', () => {
      if (this.#taken.has(request)) giveBack();
    });
  };

  /** A hook for a request that is refused before its handler runs: its body is held no longer, and the next one may come at once. */
  refused = async (request) => {
    this.#taken.get(request)?.();
  };

  /** Runs the handler of a request; its body is held until it ends, even if the client has gone by then. */
  async hold(request, handler) {
    const giveBack = this.#taken.get(request);
    this.#taken.delete(request);
    try {
      return await handler();
    } finally {
      giveBack?.();
    }
  }
}
