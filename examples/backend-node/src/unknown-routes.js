// What is answered where there is nothing, or nothing for this method.

import { answerError, unknownRoute, wrongMethod } from './errors.js';

const ALLOWED_METHODS = new Map([
  ['/api/flow/session', 'POST'],
  ['/api/flow/result', 'GET,HEAD'],
]);

/** Under /api a refusal as any other, elsewhere an empty 404. */
export function answerUnknownRoute(request, reply) {
  const [path] = request.url.split('?');
  if (path !== '/api' && !path.startsWith('/api/')) return reply.code(404).send();
  const allowed = ALLOWED_METHODS.get(path);
  if (allowed === undefined) return answerError(unknownRoute(), request, reply);
  return answerError(wrongMethod(), request, reply.header('allow', allowed));
}

/** Before a body is read: nobody asked for one here. */
export async function refuseUnknownRoutes(request, reply) {
  if (request.is404) return answerUnknownRoute(request, reply);
}
