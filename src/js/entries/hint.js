// While the wasm is on its way, the browser is told that the vendor's script will be wanted, too. This is a hint and runs nothing: Rust says what is right
// about the options, and its tag finds the script fetched. A policy that refuses the script reports the hint beside the tag.
import { note } from "./registry.js";
import { tried } from "./tried.js";

const vendorScript = "https://remote.biometric.kz/widget/flow-widget.js";
const mostUrls = 100;

/** By URL, the links that are in the page: each with how many calls want it. */
const hints = new Map();

/** Rust then has the URL fetched by a query of its own: the browser's module map keeps what came of this one, whatever a tag asks for. */
const spend = (href) => note(href, true);

/** For a call with these options; what it yields says that the call is over. Whatever is odd about the options gets no hint. */
export function hintAt(options, scriptOf) {
  const hint = tried(() => begin(options ?? {}, scriptOf(options ?? {}) ?? {}));
  return () => hint && tried(() => end(hint));
}

function begin({ isolate }, { url, nonce, integrity, crossOrigin }) {
  const isText = (value) => typeof (value ?? "") === "string";
  const isOdd = !isText(nonce) || !isText(integrity) || !["", "anonymous", "use-credentials"].includes(crossOrigin ?? "");
  const href = hrefOf(url, integrity);
  // An isolated session's script is for its frame.
  if (isOdd || !href || isolate || isThere(href)) return undefined;
  const present = hints.get(href);
  // A script that was checked otherwise, or not at all, is none to run.
  if (present && present.integrity !== (integrity ?? "")) return spend(href);
  if (present) {
    present.calls += 1;
    return present;
  }
  const link = document.createElement("link");
  // As the tag will have them, or it would be fetched once more; not by their properties, of which `nonce` reads back empty.
  const attributes = {
    rel: "modulepreload",
    nonce: nonce ?? document.querySelector("script[nonce]")?.nonce,
    integrity,
    crossorigin: crossOrigin,
    href,
  };
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) link.setAttribute(name, value);
  // WebKit tells nowhere else of what has failed.
  link.addEventListener("error", () => spend(href));
  document.head.appendChild(link);
  const hint = { href, link, integrity: integrity ?? "", calls: 1 };
  hints.set(href, hint);
  return hint;
}

/** WebKit gives up what a link has begun when it is removed: so it stays until no call wants it. */
function end(hint) {
  hint.calls -= 1;
  if (hint.calls > 0) return;
  hints.delete(hint.href);
  hint.link.remove();
  if (!window.FlowWidget) spend(hint.href);
}

/** The first URL that Rust will try, if it may be loaded: with https, or from the page's own origin or this machine. */
function hrefOf(given, integrity) {
  const isList = Array.isArray(given);
  // The hash is of one file, and there are two by default.
  if (isList ? given.length > (integrity ? 1 : mostUrls) : integrity && !given) return undefined;
  const first = isList ? given[0] : (given ?? vendorScript);
  const text = first instanceof URL ? first.href : first;
  if (typeof text !== "string" || !text.trim()) return undefined;
  const { protocol, hostname, origin, href } = new URL(text, document.baseURI);
  const isNear = origin === window.origin || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return protocol === "https:" || (protocol === "http:" && isNear) ? href : undefined;
}

/** Whether the page has the widget, or loads it already. */
const isThere = (href) => window.FlowWidget || [...document.querySelectorAll("script")].some(({ src }) => src === href);
