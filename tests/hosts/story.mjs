// What every host goes through. It knows nothing of the host but fetch, and yields plain data for the tests to look at.

const apiKey = "sandbox_LD-F2F_".padEnd(47, "0");

/** `origin` is the sandbox's, `inspect` is the host's own way to print an error with all that hangs on it. */
export async function story(flow, origin, inspect) {
  const said = [];
  const { warn } = console;
  console.warn = (text) => void said.push(String(text));
  const url = (call, wishes = {}) => `${origin}/api/v1/flows/session/${call}/?${new URLSearchParams(wishes)}`;
  const failed = (promise) => promise.then(() => ({ code: "resolved" }), (error) => error);
  const summary = async (promise) => {
    const error = await failed(promise);
    return { code: error.code, isFlowError: error instanceof flow.FlowError, details: error.details, tellsKey: inspect(error).includes(apiKey) };
  };
  const aborted = async (reason, start) => {
    const controller = new AbortController();
    const call = start(controller.signal);
    await call.moment;
    controller.abort(reason);
    const rejected = await call.promise.catch((reason) => reason);
    return Object.is(rejected, reason);
  };
  const post = (path, body) => fetch(origin + path, { method: "POST", body: JSON.stringify(body) });
  const arrived = (key) => fetch(`${origin}/sandbox/log/wait?key=${key}`);
  const closed = async (key) => (await (await fetch(`${origin}/sandbox/log/wait?key=${key}&closed=1`)).json()).length;
  const key = `host-${Math.random()}`;

  const photo = Uint8Array.of(1, 2, 0xff, 0xd8, 0xff, 0xe0).subarray(2);
  const session = await flow.createSession({ endpoint: url("create"), apiKey, metadata: { face2face: { photo1: photo } } });
  const withBlob = await flow.createSession({ endpoint: new URL(url("create")), apiKey, metadata: { face2face: { photo1: new Blob([photo]) } } });
  const reading = { endpoint: url("result"), apiKey, id: session.session_id };
  const first = await flow.getResult(reading);
  await post("/widget/session/begin", { session_id: session.session_id });
  const technologies = ["LD", "F2F"].map((code) => ({ code, passed: true }));
  await post("/widget/session/complete", { session_id: session.session_id, cancelled: false, technologies });
  const last = await flow.getResult({ ...reading, wait: { interval: 50, timeout: 20_000 } });

  const hanging = { ...reading, endpoint: url("result", { fault: "hang", key }) };
  const reason = { of: "this host" };
  const report = {
    technologies: [session.technologies, withBlob.technologies],
    statuses: [first.status, last.status],
    verdict: last.flow_session_result,
    aborts: {
      before: (await failed(flow.createSession({ endpoint: url("create"), apiKey, signal: AbortSignal.abort("before") }))) === "before",
      duringRequest: await aborted(reason, (signal) => ({ promise: flow.getResult({ ...hanging, signal }), moment: arrived(key) })),
      closedConnections: await closed(key),
      duringPause: await aborted(null, (signal) => ({
        promise: flow.getResult({ endpoint: url("result", { fault: "status", status: 429, "retry-after": 30, key: `${key}-pause` }), apiKey, id: "x", signal }),
        moment: arrived(`${key}-pause`),
      })),
    },
    timeout: await summary(flow.getResult({ ...hanging, timeout: 100, retries: 0 })),
    network: await summary(flow.getResult({ ...reading, endpoint: "http://127.0.0.1:1/", retries: 0 })),
    broken: await summary(flow.getResult({ ...reading, endpoint: url("result", { fault: "truncate" }), retries: 0 })),
    refused: await summary(flow.createSession({ endpoint: url("create"), apiKey: "7".repeat(47) })),
    relative: await summary(flow.createSession({ endpoint: "/api/flow/session" })),
    page: await summary(flow.startSession({ id: "one", selector: "#kyc" })),
    isValidIin: [flow.isValidIin("000101500001"), flow.isValidIin("123456789012")],
  };
  console.warn = warn;
  return { ...report, said };
}
