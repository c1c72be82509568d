/** A character that is rare in wasm. */
export const MARK = 94;

/** The bytes that scripts/lib/embed.mjs has made this text of: by the browser itself from mark to mark, since a loop over all of them takes twice as long. */
export function bytesOf(text) {
  const bytes = new TextEncoder().encode(text);
  let length = 0;
  let place = 0;
  for (let mark = bytes.indexOf(MARK); mark >= 0; mark = bytes.indexOf(MARK, place)) {
    bytes.copyWithin(length, place, mark);
    length += mark - place;
    const isDouble = bytes[mark + 1] === MARK;
    bytes[length] = isDouble ? MARK | ((bytes[mark + 2] & 1) << 7) : bytes[mark + 1] | 128;
    length += 1;
    place = mark + (isDouble ? 3 : 2);
  }
  bytes.copyWithin(length, place);
  return bytes.subarray(0, length + bytes.length - place);
}
