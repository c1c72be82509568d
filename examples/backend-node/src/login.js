// PUT YOUR OWN LOGIN HERE.
//
// This room answers one question: who sends this request? The answer is an id that stays the same for one signed-in
// person and that no other person can have. In your application it comes from the login session you already have; here
// a signed cookie with a random id stands in for it, so that the example runs by itself.
//
// To replace it: let the first hook find your signed-in customer and set `request.visitor` to `{ id }`, answer 401 where
// nobody is signed in, and delete the rest of this file.

import { randomBytes } from 'node:crypto';

const PURPOSE = 'visitor';

/** Finds the visitor of each request, and gives a new one an id at the first visit of the page or the API. */
export function identifyVisitors(app, { signer, cookies }) {
  app.addHook('onRequest', async (request) => {
    const id = signer.verify(PURPOSE, cookies.read(request, PURPOSE));
    request.visitor = id === undefined ? { id: randomBytes(16).toString('base64url'), isNew: true } : { id };
  });

  app.addHook('onSend', async (request, reply) => {
    if (!request.visitor?.isNew) return;
    // Not with every script and image: a page's first assets load at the same time and would overwrite each other's id.
    if (request.url.startsWith('/api/') || isHtml(reply)) {
      cookies.set(reply, PURPOSE, signer.sign(PURPOSE, request.visitor.id));
    }
  });
}

function isHtml(reply) {
  return String(reply.getHeader('content-type')).startsWith('text/html');
}
