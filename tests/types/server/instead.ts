// Without any types of the host, the package still knows what it cannot be given.
import { createSession } from "flow-embed";

declare const signal: { readonly aborted: boolean };
declare const url: { readonly href: string };
export const created = createSession({ endpoint: url, signal });
// @ts-expect-error no signal
createSession({ signal: "soon" });
