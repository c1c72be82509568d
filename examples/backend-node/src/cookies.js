// The attributes that every cookie of this server has.

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
    return request.cookies[this.#prefix + name];
  }

  /** Every cookie in the request that may be this server's: [name without the prefix, value]. */
  all(request) {
    return Object.entries(request.cookies)
      .filter(([name]) => name.startsWith(this.#prefix))
      .map(([name, value]) => [name.slice(this.#prefix.length), value]);
  }

  /** Without `maxAge` (seconds) the cookie ends with the browser's session. */
  set(reply, name, value, maxAge) {
    reply.setCookie(this.#prefix + name, value, { path: '/', httpOnly: true, sameSite: 'lax', secure: this.#secure, maxAge });
  }

  remove(reply, name) {
    this.set(reply, name, '', 0);
  }
}
