// PUT YOUR OWN LOGIN HERE.
//
// This room answers one question: who sends this request? The answer is an id that stays the same for one signed-in
// person and that no other person can have. In your application it comes from the login session you already have; here
// a signed cookie with a random id stands in for it, so that the example runs by itself.
//
// To replace it: let the first hook find your signed-in customer and set `request.visitor` to `{ id, ids: [id] }`, answer 401
// where nobody is signed in, and delete the rest of this file.

import { randomBytes } from 'node:crypto';

const PURPOSE = 'visitor';
// Before the start of an id, in the name of a cookie that is given together with a session.
const NAME_PREFIX = 'visitor_';

/** Finds the visitor of each request, and gives a new one an id with the page. */
export function identifyVisitors(app, { tokens, cookies }) {
  app.addHook('onRequest', async (request) => {
    const found = await visitorIds(request, { tokens, cookies });
    const ids = found.map(([, id]) => id).filter(Boolean);
    // One that cannot be read may be another instance's, of another secret: it is left alone.
    request.visitor = { id: ids[0] ?? randomBytes(16).toString('hex'), ids, isNew: ids.length === 0, hasCookie: found.length > 0 };
  });

  app.addHook('onSend', async (request, reply) => {
    if (request.visitor?.hasCookie !== false || !String(reply.getHeader('content-type')).startsWith('text/html')) return;
    cookies.set(reply, PURPOSE, await tokenOf(request.visitor, tokens));
  });
}

/**
 * The visitor's cookie, for one who comes to the API without having loaded a page from here. Each has a name of its own: of two
 * such requests in parallel, neither takes the other's id away.
 */
export async function rememberNew({ visitor }, reply, { tokens, cookies }) {
  if (visitor.isNew) cookies.set(reply, NAME_PREFIX + visitor.id.slice(0, 8), await tokenOf(visitor, tokens));
}

/** The names of the visitor's cookies in the request, and their ids if they are ours; the page's own first. */
export function visitorIds(request, { tokens, cookies }) {
  const found = cookies.all(request).filter(([name]) => name === PURPOSE || name.startsWith(NAME_PREFIX));
  found.sort(([one], [other]) => (one < other ? -1 : 1));
  return Promise.all(found.map(async ([name, token]) => [name, (await tokens.verify(PURPOSE, token))?.sub]));
}

function tokenOf(visitor, tokens) {
  return tokens.sign(PURPOSE, { sub: visitor.id });
}
