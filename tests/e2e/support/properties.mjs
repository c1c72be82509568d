// Properties of the package that hold for whatever a page passes it and whatever the vendor's widget does. Bundled into a page.
import fc from "fast-check";

const text = fc.string({ unit: "binary" });
const throwing = () => {
  throw new Error("the page's own");
};
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

/** Made only when it is used: fast-check itself would stumble over some of them. */
class Made {
  constructor(make) {
    this.make = make;
  }
}
/** An object of some fields, any of which may be a getter that throws. */
class Fields {
  constructor([values, broken]) {
    this.values = values;
    this.broken = broken;
  }

  make() {
    const object = Object.fromEntries(Object.entries(this.values).map(([name, value]) => [name, made(value)]));
    if (this.broken !== null) Object.defineProperty(object, this.broken, { get: throwing, enumerable: true });
    return object;
  }
}
const made = (value) => (value instanceof Made || value instanceof Fields ? value.make() : value);
const record = (fields) =>
  fc
    .tuple(fc.record(fields, { requiredKeys: [] }), fc.option(fc.constantFrom(...Object.keys(fields)), { freq: 15 }))
    .map((parts) => new Fields(parts));

/** Whatever a page may hand out, and what hardly any page would. */
const strange = [
  revoked,
  () => new Proxy({}, new Proxy({}, { get: () => throwing })),
  () => new Proxy(() => {}, new Proxy({}, { get: () => throwing })),
  () => () => {},
  () => class {},
  () => Symbol("page"),
  () => document,
  () => window,
  () => document.createElement("p"),
  () => document.createTextNode("text"),
  () => document.createElement("form").appendChild(Object.assign(document.createElement("input"), { name: "nodeType" })).form,
  () => AbortSignal.abort("aborted"),
  () => ({ aborted: true, addEventListener: throwing }),
  () => ({ aborted: false }),
  () => ({ nodeType: 1 }),
  () => Object.defineProperty([], 0, { get: throwing }),
  () => ({ length: 2 ** 32, href: {} }),
  () => ({ then: throwing }),
  () => new Array(1000).fill("/widget.js"),
  () => "\ud800",
  () => "x".repeat(10_000),
];
const anything = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSet: true, withSparseArray: true, withTypedArray: true }),
  text,
  fc.double(),
  fc.constantFrom(...strange.map((make) => new Made(make))),
);
/** Mostly a value that is right, so that many cases come to their end. */
const mostly = (...values) => fc.oneof({ weight: 3, arbitrary: fc.constantFrom(undefined, ...values) }, { weight: 1, arbitrary: anything });

const script = record({
  url: mostly("/widget.js", new URL("https://example.com/"), ["/widget.js", "/other.js"]),
  nonce: mostly("nonce"),
  integrity: mostly("sha384-x"),
  crossOrigin: mostly("anonymous", "use-credentials"),
  timeout: mostly(1, 15_000, 2 ** 31),
  retries: mostly(0, 100),
});
const options = fc.oneof(
  { weight: 1, arbitrary: anything },
  {
    weight: 15,
    arbitrary: record({
      id: fc.oneof({ weight: 6, arbitrary: fc.constantFrom("one", "two") }, { weight: 1, arbitrary: anything }),
      session_id: mostly("one"),
      selector: mostly("#kyc", "body", document.body),
      locale: mostly("ru", "kk-KZ"),
      presentation: mostly("inline", "dialog"),
      width: mostly(300, "50vw", 0),
      height: mostly(300, "50vh", "auto"),
      // An isolated session loads a script: that is another story.
      isolate: mostly(false).filter((value) => value !== true),
      keepMounted: mostly(false, true),
      script: fc.oneof({ weight: 4, arbitrary: script }, { weight: 1, arbitrary: anything }),
      signal: mostly(new AbortController().signal),
      onStatus: mostly(() => {}, throwing),
    }),
  },
);

const prefilled = fc.oneof({ weight: 1, arbitrary: anything }, { weight: 2, arbitrary: record({ value: mostly("123456789012", "77011234567"), changeable: mostly(true, false) }) });
const metadata = fc.oneof(
  { weight: 1, arbitrary: anything },
  {
    weight: 4,
    arbitrary: record({
      face2face: fc.oneof(anything, record({ photo1: mostly("aGk=", new Blob(["photo"]), new Uint8Array(9)) })),
      edocument: fc.oneof(anything, record({ iin: prefilled, phone: prefilled, skip_input: mostly(true) })),
      general: fc.oneof(anything, record({ interchangeable_tech: mostly(["LD"]) })),
    }),
  },
);

/** How a call ended, if in one of the ways that the contract knows; throws otherwise. All of the aborted signals say "aborted". */
async function endOfCall(call) {
  let error;
  const end = await endOf(call.catch((thrown) => ((error = thrown), Promise.reject(thrown))));
  if (end === "resolved" || error instanceof flow.FlowError) return end;
  if (end === "unsettled") throw new Error("unsettled");
  if (error !== "aborted") throw new Error(`no FlowError: ${error instanceof Error ? error.stack : typeof error}`);
  return "aborted";
}

/** Takes away what `keepMounted` has left, then runs a session that must work. */
async function nextCallWorks() {
  document.querySelectorAll("body > :not(#kyc)").forEach((element) => element.remove());
  document.body.normalize();
  fakeWidget();
  const end = await endOfCall(flow.startSession({ id: "next", selector: "#kyc" }));
  document.querySelector("#kyc").replaceChildren();
  if (end !== "resolved") throw new Error(`the next call: ${end}`);
}

/** A call for each generated value; the next one must work whatever the value was. */
const always = (arbitrary, call) => (runs) =>
  fc.assert(
    fc.asyncProperty(arbitrary, async (value) => {
      await call(made(value));
      await nextCallWorks();
    }),
    { numRuns: runs },
  );

const same = (one, other, what) => {
  if (!Object.is(one, other)) throw new Error(`${what} is not the very same value`);
};
const session = () => flow.startSession({ id: "one", selector: "#kyc" });
const answer = (status, body, headers) => (window.fetch = async () => new Response(body, { status, headers }));
const json = fc.oneof(fc.json(), text, fc.constantFrom("{}", "[]", "null", `{"session_id":"one","technologies":[]}`, `{"id":"one","technologies":[{"name":"LD"}]}`));
const status = fc.oneof(fc.constant(200), fc.integer({ min: 200, max: 599 })).filter((status) => ![204, 205, 304].includes(status));

window.properties = {
  options: always(options, async (options) => {
    fakeWidget();
    await endOfCall(flow.startSession(options));
  }),

  loadOptions: always(fc.oneof(script, options), async (options) => {
    await endOfCall(flow.load(options));
  }),

  detail: always(anything, async (detail) => {
    const event = new CustomEvent("finish", { detail });
    fakeWidget(() => void dispatchEvent(event));
    same((await session()).detail, event.detail, "detail");
  }),

  thrown: always(anything, async (thrown) => {
    fakeWidget(() => {
      throw thrown;
    });
    const error = await session().catch((error) => error);
    if (error.code !== "start_failed") throw new Error(`ended in ${error.code}`);
    same(error.cause, thrown, "cause");
  }),

  rejected: always(anything, async (reason) => {
    fakeWidget(() => Promise.reject(reason));
    const error = await session().catch((error) => error);
    if (error.code !== "start_failed") throw new Error(`ended in ${error.code}`);
    same(error.cause, reason, "cause");
  }),

  returned: always(anything, async (returned) => {
    fakeWidget(() => (queueMicrotask(finish), returned));
    await endOfCall(session());
  }),

  metadata: always(metadata, async (metadata) => {
    answer(200, `{"session_id":"one","technologies":[]}`);
    await endOfCall(flow.createSession({ endpoint: "/create", metadata }));
  }),

  answersToCreate: always(fc.tuple(status, json), async ([status, body]) => {
    answer(status, body);
    await endOfCall(flow.createSession({ endpoint: "/create" }));
  }),

  answersToResult: always(fc.tuple(status, json), async ([status, body]) => {
    answer(status, body);
    await endOfCall(flow.getResult({ endpoint: "/result", id: "one", retries: 0 }));
  }),
};
