// The vendor says that something has happened to a session. Whoever knows the address can say that: it is a hint to ask the
// vendor, and never a verdict.

import { setTimeout as sleep } from 'node:timers/promises';

import { isSessionId } from './bindings.js';
import { answerError, unknownRoute } from './errors.js';
import { VENDOR_TIMEOUT_MS } from './vendor.js';
import { settle } from './verdict.js';

export const WEBHOOK_PATH = '/api/flow/webhook/';
// Some hold a photo.
const LARGEST_HINT = 1024 * 1024;
// After its end a session is in progress for seconds.
const TRIES = 15;
const PAUSE_MS = 3000;

export async function webhookRoutes(app, shared) {
  const { config, clientAddresses, limits, tokens } = shared;
  const hints = new Hints(shared);
  app.addHook('onClose', () => hints.finished());
  // Whatever it says of its type.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST_HINT }, (request, body, done) => done(null, body));

  const beforeBody = async (request) => {
    await limits.take(`webhook:${clientAddresses.of(request)}`, config.WEBHOOKS_PER_ADDRESS);
    const given = request.url.split('?')[0].slice(WEBHOOK_PATH.length);
    if (!isSecret(given)) throw unknownRoute();
  };
  app.post(`${WEBHOOK_PATH}*`, { onRequest: beforeBody, bodyLimit: LARGEST_HINT }, async (request, reply) => {
    const sessionId = endedSession(request.body);
    if (sessionId !== undefined) hints.add(sessionId);
    // At once: whoever waits too long sends it again.
    return reply.code(204).send();
  });

  /** Hashes are compared, so that the time it takes tells nothing of the secret. */
  function isSecret(given) {
    const hash = tokens.hash('webhook', given);
    return config.WEBHOOK_SECRET.some((secret) => tokens.hash('webhook', secret.expose()) === hash);
  }
}

/** The session that the hint is about. The beginnings of things are of no interest; what else there is, nobody has listed. */
function endedSession(body) {
  try {
    const { session_id: id, event } = JSON.parse(body.toString());
    const isBeginning = typeof event === 'string' && event.endsWith('.start');
    return isSessionId(id) && !isBeginning ? id : undefined;
  } catch {
    return undefined;
  }
}

class Hints {
  /** The sessions that the vendor is being asked for: how many tries each has left. */
  #tries = new Map();
  #asking = new Set();
  #shared;

  constructor(shared) {
    this.#shared = shared;
  }

  /** One task asks for a session, however many hints come; each of them gives it new patience. */
  add(sessionId) {
    const isAsked = this.#tries.has(sessionId);
    this.#tries.set(sessionId, TRIES);
    if (isAsked) return;
    const asking = this.#askUntilFinished(sessionId)
      .catch((error) => this.#shared.log.error({ name: error.name, stack: error.stack }, 'a webhook could not be acted on'))
      .finally(() => this.#asking.delete(asking));
    this.#asking.add(asking);
  }

  finished() {
    return Promise.all(this.#asking);
  }

  async #askUntilFinished(sessionId) {
    try {
      while (!(await this.#ask(sessionId))) {
        const left = this.#tries.get(sessionId) - 1;
        this.#tries.set(sessionId, left);
        if (left === 0) return;
        await sleep(PAUSE_MS);
      }
    } finally {
      this.#tries.delete(sessionId);
    }
  }

  /** Whether there is nothing more to ask for. */
  async #ask(sessionId) {
    const { config, store, vendor, log } = this.#shared;
    const binding = await store.session(sessionId);
    if (binding === undefined) log.warn('a webhook names a session that is not known here');
    const apiKey = config.FLOW_API_KEYS.get(binding?.flow);
    if (apiKey === undefined) return true;
    // Another instance may be at it.
    if (!(await store.beginAsking(sessionId, 2 * VENDOR_TIMEOUT_MS))) return false;
    if (!(await store.hasVerdict(sessionId))) {
      const result = await vendor.result(apiKey, sessionId).catch(() => undefined);
      if (result !== undefined) await settle(binding, result, this.#shared);
    }
    await store.endAsking(sessionId);
    return store.hasVerdict(sessionId);
  }
}
