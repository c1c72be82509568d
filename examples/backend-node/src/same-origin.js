// Refuses what other sites' pages send in a visitor's name (CSRF).

import { crossSite, misconfigured } from './errors.js';

/**
 * Browsers say where a request comes from: in `Sec-Fetch-Site`, older ones in `Origin` alone. Pages cannot change either.
 */
export function checkSameOrigin({ headers, method }, allowedOrigin) {
  if (!isSameOrigin(headers, method, allowedOrigin)) throw crossSite();
}

/** Without ALLOWED_ORIGIN a server on loopback takes the page for one of this machine: its cookies are not Secure. */
export function checkHttps({ headers, log }, { allowedOrigin, cookieSecure }) {
  if (cookieSecure || allowedOrigin !== undefined || !headers.origin?.startsWith('https://')) return;
  log.error("the page is https, but cookies are not Secure: set ALLOWED_ORIGIN to the page's origin");
  throw misconfigured();
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
