// The elements that are sinks of Trusted Types: the vendor's script, and an isolated session's frame.
import { refused } from "../js/flow_error.js";
import { REMOVED, attempt, listen } from "../web/scope.js";
import { endOnRemoval, fillWithBox } from "./container.js";
import { texts } from "./language.js";

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
export const source = "data-flow-embed-script";

/** As the vendor's guide has it (section 4.2): `type="module"`. It is yet to be inserted. */
export const createScript = ({ document }, url, { nonce, integrity, crossOrigin }) => {
  const script = document.createElement("script");
  const attributes = {
    __proto__: null,
    type: "module",
    [source]: url,
    // Not the property: it is emptied when the element is connected. A frame inherits the policy of the page that it is in.
    nonce: nonce ?? globalThis.document.querySelector("script[nonce]")?.nonce,
    integrity,
    crossorigin: crossOrigin,
  };
  for (const name in attributes) if (attributes[name] != null) script.setAttribute(name, attributes[name]);
  return script;
};

export const insertScript = ({ document }, script, src) => {
  script.src = trusted("createScriptURL", src);
  (document.head ?? document.documentElement).appendChild(script);
  // The first look at any element's styles takes some engines up to a millisecond: now, while this script is on its way.
  script.style;
};

const frameStyle = "all:revert!important;display:block!important;width:100%!important;height:100%!important;border:0!important;";
const rootStyle = "margin:0;padding:0;width:100%;height:100%;overflow:hidden";

/**
 * The window of an iframe of the page's own origin in the container, or an error. What runs in it is gone, and the scope ends, when it loads
 * anew, as it does when it is moved about, or when somebody takes it out.
 */
export const openFrame = async (scope, locale) => {
  const { container } = scope;
  try {
    const [lang, title] = texts[locale];
    const frame = container.ownerDocument.createElement("iframe");
    frame.style.cssText = frameStyle;
    frame.setAttribute("title", title);
    frame.setAttribute("allow", "camera; microphone; fullscreen");
    await new Promise((resolve) => {
      let isLoaded;
      listen(scope, frame, "load", () => {
        if (isLoaded) scope.end(REMOVED);
        isLoaded = true;
        resolve();
      });
      // A document of its own in standards mode; a bare `about:blank` frame would be in quirks mode.
      frame.srcdoc = trusted("createHTML", "<!doctype html>");
      container.appendChild(frame);
      endOnRemoval(scope, frame);
    });
    const { contentWindow, contentDocument } = frame;
    for (const element of [contentDocument.documentElement, contentDocument.body]) element.style.cssText = rootStyle;
    contentDocument.documentElement.lang = lang;
    attempt(() => scope.dialog?.closeOnEscapeIn(contentWindow));
    // In the frame, too, the vendor finds what its guide asks for: a parent of real size, and the element in it.
    scope.root = fillWithBox(contentWindow);
    return contentWindow;
  } catch {
    return refused(
      "isolate",
      "needs an iframe of the page's own origin. Where the page is sandboxed, add `allow-same-origin`; under `require-trusted-types-for`, add `trusted-types flow-embed`.",
    );
  }
};
