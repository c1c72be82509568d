// Refuses what other sites' pages send in a visitor's name (CSRF), and what reaches this server under a foreign name.

import { isLoopback } from './config.js';
import { ApiError } from './errors.js';

/** Browsers say where a request comes from: in `Sec-Fetch-Site`, older ones in `Origin` alone. Pages cannot change either. */
export function checkSameOrigin({ headers, method, log }, config) {
  if (!isFromHere(headers, method, config.ALLOWED_ORIGIN)) throw crossSite();
  if (config.ALLOWED_ORIGIN === undefined) checkLocal(headers, log, config);
}

function isFromHere(headers, method, allowedOrigin) {
  const site = headers['sec-fetch-site'];
  const origin = headers.origin;
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin !== undefined && allowedOrigin !== undefined) return origin === allowedOrigin;
  // A browser of today has said it already, and behind a proxy `Host` may be another.
  if (site !== undefined) return true;
  if (origin !== undefined) return origin.split('://')[1] === headers.host;
  // Old browsers send neither with a page's own GET. The visitor's cookies are SameSite=Lax and the answer is readable for
  // this origin only, so that a cross-site GET gains nothing. A POST always carries `Origin`.
  return method === 'GET';
}

let isWarned = false;

/**
 * Without ALLOWED_ORIGIN the page is one of this machine. A foreign name that DNS gives this machine's address is the same origin as
 * itself, and any site can do that.
 */
function checkLocal(headers, log, { COOKIE_SECURE }) {
  if (!COOKIE_SECURE && headers.origin?.startsWith('https://')) {
    log.error("the page is https, but cookies are not Secure: set ALLOWED_ORIGIN to the page's origin");
    throw new ApiError(500, 'misconfigured', 'This server is not set up for an https page. Its log says what to set.');
  }
  const url = `http://${headers.host}`;
  if (headers.host !== undefined && URL.canParse(url) && isLoopback(new URL(url).hostname)) return;
  if (!isWarned) log.warn("a request names a host other than this machine: set ALLOWED_ORIGIN to the page's origin");
  isWarned = true;
  throw crossSite();
}

function crossSite() {
  return new ApiError(403, 'cross_site', "This request came from another site's page. Call it from a page of this server's own origin.");
}
