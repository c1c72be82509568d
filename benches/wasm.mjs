// WebAssembly's binary format, as far as the report of sizes looks into it.

const HEADER_LENGTH = 8;

/** The sections in their order, each with its id and its body; a custom section's body starts with its name. */
export function sectionsOf(wasm) {
  const reader = new Reader(wasm, HEADER_LENGTH);
  const sections = [];
  while (!reader.isAtEnd()) sections.push({ id: reader.byte(), body: reader.bytes(reader.number()) });
  return sections;
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

  /** LEB128, unsigned. */
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
