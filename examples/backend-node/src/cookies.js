// The attributes that every cookie of this server has.

import { parseCookie, stringifySetCookie } from 'cookie';

/**
 * Reads and writes cookies. A Secure cookie's name starts with `__Host-`: browsers then accept it only over https, from
 * this very host, and for no other path or subdomain.
 */
export class Cookies {
  #secure;
  #prefix;

  constructor(secure) {
    this.#secure = secure;
    this.#prefix = secure ? '__Host-' : '';
  }

  read(request, name) {
    return parseCookie(request.headers.cookie ?? '')[this.#prefix + name];
  }

  /** Every cookie of this server in the request: [name without the prefix, value]. */
  all(request) {
    return Object.entries(parseCookie(request.headers.cookie ?? ''))
      .filter(([name]) => name.startsWith(this.#prefix))
      .map(([name, value]) => [name.slice(this.#prefix.length), value]);
  }

  /** Without `maxAge` (seconds) the cookie ends with the browser's session. */
  set(reply, name, value, maxAge) {
    const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: this.#secure, maxAge };
    reply.header('set-cookie', stringifySetCookie(this.#prefix + name, value, options));
  }

  remove(reply, name) {
    this.set(reply, name, '', 0);
  }
}
