// The photo that Face2Face compares with (the vendor's guide, section 3.1). Here, since the wasm's memory would keep the size of the largest.
import { refused } from "../js/flow_error.js";

const largest = 10 * 1024 * 1024;
const tooLarge = "is over 10 MB: scale the image down.";
const lengthOfBuffer = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, "byteLength").get;
/** Few enough arguments for every engine. */
const chunk = 32_768;

/** What a photo in base64 must be that is none of at most 10 MB; nothing where it is right. */
export const problemOf = (base64) => {
  if (Math.floor((base64.replace(/={1,2}$/, "").length * 3) / 4) > largest) return tooLarge;
  if (base64.length % 4 || !/^[a-z\d+/]*={0,2}$/i.test(base64)) return "must be base64, without line breaks.";
  // The bytes ff d8 ff; 89 "PNG" 0d 0a 1a 0a; "RIFF", and at the eighth "WEBP".
  if (!/^(\/9j\/|iVBORw0KGgo|UklGR.{6}XRUJQ)/.test(base64)) return "must be a JPEG, PNG or WebP image.";
};

/** Bytes in base64: of a Blob, a buffer or a view of one, of any realm. Rejects for everything else. */
const base64Of = async (photo) => {
  const given = typeof photo.arrayBuffer === "function" ? await photo.arrayBuffer() : photo;
  const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(given) ? given : { buffer: given, byteOffset: 0, byteLength: lengthOfBuffer.call(given) };
  let binary = "";
  for (let start = 0; start < byteLength; start += chunk) {
    binary += String.fromCharCode(...new Uint8Array(buffer, byteOffset + start, Math.min(chunk, byteLength - start)));
  }
  return btoa(binary);
};

/** Brings the photo in the metadata, whatever it is given as, to base64. Resolves with the error, if there is one. */
export const photoIn = async (metadata) => {
  const { photo1 } = metadata?.face2face ?? {};
  const wrong = (problem, cause) => refused("metadata.face2face.photo1", problem, cause);
  if (photo1 === undefined) return true;
  let base64 = photo1;
  if (typeof photo1 === "object") {
    try {
      // What is far too large is not even read.
      if ((photo1.size ?? photo1.byteLength) > largest) return wrong(tooLarge);
      base64 = await base64Of(photo1);
    } catch (thrown) {
      return wrong("must be base64, a data: URL, a Blob or a buffer, and readable.", thrown);
    }
  } else if (photo1.startsWith("data:")) {
    const [, data] = /^data:[^,]*;base64,(.*)$/s.exec(photo1) ?? [];
    if (data === undefined) return wrong("must be a data: URL in base64.");
    base64 = data;
  }
  const problem = problemOf(base64);
  if (problem) return wrong(problem);
  metadata.face2face.photo1 = base64;
  return true;
};
