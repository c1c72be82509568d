// WebAssembly's binary format, as far as the build looks into it.

const HEADER_LENGTH = 8;
/** Ids of sections. */
export const [CUSTOM, IMPORTS, EXPORTS, CODE, DATA] = [0, 2, 7, 10, 11];

/** The sections in their order, each with its id and its body; a custom section's body starts with its name. */
export function sectionsOf(wasm) {
  const reader = new Reader(wasm, HEADER_LENGTH);
  const sections = [];
  while (!reader.isAtEnd()) sections.push({ id: reader.byte(), body: reader.bytes(reader.number()) });
  return sections;
}

/** The module of these sections. */
export function moduleOf(wasm, sections) {
  const parts = sections.map(({ id, body }) => [Uint8Array.of(id), encodedNumber(body.length), body]);
  return Buffer.concat([wasm.subarray(0, HEADER_LENGTH), ...parts.flat()]);
}

/** Reads what a module is made of. */
export class Reader {
  constructor(bytes, offset = 0) {
    this.source = bytes;
    this.offset = offset;
  }

  isAtEnd() {
    return this.offset >= this.source.length;
  }

  byte() {
    return this.source[this.offset++];
  }

  bytes(length) {
    this.offset += length;
    return this.source.subarray(this.offset - length, this.offset);
  }

  /** LEB128, unsigned; a signed number is of the same length. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  name() {
    return new TextDecoder().decode(this.bytes(this.number()));
  }

  /** As many items as the number that stands first. */
  list(readItem) {
    return Array.from({ length: this.number() }, () => readItem(this));
  }
}

export function encodedNumber(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

export function encodedName(name) {
  const bytes = new TextEncoder().encode(name);
  return Buffer.concat([encodedNumber(bytes.length), bytes]);
}
