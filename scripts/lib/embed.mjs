import { MARK } from "../../src/js/entries/bytes.js";

/**
 * Bytes as the source of a JavaScript string in plain ASCII, which src/js/entries/bytes.js turns back: a character for a byte, after a mark where it has the
 * highest bit. After compression it is a few per cent larger than the bytes; with escapes in place of the mark it would be that once more, and base64 is
 * over a third larger, as it loses the alignment of bytes.
 */
export function asciiString(bytes) {
  const isDigit = (code) => code >= 0x30 && code <= 0x39;
  const codes = Array.from(bytes).flatMap((byte) => {
    // After two marks comes the highest bit of a byte that is the mark but for this bit.
    if ((byte & 127) === MARK) return [MARK, MARK, byte < 128 ? 0x30 : 0x31];
    return byte < 128 ? [byte] : [MARK, byte & 127];
  });
  const escaped = codes.map((code, index) => {
    if (code === 0x22 || code === 0x5c) return `\\${String.fromCharCode(code)}`;
    if (code === 0x0a) return "\\n";
    if (code === 0x0d) return "\\r";
    // Before a digit it would be an octal escape, which modules do not have.
    if (code === 0 && !isDigit(codes[index + 1])) return "\\0";
    return code === 0 || code === 127 ? `\\x${code.toString(16).padStart(2, "0")}` : String.fromCharCode(code);
  });
  return `"${escaped.join("")}"`;
}
