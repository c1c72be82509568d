// JSON of whoever sent it.
import { isUtf8 } from 'node:buffer';

/** `undefined` for what is none. */
export function parseJson(bytes) {
  if (!isUtf8(bytes)) return undefined;
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
