// How often one visitor, and one network address, may ask. Kept in memory: each instance counts for itself.

import { tooManyRequests } from './errors.js';

const WINDOW_MS = 60_000;

/** A hook that counts the request for its address and for its visitor. */
export function limitRequests(app, clientAddresses, perVisitor, perAddress) {
  const byAddress = app.createRateLimit({
    max: perAddress,
    timeWindow: WINDOW_MS,
    keyGenerator: (request) => clientAddresses.of(request),
  });
  const byVisitor = app.createRateLimit({
    max: perVisitor,
    timeWindow: WINDOW_MS,
    keyGenerator: (request) => request.visitor.id,
  });
  return async (request) => {
    // A known visitor first: what one is refused is not taken from the others at the address. Whoever throws the visitor's
    // cookie away is a new visitor each time, for whom the address decides.
    const counts = request.visitor.isNew ? [byAddress, byVisitor] : [byVisitor, byAddress];
    for (const count of counts) {
      const limit = await count(request);
      if (limit.isExceeded) throw tooManyRequests(Math.max(1, limit.ttlInSeconds));
    }
  };
}
