// JSON.parse takes the last of two fields of one name: of a verdict that comes twice, the one that somebody has put behind.

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT, COLON, COMMA] = Buffer.from('"\\[]{}:,');

/** Whether an object's own fields (not those of what it holds) have one name twice. For text that JSON.parse has read. */
export function hasRepeatedField(text) {
  const names = new Set();
  let depth = 0;
  let name;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at];
    if (byte === QUOTE) {
      const end = endOfString(text, at);
      if (depth === 1) name ??= text.toString('utf8', at, end + 1);
      at = end;
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth += 1;
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
    else if (depth === 1 && byte === COMMA) name = undefined;
    else if (depth === 1 && byte === COLON) {
      const read = JSON.parse(name);
      if (names.has(read)) return true;
      names.add(read);
    }
  }
  return false;
}

/** A string is hundreds of kilobytes where it is a photo: the native search is many times faster. */
function endOfString(text, start) {
  for (let end = text.indexOf(QUOTE, start + 1); ; end = text.indexOf(QUOTE, end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
}
