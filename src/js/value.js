/** How long the text is; NaN where it holds half a character. */
export const lengthOf = (text) => (/\p{Surrogate}/u.test(text) ? NaN : text.length);

export const isIterable = (value) => {
  try {
    return typeof value[Symbol.iterator] === "function";
  } catch {}
};

/** Tells a page's callback; what it throws is the page's affair, and so is its `console`. */
export const tell = (listener, status) => {
  try {
    listener(status);
  } catch (thrown) {
    try {
      console.error("flow-embed: onStatus threw", thrown);
    } catch {}
  }
};

const lengthOfBuffer = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, "byteLength").get;

/** The bytes of a Blob, a buffer or a view of one, of any realm; rejects for everything else. */
export const bytesOf = async (photo) => {
  const bytes = typeof photo.arrayBuffer === "function" ? await photo.arrayBuffer() : photo;
  if (ArrayBuffer.isView(bytes)) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  lengthOfBuffer.call(bytes);
  return new Uint8Array(bytes);
};
