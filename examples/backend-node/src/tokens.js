// Signed tokens (JWT, HS256) without a store: any instance with one of the secrets reads them.

import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';

import { SignJWT, errors, jwtVerify } from 'jose';

/** The first secret signs, all of them verify: so a new one is put in front of the old, and the old taken away later. */
export class Tokens {
  #keys;

  constructor(secrets) {
    this.#keys = secrets.map((secret) => createSecretKey(Buffer.from(secret.expose())));
  }

  /** The purpose is a claim, so that one kind of token is never taken for another. */
  sign(purpose, claims) {
    return new SignJWT({ ...claims, aud: purpose }).setProtectedHeader({ alg: 'HS256' }).sign(this.#keys[0]);
  }

  /** The claims, or `undefined` if the signature is not ours. Of expired tokens only where asked for: what is to be cleared away. */
  async verify(purpose, token, { expired = false } = {}) {
    for (const key of this.#keys) {
      try {
        return (await jwtVerify(token ?? '', key, { audience: purpose, algorithms: ['HS256'] })).payload;
      } catch (error) {
        if (expired && error instanceof errors.JWTExpired) return error.payload;
      }
    }
    return undefined;
  }

  /**
   * By whoever has no key, a plain hash of an IIN is undone in minutes. The purpose keeps it apart from a token's signature, whose
   * text has no space.
   */
  hash(purpose, text) {
    return hashWith(this.#keys[0], purpose, text);
  }

  isHashOf(hash, purpose, text) {
    return this.#keys.some((key) => {
      const expected = Buffer.from(hashWith(key, purpose, text));
      return expected.length === hash.length && timingSafeEqual(expected, Buffer.from(hash));
    });
  }
}

function hashWith(key, purpose, text) {
  return createHmac('sha256', key).update(`${purpose} ${text}`).digest('base64url');
}
