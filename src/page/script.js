// One attempt at the vendor's script: the page's own tag, or one that is injected here, waited for until the widget is there.
import { after, attempt as tried, listen, openScope, pause, within } from "../web/scope.js";
import { FlowError, refused } from "../js/flow_error.js";
import { mostItems } from "../options/read.js";
import { isTrustworthy } from "../web/url.js";
import { registryOf, remember } from "./registry.js";
import { createScript, insertScript, source } from "./sinks.js";

/** How long a loaded script may take to define its global: it may load parts of itself first. */
const grace = 3000;
/** How often the global is looked for: the page's own tag may have fired its event before anyone listened. */
const lookAgain = 50;

/** What became of an attempt, as src/page/script.rs has it. */
const READY = 0;
const FAILED = 1;
const LATE = 2;
const INCOMPATIBLE = 3;
const LEFT = 4;

/** The two files that the vendor's guide names, in section 4.2 and in its final example. */
const vendorScripts = ["flow-widget.js", "flow-widget.umd.js"].map((file) => `https://remote.biometric.kz/widget/${file}`);

/**
 * The URLs as the document resolves them, in the order in which they are tried: what the page loads already is waited for first. None where the
 * widget is there. Or an error.
 */
export const urlsOf = (window, prefix, { url, integrity } = { __proto__: null }) => {
  const isLoaded = hasWidget(window);
  if (isLoaded && !(url ?? integrity)) return [];
  url ??= vendorScripts;
  // An early start meets what Rust refuses, too: an endless list, which would take a minute, is left as it is and so no URL.
  const urls = [url].flat(url.length <= mostItems).map((url) =>
    // What is neither a text nor a URL has no `trim`.
    tried(() => (url = url.href ?? url).trim() && new URL(url, window.document.baseURI)),
  );
  const wrong = (problem) => refused(`${prefix}url`, problem);
  // An empty one would be the page's own.
  if (urls.length === 0 || !urls.every(Boolean)) return wrong("must be a URL.");
  if (!urls.every((url) => isTrustworthy(url, window.origin))) return wrong("must be https; http is for loopback hosts and the page's origin.");
  if (integrity != null && urls.length > 1) return refused(`${prefix}integrity`, "is the hash of one file: pass exactly one `script.url` with it.");
  const isThere = ({ href }) => !!findTag(window, href);
  return isLoaded ? [] : urls.sort((one, other) => isThere(other) - isThere(one)).map(({ href }) => href);
};

/**
 * Begins a call's first attempt before Rust can, so that the vendor's script does not wait for our wasm: `attempt` goes on with it, and until then
 * the task has it as `early`. Rust still decides whether the widget is started.
 */
export const beginEarly = (task, options, scriptOf) =>
  tried(() => {
    const script = scriptOf(options ?? {}) ?? {};
    const [url] = urlsOf(window, "", script);
    // An isolated session's script is for its frame. What is no text may be refused, and would have the script come unchecked.
    if (!url || options?.isolate || typeof (script.integrity ?? url) !== "string") return;
    begin((task.early = openScope()), window, url, script);
  });

/** Knows whether the visitor has left the page, until the scope is over. */
export const watchLeaving = (scope) => {
  for (const name of ["pagehide", "pageshow"]) listen(scope, window, name, ({ type }) => (scope.isLeft = type === "pagehide"));
};

/** Waits before a retry; where the browser knows that there is no network, first for that, but no longer than `most`. */
export const pauseBeforeRetry = (scope, milliseconds, most) =>
  within(scope, async (own) => {
    if (navigator.onLine === false) {
      await new Promise((resolve) => {
        listen(own, window, "online", resolve);
        after(own, most, resolve);
      });
    }
    await pause(own, milliseconds);
    return true;
  });

const hasWidget = (window) => tried(() => typeof window.FlowWidget?.startSession) === "function";

/** Finds the script's tag in the page, or injects one, and hears of its arrival; the scope has them, or the `error` where the page refused the element. */
const begin = (own, window, url, options) => {
  own.url = url;
  try {
    own.found = findTag(window, url, options.integrity);
    const script = (own.script = own.found?.script ?? createScript(window, url, options));
    own.arrival = arrivalOf(own, window, script);
    if (own.found) return;
    // It stays in the page where its script runs there.
    own.undos.add(() => hasWidget(window) || script.remove());
    insertScript(window, script, isSpent(window, url, options.integrity) ? withOwnQuery(url) : url);
  } catch (thrown) {
    const problem = "The page refused the vendor's script element: under `require-trusted-types-for`, add `trusted-types flow-embed` to the Content-Security-Policy.";
    own.error = new FlowError("script_load", problem, true, { url, attempts: 1 }, thrown);
  }
};

/** The attempt that was begun early for this call, if it was at this URL; from now on it is the caller's. */
const takeEarly = ({ task }, url) => {
  const { early } = task;
  if (early?.url !== url) return;
  task.early = undefined;
  return early;
};

/** Tries one URL. Resolves with the `outcome`, or with an error where the page refused the element. */
export const attempt = (scope, window, url, options = {}, timeout) =>
  within(
    scope,
    async (own) => {
      if (hasWidget(window)) return { outcome: READY };
      if (!own.url) begin(own, window, url, options);
      if (own.error) return own.error;
      let outcome = await outcomeOf(own, window, timeout);
      if (outcome !== READY) {
        // The browser's module map keeps a failure for good.
        remember(window, own.script.src);
        // A page that the visitor leaves has its requests cut off (Safari tells its scripts): that is no failure. If it is shown again from
        // the browser's cache, it goes on here.
        for (; scope.isLeft; outcome = LEFT) await pause(own, lookAgain);
      }
      return { outcome };
    },
    takeEarly(scope, url),
  );

const outcomeOf = async (own, window, timeout) => {
  const { found, arrival } = own;
  let isOver;
  const end = () => (isOver = true);
  after(own, timeout, end);
  let hasCome;
  for (;;) {
    if (hasWidget(window)) return READY;
    // Another's tag may have been there for long: a fetch of our own may bring what it did not.
    if (isOver) return !hasCome ? LATE : found ? FAILED : INCOMPATIBLE;
    const look = pause(own, lookAgain);
    const told = hasCome ? await look : await Promise.race([arrival, look]);
    if (told === false) return FAILED;
    // Its event comes once or, under some content blockers, never. What was fetched may run only once the page is parsed.
    if (!hasCome && (told || (found?.isFetched && window.document.readyState === "complete"))) {
      hasCome = true;
      after(own, grace, end);
    }
  }
};

/** Resolves with `true` when the script has come and with `false` when it has failed. */
const arrivalOf = (own, window, script) =>
  new Promise((resolve) => {
    listen(own, script, "load", () => resolve(true));
    listen(own, script, "error", () => {
      // Another call may look at the tag before this one goes on.
      remember(window, script.src);
      resolve(false);
    });
    // In WebKit a module that does not parse fires no event at its tag: that it came is known from its error alone.
    listen(own, window, "error", ({ filename }) => filename === script.src && resolve(true));
  });

/** A tag of the page, or of another call, that brings the script, checked against the `integrity` if there is one, and has not failed. */
const findTag = (window, url, integrity) => {
  for (const script of window.document.querySelectorAll("script")) {
    const { src, type, noModule, crossOrigin } = script;
    const isOf = (src === url || script.getAttribute(source) === url) && (integrity ?? script.integrity) === script.integrity;
    // Consent tools park scripts under another type, and `nomodule` scripts run in no browser of today.
    if (!isOf || noModule || !/^(|module|.*javascript)$/.test(type) || registryOf(window)[src]) continue;
    // Its events may be long gone, but what was fetched is on record.
    const isFetched = fetched(window, src, type === "module" || typeof crossOrigin === "string");
    if (isFetched !== false) return { script, isFetched };
  }
};

/** Whether the browser would not fetch the URL again: its module map has it as failed, or from a tag that checks it otherwise. */
const isSpent = (window, url, integrity) => registryOf(window)[url] || fetched(window, url, true) === false || (integrity && findTag(window, url));

/**
 * Whether the URL's last fetch succeeded; `undefined` where it is still under way, or the record is full. The status of a module's request, or
 * that of a tag with `crossorigin`, is known, and 0 if it failed; a classic script of another origin tells nothing but that it came to an end.
 */
const fetched = (window, url, isCors) => {
  const entry = tried(() => window.performance.getEntriesByName(url).at(-1));
  if (!entry) return;
  // Not every browser tells it.
  const { responseStatus = -1 } = entry;
  return !(responseStatus >= 400 || (responseStatus === 0 && isCors));
};

/** The same URL with a query of its own. */
const withOwnQuery = (href) => {
  const url = new URL(href);
  url.search += `${url.search ? "&" : "?"}flow-embed-retry=${Math.random().toString(36)}`;
  return url.href;
};
