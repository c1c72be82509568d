/**
 * Bytes as the source of a JavaScript string with one character per byte, in plain ASCII.
 *
 * After compression it is about 6% larger than the bytes; base64 is over 36% larger, as it loses the alignment of bytes.
 */
export function asciiString(bytes) {
  const isDigit = (byte) => byte >= 0x30 && byte <= 0x39;
  const escaped = Array.from(bytes, (byte, index) => {
    if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
    if (byte === 0x0a) return "\\n";
    if (byte === 0x0d) return "\\r";
    // Before a digit it would be an octal escape, which modules do not have.
    if (byte === 0 && !isDigit(bytes[index + 1])) return "\\0";
    return byte === 0 || byte > 126 ? `\\x${byte.toString(16).padStart(2, "0")}` : String.fromCharCode(byte);
  });
  return `"${escaped.join("")}"`;
}
