// Binds a session to the visitor who created it, so that nobody reads another's result.
//
// The binding is a signed cookie, one for each session. There is no store behind it: any number of instances with the same
// COOKIE_SECRET serve side by side, and a restart loses nothing.

const PURPOSE = 'flow-session';
const NAME_PREFIX = 'flow_';
// Time enough to go through a flow, and to come back to its result.
const LIFETIME_SECONDS = 2 * 60 * 60;
// A visitor who starts over and over keeps the newest sessions; older ones are dropped, and cookies stay small.
const MAX_SESSIONS = 5;

/** Whether the id can be part of a cookie's name and of a URL as it is. The vendor's ids are UUIDs. */
export function isSessionId(id) {
  return typeof id === 'string' && /^[A-Za-z0-9._~-]{1,128}$/.test(id);
}

export class Bindings {
  #signer;
  #cookies;

  constructor(signer, cookies) {
    this.#signer = signer;
    this.#cookies = cookies;
  }

  /** Binds a new session to the request's visitor and drops the visitor's oldest ones. */
  bind(request, reply, sessionId, flow, now = Date.now()) {
    const binding = {
      session_id: sessionId,
      flow,
      visitor_id: request.visitor.id,
      // Seconds since 1970. The browser forgets the cookie by itself, but a copy of it has to expire too.
      expires: Math.floor(now / 1000) + LIFETIME_SECONDS,
    };
    this.#cookies.set(reply, NAME_PREFIX + sessionId, this.#signer.sign(PURPOSE, binding), LIFETIME_SECONDS);
    for (const name of this.#superseded(request)) this.#cookies.remove(reply, name);
  }

  /** The name of the session's flow, if the session is this visitor's and the binding is still good. */
  flowOf(request, sessionId, now = Date.now()) {
    const binding = this.#signer.verify(PURPOSE, this.#cookies.read(request, NAME_PREFIX + sessionId));
    const isGood =
      binding !== undefined &&
      binding.session_id === sessionId &&
      binding.visitor_id === request.visitor.id &&
      binding.expires > Math.floor(now / 1000);
    return isGood ? binding.flow : undefined;
  }

  /** The cookies that make room for one more session: all but the newest, and whatever is not ours. */
  #superseded(request) {
    const bound = this.#cookies
      .all(request)
      .filter(([name]) => name.startsWith(NAME_PREFIX))
      .map(([name, signed]) => ({ name, expires: this.#signer.verify(PURPOSE, signed)?.expires ?? 0 }))
      .sort((one, other) => one.expires - other.expires);
    return bound.slice(0, Math.max(0, bound.length + 1 - MAX_SESSIONS)).map(({ name }) => name);
  }
}
