// The API key, an IIN, a phone and a photo are in no error and in no line of the console.
import assert from "node:assert/strict";
import { test } from "node:test";
import { creating, resulting, session } from "./support/echo.mjs";
import { requestsHarness } from "./support/requests.mjs";

const it = requestsHarness();

const secrets = {
  apiKey: "KEY/of+the=flow".padEnd(47, "7"),
  iin: "870101300005",
  phone: "77051234567",
  photo: `/9j/${"4AAQSkZJRgABAQ".repeat(20)}AA==`,
};
const metadata = {
  face2face: { photo1: secrets.photo },
  edocument: { iin: { value: secrets.iin, changeable: false }, phone: { value: "+7 (705) 123-45-67", changeable: false }, skip_input: true },
};

/** Notes whatever is said on the console, in words. */
const page = { head: `<script>
  window.said = [];
  for (const method of ["log", "info", "warn", "error", "debug", "trace"]) console[method] = (...values) => said.push(method + ": " + values.map(String).join(" "));
  window.inWords = (error, depth = 0) => [
    String(error), error?.message, error?.stack, JSON.stringify(error), JSON.stringify(error?.details),
    ...(error?.cause !== undefined && depth < 5 ? [inWords(error.cause, depth + 1)] : []),
  ].join("\\n");
</script>` };

/** What an error, and the console, say of a call that fails. */
const wordsOf = async (name, options) => {
  await it.open(page);
  const [code, words, said] = await it.run(async (flow, name, options) => {
    const error = await flow[name](options).then(() => undefined, (error) => error);
    return [error?.code, inWords(error), said];
  }, name, options);
  assert.equal(typeof code, "string");
  return [words, ...said].join("\n");
};

/** What is found of a long one however it is written: a part that no URL and no JSON writes in another way. */
const traceOf = (secret) => (secret.length < 40 ? secret : secret.slice(17, 47));
const assertSilent = (words, hidden = Object.values(secrets)) => {
  for (const secret of hidden) assert.equal(words.includes(traceOf(secret)), false, words);
};

/** A server that repeats all it was sent, in the way of a debug page. */
const repeating = (status) => ({ method, headers, query, body }) => ({ status, body: `${method} ${JSON.stringify([headers, query])} ${body}` });

/** Others: one that shows the URL as it was sent, one that escapes slashes in JSON as PHP does, one that shows a part of what it got. */
const repeatingUrl = (status) => ({ url }) => ({ status, body: `Not found: ${url}` });
const repeatingEscaped = (status) => ({ body }) => ({ status, body: JSON.stringify({ got: body }).replaceAll("/", "\\/") });
const repeatingPart = (status) => ({ body }) => ({ status, body: `${body.slice(0, 300)}…` });

const failures = {
  "a refusal that shows the URL": () => it.echo.endpoint(repeatingUrl(404)).url,
  "a refusal that repeats the request with its slashes escaped": () => it.echo.endpoint(repeatingEscaped(400)).url,
  "a refusal that repeats a part of the request": () => it.echo.endpoint(repeatingPart(400)).url,
  "a refusal that repeats the request": () => it.echo.endpoint(repeating(400)).url,
  "a failure that repeats the request": () => it.echo.endpoint(repeating(500)).url,
  "an answer that is not JSON and repeats the request": () => it.echo.endpoint(repeating(200)).url,
  "an answer of another shape": () => it.echo.endpoint({ body: {} }).url,
  "a connection that breaks": (path) => path({ fault: "drop" }),
  "an answer that breaks off": (path) => path({ fault: "truncate" }),
  "a server that does not answer": (path) => path({ fault: "hang" }),
  "a refusal by CORS": (path) => path({ fault: "no-cors" }),
  "a redirect to a login page": (path) => path({ fault: "redirect" }),
  "an endpoint with a secret in its query": () => `${it.echo.endpoint({ status: 404, body: "" }).url}?token=${secrets.apiKey}`,
  "an endpoint with a secret in its path": () => `${it.echo.origin}/${secrets.apiKey}/${secrets.iin}`,
  "an endpoint with a name and a password": () => `https://${secrets.iin}:${encodeURIComponent(secrets.apiKey)}@127.0.0.1/`,
  "an endpoint that is no URL": () => `http://[${secrets.apiKey}`,
};
for (const [name, endpoint] of Object.entries(failures)) {
  test(`Not of createSession after ${name}`, async () => {
    const options = { endpoint: endpoint((wishes) => it.createUrl(wishes)), apiKey: secrets.apiKey, metadata, timeout: 300 };
    assertSilent(await wordsOf("createSession", options));
  });

  test(`Not of getResult after ${name}`, async () => {
    const options = { endpoint: endpoint((wishes) => it.resultUrl(wishes)), apiKey: secrets.apiKey, id: "the-session", timeout: 300, retries: 0 };
    assertSilent(await wordsOf("getResult", options), [secrets.apiKey]);
  });
}

const wrong = {
  "an IIN": { metadata: { edocument: { iin: { value: `${secrets.iin}1` } } } },
  "a phone": { metadata: { edocument: { phone: { value: `${secrets.phone}1` } } } },
  "a photo": { metadata: { face2face: { photo1: `${secrets.photo}A` } } },
  "a photo that is text": { metadata: { face2face: { photo1: `photo ${secrets.photo}` } } },
  "an API key that is no text": { apiKey: [secrets.apiKey] },
  "a header": { headers: { authorization: `Bearer\n${secrets.apiKey}` } },
  "an IIN in the wrong place": { metadata: { edocument: { iin: secrets.iin, phone: secrets.phone } } },
};
for (const [name, options] of Object.entries(wrong)) {
  test(`Not where ${name} is refused`, async () => {
    assertSilent(await wordsOf("createSession", { endpoint: creating(it.echo).url, ...options }));
  });
}

/** What the page says on its console during these calls. */
const saidDuring = async (story, ...values) => {
  await it.open(page);
  return it.run(async (flow, story, ...values) => (await eval(story)(flow, ...values), said), `(${story})`, ...values);
};

test("An API key in a page is warned of once, whatever the calls and however many copies of the package", async () => {
  const said = await saidDuring(
    async (flow, apiKey, creating, resulting) => {
      const copy = await import("/dist/index.js?copy");
      for (const { createSession, getResult } of [flow, copy]) {
        await createSession({ endpoint: creating, apiKey });
        await getResult({ endpoint: resulting, id: "the-session", apiKey });
      }
    },
    secrets.apiKey,
    creating(it.echo).url,
    resulting(it.echo).url,
  );
  assert.equal(said.length, 1);
  assert.match(said[0], /^warn: flow-embed: .*on your server.*`endpoint`/);
  assertSilent(said[0]);
});

test("Without an API key nothing is said, whether the calls succeed or fail", async () => {
  const said = await saidDuring(
    async (flow, metadata, creating, failing) => {
      await flow.createSession({ endpoint: creating, metadata });
      await flow.createSession({ endpoint: failing, metadata }).catch(() => {});
      await flow.getResult({ endpoint: failing, id: "the-session" }).catch(() => {});
    },
    metadata,
    creating(it.echo).url,
    it.echo.endpoint({ status: 400, body: "" }).url,
  );
  assert.deepEqual(said, []);
});

test("A photo that is given as bytes is in no error either", async () => {
  await it.open(page);
  const words = await it.run(async (flow, endpoint, photo) => {
    const photo1 = Uint8Array.from(atob(photo), (character) => character.charCodeAt(0));
    return inWords(await flow.createSession({ endpoint, metadata: { face2face: { photo1 } } }).catch((error) => error));
  }, it.echo.endpoint(repeating(422)).url, secrets.photo);
  assert.match(words, /photo1/);
  assertSilent(words, [secrets.photo]);
});

test("What was sent stays out of an answer's error only: a good answer is handed over as it is", async () => {
  const endpoint = it.echo.endpoint({ body: { ...session, iin: secrets.iin } });
  await it.open();
  assert.equal((await it.createSession({ endpoint: endpoint.url, metadata })).iin, secrets.iin);
});
