// With the types of Node.js, what a server has of the page's classes is taken as such.
import { createSession, load, startSession } from "flow-embed";
import { init } from "flow-embed/slim";

const { signal } = new AbortController();
export const created = createSession({ endpoint: new URL("https://example.com"), signal, metadata: { face2face: { photo1: new Blob([new Uint8Array(1)]) } } });
export const loaded = load({ url: [new URL("https://example.com/widget.js")], signal });
export const initialised = init(fetch("https://example.com/flow_embed.wasm"));

// @ts-expect-error no class of the page's, and no text either
startSession({ id: "id", selector: 1 });
// @ts-expect-error no such value of fetch's
createSession({ credentials: "always" });
// @ts-expect-error no URL
createSession({ endpoint: signal });
