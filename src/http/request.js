// Requests, sent and waited for.
import { after, attempt, caught, listen, pause, within } from "../web/scope.js";

/**
 * The endpoint's URL with what is asked of it; `undefined` where it is none. As `fetch` has it: a page's base URL may be another than its
 * own, a worker's is its own, and outside a page a relative URL has nothing to be relative to.
 */
export const endpoint = (text) =>
  attempt(() => {
    const url = new URL(text, globalThis.document?.baseURI ?? globalThis.location?.href);
    const { href, origin, pathname, protocol, hostname, username, password } = url;
    return { __proto__: null, href, shown: origin + pathname, protocol, hostname, hasLogin: username + password !== "" };
  });

/** The URL with these added to its query. */
export const withQuery = (href, parameters) => {
  const url = new URL(href);
  for (const name in parameters) if (parameters[name] !== undefined) url.searchParams.set(name, parameters[name]);
  return url.href;
};

/** The headers, or the name of the first that cannot be sent. */
export const headersOf = (given, hasBody) => {
  const headers = new Headers(hasBody ? { "content-type": "application/json" } : {});
  for (const name in given) {
    try {
      headers.set(name, given[name]);
    } catch {
      return name;
    }
  }
  return headers;
};

/** A request that is yet to be sent; `undefined` where the browser refuses it. */
export const requestTo = (url, headers, body, credentials) =>
  // An answer of a moment ago says nothing of now, and what it says of a person stays out of the browser's cache.
  attempt(() => new Request(url, { cache: "no-store", method: body === undefined ? "GET" : "POST", headers, body, credentials }));

/**
 * Sends the request and reads the answer whole. Resolves with the answer, with `isLate`, or with what was `thrown`. When it is over before, the
 * server sees the connection close. Pages replace `fetch`: what theirs yields may be no `Response`, and what it rejects with no `Error`.
 */
export const exchange = (scope, request, timeout) =>
  within(scope, async (own) => {
    const controller = new AbortController();
    // After the answer has been read whole, this does nothing.
    own.undos.add(() => controller.abort());
    const late = new Promise((resolve) => after(own, timeout, () => resolve({ __proto__: null, isLate: true })));
    return Promise.race([answerTo(request, controller.signal), late]);
  });

const answerTo = async (request, signal) => {
  try {
    const response = await fetch(request, { signal });
    const { status, redirected, headers } = response;
    const text = await response.text();
    const asked = headers?.get("retry-after");
    return { __proto__: null, status, redirected, pause: parseFloat(asked) * 1000 || Date.parse(asked) - Date.now(), text, json: attempt(() => JSON.parse(text)) };
  } catch (thrown) {
    return { __proto__: null, thrown };
  }
};

/** Whether what was thrown, or a property of it, repeats the URL's query. */
export const repeatsQuery = (thrown, url) => {
  const query = new URL(url).search.slice(1);
  try {
    const values = [thrown, ...Reflect.ownKeys(Object(thrown)).map((key) => thrown[key])];
    return query !== "" && values.some((value) => typeof value === "string" && value.includes(query));
  } catch {
    return true;
  }
};

/** How much of an error's body is kept. */
const longest = 2048;

/** The start of a text, with three asterisks in place of whatever no error may repeat. */
export const redacted = (text, secrets) =>
  secrets.reduce((text, secret) => (secret ? text.replaceAll(secret, "***") : text), text).slice(0, longest).replace(/[\ud800-\udbff]$/, "");

/** A hidden tab asks no more often than this. */
const hiddenPause = 30_000;

/** Waits; in a hidden tab longer, until it is shown again. */
export const pauseInView = (scope, milliseconds) =>
  within(scope, async (own) => {
    await pause(own, milliseconds);
    const { document } = globalThis;
    if (document?.visibilityState !== "hidden") return true;
    return new Promise((resolve) => {
      listen(own, document, "visibilitychange", () => document.visibilityState === "hidden" || resolve(true));
      after(own, Math.max(hiddenPause - milliseconds, 0), () => resolve(true));
    });
  });

const lengthOfBuffer = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, "byteLength").get;
/** Few enough arguments for every engine. */
const chunk = 32_768;

/** A photo's bytes in base64: of a Blob, a buffer or a view of one, of any realm. Resolves with `thrown` for everything else. */
export const base64Of = async (photo) => {
  try {
    const given = typeof photo.arrayBuffer === "function" ? await photo.arrayBuffer() : photo;
    const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(given) ? given : { buffer: given, byteOffset: 0, byteLength: lengthOfBuffer.call(given) };
    let binary = "";
    for (let start = 0; start < byteLength; start += chunk) {
      binary += String.fromCharCode(...new Uint8Array(buffer, byteOffset + start, Math.min(chunk, byteLength - start)));
    }
    return btoa(binary);
  } catch (thrown) {
    return { __proto__: null, thrown };
  }
};

/** The texts of a session's options that no error may repeat. */
export const secretsIn = ({ apiKey, metadata }) => {
  const { face2face, edocument } = metadata ?? {};
  return [apiKey, face2face?.photo1, edocument?.iin?.value, edocument?.phone?.value];
};

/** Whether there is anything in an answer's sub-results. */
export const hasSubResult = (result) =>
  ["liveness", "document_recognition", "face2face", "edocument"].some((name) => {
    const part = result[`${name}_result`];
    return typeof part === "object" && part && Object.keys(part).length > 0;
  });

/** The metadata as they are sent. */
export const json = (value) => JSON.stringify(value);

/** Ends the scope after a time. */
export const endAfter = (scope, milliseconds) => after(scope, milliseconds, () => scope.end("late"));

/** By name: a page, or its test runner, may have put a `console` in place that throws. */
export const warn = (text) => caught(() => console.warn(text));
