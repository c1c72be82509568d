// What a body may cost before it is parsed: a photo is one long string, and everything else is small.

import { invalidRequest, tooLarge } from './errors.js';

/** Everything but the photo: names, numbers and switches. */
export const LARGEST_WITHOUT_PHOTO = 16 * 1024;
// Nesting without an end would overflow the stack of JSON.stringify.
const DEEPEST = 127;
// Whatever is no photo shows itself before that much has come.
const LOOKED_AT_EARLY = 64 * 1024;
export const TOO_LARGE = '`metadata` without its photo is larger than 16 KB, or nested deeper than 127 levels.';
const [QUOTE, BACKSLASH, ...BRACKETS] = Buffer.from('"\\[]{}');
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = BRACKETS;

/** The whole body, or a refusal as soon as it is clear that it is too large: what comes then is not kept. */
export async function readBody(payload, largest) {
  const chunks = [];
  let size = 0;
  let isLookedAt = false;
  // Left whole where it is not read to its end: the refusal has to arrive on the same connection.
  for await (const chunk of payload.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > largest) throw tooLarge();
    if (size <= LOOKED_AT_EARLY || isLookedAt) continue;
    isLookedAt = true;
    checkCheap(Buffer.concat(chunks));
  }
  const body = Buffer.concat(chunks);
  checkCheap(body);
  return body;
}

function checkCheap(text) {
  if (!isCheap(text)) throw invalidRequest(TOO_LARGE);
}

/**
 * Whether all of a JSON text but the strings of its `photo1` fields is at most 16 KB, and not nested too deep. It looks at no byte
 * after the first that is too many, whatever the text is made of.
 */
function isCheap(text) {
  let outside = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at];
    outside += 1;
    if (byte === QUOTE) {
      const isPhoto = followsPhotoKey(text, at);
      const end = endOfString(text, at, isPhoto ? text.length : at + LARGEST_WITHOUT_PHOTO);
      if (!isPhoto) outside += end - at;
      at = end;
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth += 1;
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
    if (outside > LARGEST_WITHOUT_PHOTO || depth > DEEPEST) return false;
  }
  return true;
}

/** What is no photo is not looked at any further than it may be long. */
function endOfString(text, start, farthest) {
  for (let at = start + 1; at < farthest; at += 1) {
    if (text[at] === BACKSLASH) at += 1;
    else if (text[at] === QUOTE) return at;
  }
  return farthest;
}

function followsPhotoKey(text, at) {
  return /"photo1"\s*:\s*$/.test(text.toString('latin1', Math.max(0, at - 64), at));
}
