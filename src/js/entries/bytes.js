/** The bytes that scripts/lib/embed.mjs has made these texts of: by the browser itself, since a loop over all of them would take milliseconds. */
export function bytesOf(low, gaps) {
  const bytes = new TextEncoder().encode(low);
  let place = 0;
  for (let index = 0; index < gaps.length; index += 1) bytes[(place += gaps.charCodeAt(index))] |= 128;
  return bytes;
}
