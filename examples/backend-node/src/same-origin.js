// Refuses what other sites' pages send in a visitor's name (CSRF).

import { crossSite } from './errors.js';

/**
 * Browsers say where a request comes from: in `Sec-Fetch-Site`, older ones in `Origin` alone. Pages cannot change either.
 */
export function checkSameOrigin({ headers, method }, allowedOrigin) {
  if (!isSameOrigin(headers, method, allowedOrigin)) throw crossSite();
}

function isSameOrigin(headers, method, allowedOrigin) {
  const site = headers['sec-fetch-site'];
  const origin = headers.origin;
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin !== undefined) {
    if (allowedOrigin !== undefined) return origin === allowedOrigin;
    // Behind a proxy `Host` may be another; `Sec-Fetch-Site` has then already said the same.
    return site !== undefined || origin === `http://${headers.host}` || origin === `https://${headers.host}`;
  }
  // Old browsers send neither with a page's own GET. The visitor's cookies are SameSite=Lax and the answer is readable for
  // this origin only, so that a cross-site GET gains nothing. A POST always carries `Origin`.
  return site !== undefined || method === 'GET';
}
