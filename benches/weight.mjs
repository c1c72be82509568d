// What bytes weigh on the wire.
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

export const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
export const gzip = (bytes) => gzipSync(bytes, { level: 9 });

/** Files that a page downloads one by one, each compressed by itself. */
export function weigh(...files) {
  const sum = (size) => files.reduce((total, bytes) => total + size(bytes), 0);
  return { raw: sum((bytes) => bytes.length), gzip: sum((bytes) => gzip(bytes).length), brotli: sum((bytes) => brotli(bytes).length) };
}
