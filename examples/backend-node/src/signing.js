// Signed cookies, without a store: base64url(JSON) "." base64url(HMAC-SHA256).

import { createHmac, timingSafeEqual } from 'node:crypto';

/** Signs what a cookie holds and verifies it. Every instance with the same COOKIE_SECRET reads the others' cookies. */
export class Signer {
  #secret;

  constructor(secret) {
    this.#secret = secret;
  }

  /** The purpose is part of what is signed, so that one kind of cookie is never taken for another. */
  sign(purpose, content) {
    const payload = Buffer.from(JSON.stringify(content)).toString('base64url');
    return `${payload}.${this.#mac(purpose, payload).toString('base64url')}`;
  }

  /** The content, or `undefined` if the signature is not ours. Compared in constant time. */
  verify(purpose, signed) {
    const [payload, signature, ...rest] = (signed ?? '').split('.');
    if (signature === undefined || rest.length > 0) return undefined;
    const given = Buffer.from(signature, 'base64url');
    const expected = this.#mac(purpose, payload);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return JSON.parse(Buffer.from(payload, 'base64url').toString());
  }

  #mac(purpose, payload) {
    return createHmac('sha256', this.#secret).update(`${purpose}\n${payload}`).digest();
  }
}
