// What is sent to the vendor about the person.

import { invalidRequest } from './errors.js';

// Everything but the photo: names, numbers and switches.
const LARGEST_WITHOUT_PHOTO = 16 * 1024;
// As deep as serde_json reads it. Nesting without an end would overflow the stack of JSON.stringify.
const DEEPEST = 127;

/**
 * The metadata for the vendor's `session/create/`, or `undefined`.
 *
 * What the page sends is the visitor's own claim. Where your application already knows the customer's IIN, phone or photo,
 * put them in here, from your own records of `visitor`, and ignore what the page says about them: a photo that the visitor
 * chose proves only that the visitor looks like that photo.
 */
export function metadataForVendor(visitor, body) {
  if (!isObject(body) || isDeeper(body, DEEPEST)) throw invalidRequest('The body must be a JSON object, as {"metadata": {}}.');
  for (const name of Object.keys(body)) {
    if (name === 'metadata') continue;
    if (name === 'api_key') {
      throw invalidRequest('`api_key` must not be sent from a page: it is added here, on the server.');
    }
    throw invalidRequest('The body may hold `metadata` and nothing else.');
  }
  const { metadata } = body;
  if (metadata === undefined || metadata === null) return undefined;
  if (!isObject(metadata)) throw invalidRequest('`metadata` must be an object.');
  if (Object.hasOwn(metadata, 'api_key')) {
    throw invalidRequest('`metadata.api_key` must not be sent from a page: the key is added here, on the server.');
  }
  checkSize(metadata);
  return metadata;
}

function checkSize(metadata) {
  const photo = metadata.face2face?.photo1 ?? '';
  if (typeof photo !== 'string') throw invalidRequest('`metadata.face2face.photo1` must be a base64 string.');
  const whole = Buffer.byteLength(JSON.stringify(metadata));
  if (whole - Buffer.byteLength(photo) > LARGEST_WITHOUT_PHOTO) {
    throw invalidRequest('`metadata` without its photo is larger than 16 KB.');
  }
}

function isDeeper(value, levels) {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const children = Array.isArray(value) ? value : Object.values(value);
  return children.some((child) => isDeeper(child, levels - 1));
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
