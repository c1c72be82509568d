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
    // The address first: whoever throws the visitor's cookie away is a new visitor at the same address.
    for (const count of [byAddress, byVisitor]) {
      const limit = await count(request);
      if (limit.isExceeded) throw tooManyRequests(Math.max(1, limit.ttlInSeconds));
    }
  };
}
