// The elements that are sinks of Trusted Types: the vendor's script, and an isolated session's frame.

// The policy stays inside the module: whoever could reach it would be past the page's Trusted Types. Without Trusted Types there is no
// policy to make, and the plain string is right.
let policy;
const trusted = (kind, value) => {
  try {
    policy ??= trustedTypes.createPolicy("flow-embed", { createHTML: (html) => html, createScriptURL: (url) => url });
    return policy[kind](value);
  } catch {
    return value;
  }
};

/** The URL that an injected tag stands for: a retry's `src` differs from it. */
const source = "data-flow-embed-script";

/** The document's script elements that stand for the URL. */
export const scriptsOf = (document, url) =>
  Array.from(document.scripts).filter((script) => script.src === url || script.getAttribute(source) === url);

/** As the vendor's guide has it (section 4.2): `type="module"`. */
export const createScript = (document, url, nonce, integrity, crossorigin) => {
  const script = document.createElement("script");
  const attributes = {
    type: "module",
    [source]: url,
    // Not the property: it is emptied when the element is connected. A frame inherits the policy of the page that it is in.
    nonce: nonce ?? (globalThis.document.querySelector("script[nonce]")?.nonce || undefined),
    integrity,
    crossorigin,
  };
  for (const name in attributes) if (attributes[name] !== undefined) script.setAttribute(name, attributes[name]);
  return script;
};

export const insertScript = (document, script, src) => {
  script.src = trusted("createScriptURL", src);
  (document.head ?? document.documentElement).appendChild(script);
  return () => script.remove();
};

/** Tells `true` when the script has come and `false` when it has failed. */
export const watchScript = (window, script, tell) => {
  const loaded = () => tell(true);
  const failed = () => tell(false);
  // In WebKit a module that does not parse fires no event at its tag: that it came is known from its error alone.
  const thrown = ({ filename }) => filename === script.src && loaded();
  const listeners = [[script, "load", loaded], [script, "error", failed], [window, "error", thrown]];
  for (const [target, name, listener] of listeners) target.addEventListener(name, listener, true);
  return () => {
    for (const [target, name, listener] of listeners) target.removeEventListener(name, listener, true);
  };
};

/** The status of the URL's last fetch; -1 where the browser does not tell it, NaN where nothing is on record. */
export const lastStatus = (window, url) => {
  try {
    const entry = window.performance.getEntriesByName(url).at(-1);
    return entry ? (entry.responseStatus ?? -1) : NaN;
  } catch {
    return NaN;
  }
};

/** The same URL with a query of its own, for the browser's module map keeps a failed script for good. */
export const withOwnQuery = (href) => {
  const url = new URL(href);
  url.search += `${url.search ? "&" : "?"}flow-embed-retry=${Math.random().toString(36)}`;
  return url.href;
};

/** Creates the frame; `tell` hears `true` when its document is there, and `false` when it loads anew, as when it is moved about. */
export const openFrame = (parent, css, title, tell) => {
  const element = parent.ownerDocument.createElement("iframe");
  element.style.cssText = css;
  element.setAttribute("title", title);
  element.setAttribute("allow", "camera; microphone; fullscreen");
  let isFirst = true;
  const onLoad = () => {
    tell(isFirst);
    isFirst = false;
  };
  element.addEventListener("load", onLoad, true);
  // A document of its own in standards mode; a bare `about:blank` frame would be in quirks mode.
  element.srcdoc = trusted("createHTML", "<!doctype html>");
  parent.appendChild(element);
  return { element, unwatch: () => element.removeEventListener("load", onLoad, true) };
};

/** The window of a loaded frame with its root and body as large as the frame; fails where the frame is not of the page's origin. */
export const enterFrame = ({ contentWindow, contentDocument: { documentElement, body } }, css, lang) => {
  for (const element of [documentElement, body]) element.style.cssText = css;
  documentElement.lang = lang;
  return contentWindow;
};

/** The URL as the document resolves it; an empty one would be the page's own. */
export const resolved = (document, url) => {
  try {
    return url.trim() ? new URL(url, document.baseURI) : undefined;
  } catch {}
};
