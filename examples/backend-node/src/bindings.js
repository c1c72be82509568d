// Binds a session to the visitor who created it, so that nobody reads another's result.
//
// The binding is a signed cookie, one for each session. There is no store behind it: any number of instances with the same
// COOKIE_SECRET serve side by side, and a restart loses nothing.

import { visitorIds } from './login.js';

const PURPOSE = 'flow-session';
const NAME_PREFIX = 'flow_';
// Time enough to go through a flow, and to come back to its result.
const LIFETIME_SECONDS = 2 * 60 * 60;
// A visitor who starts over and over keeps the newest sessions; older ones are dropped, and cookies stay small.
const MAX_SESSIONS = 5;
// In one answer: a proxy takes only so much of a head.
const MAX_REMOVED = 4;

/** Whether the id can be part of a cookie's name and of a URL as it is. The vendor's ids are UUIDs. */
export function isSessionId(id) {
  return typeof id === 'string' && /^[A-Za-z0-9._~-]{1,128}$/.test(id);
}

/** Binds a new session to the request's visitor and drops the visitor's oldest ones. */
export async function bind(request, reply, binding, { tokens, cookies }) {
  // The browser forgets the cookie by itself, but a copy of it has to expire too.
  const token = await tokens.sign(PURPOSE, { ...binding, exp: Math.floor(Date.now() / 1000) + LIFETIME_SECONDS });
  cookies.set(reply, NAME_PREFIX + binding.session_id, token, LIFETIME_SECONDS);
  const superseded = await supersededBy(binding, request, { tokens, cookies });
  for (const name of superseded.slice(0, MAX_REMOVED)) cookies.remove(reply, name);
}

/** The session's binding, if the session is this visitor's and the binding is still good. */
export async function findBinding(request, sessionId, { tokens, cookies }) {
  const binding = await tokens.verify(PURPOSE, cookies.read(request, NAME_PREFIX + sessionId));
  const isGood = binding?.session_id === sessionId && request.visitor.ids.includes(binding.visitor_id);
  return isGood ? binding : undefined;
}

/**
 * The cookies that make room for one more session: of ours, all but the newest, and the ids that no session needs any more. What is
 * not ours, another application may need.
 */
async function supersededBy(binding, request, { tokens, cookies }) {
  const candidates = cookies.all(request).filter(([name]) => name.startsWith(NAME_PREFIX));
  const read = async ([name, token]) => ({ ...(await tokens.verify(PURPOSE, token, { expired: true })), name });
  const bound = (await Promise.all(candidates.map(read))).filter(({ name, session_id }) => name === NAME_PREFIX + session_id);
  // Browsers send the newest last.
  const newestFirst = bound.reverse().sort((one, other) => other.exp - one.exp);
  const dropped = newestFirst.splice(MAX_SESSIONS - 1);
  const needed = new Set([...newestFirst, binding].map(({ visitor_id }) => visitor_id));
  const idle = (await visitorIds(request, { tokens, cookies })).filter(([, id]) => id !== undefined && !needed.has(id));
  return [...dropped.map(({ name }) => name), ...idle.map(([name]) => name)];
}
