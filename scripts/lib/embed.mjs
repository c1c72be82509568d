/**
 * Bytes as the sources of two JavaScript strings in plain ASCII: the bytes without their highest bit, which a `TextEncoder` turns back
 * without a loop, and for each byte that has this bit how far it is from the one before.
 *
 * After compression that is about a tenth larger than the bytes, of which few in wasm have the bit; base64 is over a third larger, as it
 * loses the alignment of bytes.
 */
export function asciiStrings(bytes) {
  const high = [...bytes.keys()].filter((index) => bytes[index] > 127);
  const gaps = high.map((index, which) => index - (high[which - 1] ?? 0));
  return { low: source(Array.from(bytes, (byte) => byte & 127)), gaps: source(gaps) };
}

/** The source of a string of these character codes. */
function source(codes) {
  const isDigit = (code) => code >= 0x30 && code <= 0x39;
  const hex = (code, length) => code.toString(16).padStart(length, "0");
  const escaped = codes.map((code, index) => {
    if (code === 0x22 || code === 0x5c) return `\\${String.fromCharCode(code)}`;
    if (code === 0x0a) return "\\n";
    if (code === 0x0d) return "\\r";
    // Before a digit it would be an octal escape, which modules do not have.
    if (code === 0 && !isDigit(codes[index + 1])) return "\\0";
    if (code > 0xff) return `\\u${hex(code, 4)}`;
    return code === 0 || code > 126 ? `\\x${hex(code, 2)}` : String.fromCharCode(code);
  });
  return `"${escaped.join("")}"`;
}
