// Requests, sent and waited for.
import { refused } from "../js/flow_error.js";
import { LATE, after, attempt, listen, pause, within } from "../web/scope.js";

/** The URL with the query by which the vendor knows a session. */
export const withQuery = (href, id, apiKey) => {
  const url = new URL(href);
  url.searchParams.set("session_id", id);
  if (apiKey !== undefined) url.searchParams.set("flow_api_key", apiKey);
  return url.href;
};

/** The headers, or an error without a cause: the browser's own repeats the value. */
export const headersOf = (given, hasBody) => {
  const headers = new Headers(hasBody ? { "content-type": "application/json" } : {});
  for (const name in given) {
    try {
      headers.set(name, given[name]);
    } catch {
      return refused(`headers.${name}`, "is not a header that can be sent.");
    }
  }
  return headers;
};

/** A request that is yet to be sent, or an error. */
export const requestTo = (url, headers, body, credentials) =>
  // An answer of a moment ago says nothing of now, and what it says of a person stays out of the browser's cache.
  attempt(() => new Request(url, { cache: "no-store", method: body === undefined ? "GET" : "POST", headers, body, credentials })) ??
  refused("endpoint", "is a URL that the browser refuses to request.");

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

/** What became of a request, by the numbers of src/http/answer.rs. */
export const look = ({ isLate, status, redirected, text, json }, idField) => {
  if (isLate) return 1;
  // Zero is the status of `Response.error()`; what a page's own `fetch` answers with may have none.
  if (!(status > 0)) return 2;
  if (status < 200 || status > 299) return 3;
  if (typeof json !== "object" || !json) return redirected ? 5 : text ? 6 : 4;
  if (typeof json[idField] !== "string" || !json[idField]) return 7;
  return Array.isArray(json.technologies) ? 0 : 8;
};

/** What was thrown, unless it or a property of it repeats the URL's query, as Bun's error does, and the query may hold the API key. */
export const safeCause = (thrown, url, [apiKey]) => {
  if (!apiKey) return thrown;
  const query = new URL(url).search.slice(1);
  try {
    const values = [thrown, ...Reflect.ownKeys(Object(thrown)).map((key) => thrown[key])];
    const isRepeated = query && values.some((value) => typeof value === "string" && value.includes(query));
    return isRepeated ? undefined : thrown;
  } catch {}
};

/** How much of an error's body is kept. */
const longestBody = 2048;

/** What is told of a refusal. A part of a photo is a long run without a space, however it is written. The body's end may be half a character. */
export const refusalOf = ({ status, text }, secrets) => ({
  status,
  body: redacted(`${text}`, secrets).replace(/[\w+/=%\\-]{99,}/g, "***").slice(0, longestBody).replace(/[\ud800-\udbff]$/, ""),
});

/** A text with three asterisks in place of whatever no error may repeat, as it is, in a URL's query, or in the JSON of a server that escapes slashes. */
export const redacted = (text, secrets) =>
  secrets
    .flatMap((secret = "") => [secret, encodeURIComponent(secret), secret.replaceAll("/", "\\/")])
    .reduce((text, secret) => (secret ? text.replaceAll(secret, "***") : text), text);

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

/** The texts of a session's options that no error may repeat. */
export const secretsIn = ({ apiKey, metadata }) => {
  const { face2face, edocument } = metadata ?? {};
  return [apiKey, face2face?.photo1, edocument?.iin?.value, edocument?.phone?.value];
};

/** Right after `finish` the vendor answers with empty sub-results; some answers carry no status. */
export const isComplete = (result) =>
  typeof result.status === "string"
    ? result.status === "FINISHED"
    : ["liveness", "document_recognition", "face2face", "edocument"].some((name) => {
        const part = result[`${name}_result`];
        return typeof part === "object" && part && Object.keys(part).length > 0;
      });

/** What a session is created with, under the vendor's names. */
export const bodyOf = ({ apiKey: api_key, metadata }) => JSON.stringify({ api_key, metadata });

/** Ends the scope after a time. */
export const endAfter = (scope, milliseconds) => after(scope, milliseconds, () => scope.end(LATE));
