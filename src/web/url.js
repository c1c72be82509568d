// Which URLs may be loaded from and sent to.
import { refused } from "../js/flow_error.js";
import { isFirstWarning } from "../page/registry.js";
import { attempt } from "./scope.js";

/** Hosts that never leave the machine, as the Secure Contexts specification names them. In a URL, an address of numbers is always four of them. */
const isLoopback = (hostname) => /^(127(\.\d+){3}|(.+\.)?localhost|\[::1\])$/.test(hostname);

/** Whether nobody on the way can change what comes from there, or read what goes there; `own` is the origin that plain http may be of. */
export const isTrustworthy = ({ protocol, hostname, origin }, own) =>
  protocol === "https:" || (protocol === "http:" && (origin === own || isLoopback(hostname)));

/**
 * An endpoint's URL, and what is shown of it: its query may hold the API key. Or an error. As `fetch` has it: a page's base URL may be
 * another than its own, a worker's is its own, and outside a page a relative URL has nothing to be relative to.
 */
export const endpointOf = (text, apiKey) => {
  const wrong = (problem) => refused("endpoint", problem);
  let url;
  try {
    url = new URL(text, globalThis.document?.baseURI ?? globalThis.location?.href);
  } catch {
    return wrong("must be a URL, outside a page an absolute one.");
  }
  const { href, origin, pathname, username, password } = url;
  if (!isTrustworthy(url, origin)) return wrong("must be an http or https URL.");
  if (username || password) return wrong("must hold no user name or password; use `headers`.");
  if (apiKey && !isTrustworthy(url)) return wrong("must be https (or a loopback host) to be sent an `apiKey`.");
  if (apiKey) warnOfApiKey();
  return { href, shown: origin + pathname };
};

/** Once per page: whoever reads the page's source reads the key. */
const warnOfApiKey = () => {
  // Pages and their workers have one. Servers have none, though Cloudflare's have the `WorkerGlobalScope` of a browser's worker.
  if (!globalThis.location || !isFirstWarning(globalThis)) return;
  // A page, or its test runner, may have put a `console` in place that throws.
  attempt(() =>
    console.warn(
      "flow-embed: every visitor can read an apiKey in a page, create sessions at your cost and read their results. Keep it on your server, and pass the URL of your server as `endpoint`.",
    ),
  );
};
