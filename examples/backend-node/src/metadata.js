// What is sent to the vendor about the person.

import { LARGEST_WITHOUT_PHOTO, TOO_LARGE } from './bounds.js';
import { invalidRequest } from './errors.js';
import { parseJson } from './json.js';

const NO_JSON = 'The body must be a JSON object, as {"metadata": {}}.';
// To JavaScript these mean something.
const SPECIAL_NAMES = ['__proto__', 'constructor', 'prototype'];

/**
 * The metadata for the vendor's `session/create/`, or `undefined`.
 *
 * What the page sends is the visitor's own claim. Where your application already knows the customer's IIN, phone or photo,
 * put them in here, from your own records of `visitor`, and ignore what the page says about them: a photo that the visitor
 * chose proves only that the visitor looks like that photo.
 */
export function metadataForVendor(visitor, bytes) {
  const body = parseJson(bytes);
  if (!isObject(body) || !isWellFormed(body)) throw invalidRequest(NO_JSON);
  for (const name of Object.keys(body)) {
    if (name === 'metadata') continue;
    if (name === 'api_key') throw noKey('api_key');
    throw invalidRequest('The body may hold `metadata` and nothing else.');
  }
  const { metadata } = body;
  if (metadata === undefined || metadata === null) return undefined;
  if (!isObject(metadata)) throw invalidRequest('`metadata` must be an object.');
  checkSize(metadata);
  if (Object.hasOwn(metadata, 'api_key')) throw noKey('metadata.api_key');
  if (!meansTheSameEverywhere(metadata)) {
    throw invalidRequest('`metadata` holds a number or a name that is not read alike everywhere: write it as a string.');
  }
  return metadata;
}

/** The IIN that the session is created for, if one is given. */
export function iinOf(metadata) {
  const iin = metadata?.edocument?.iin?.value;
  return typeof iin === 'string' ? iin : undefined;
}

function checkSize(metadata) {
  const { face2face } = metadata;
  if (typeof (face2face?.photo1 ?? '') !== 'string') throw invalidRequest('`metadata.face2face.photo1` must be a base64 string.');
  const rest = { ...metadata, face2face: isObject(face2face) ? { ...face2face, photo1: null } : face2face };
  if (Buffer.byteLength(JSON.stringify(rest)) > LARGEST_WITHOUT_PHOTO) throw invalidRequest(TOO_LARGE);
}

/** Whether no string has half a character, which is no text outside of JavaScript, and no number is too large for any. */
function isWellFormed(value) {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).flat().every(isWellFormed);
}

/** Whoever reads it after us may be JavaScript: large integers change there, and some names mean something. */
function meansTheSameEverywhere(value) {
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, child]) => !SPECIAL_NAMES.includes(name) && meansTheSameEverywhere(child));
}

function noKey(field) {
  return invalidRequest(`\`${field}\` must not be sent from a page: the key is added here, on the server.`);
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
