// Calls that must compile.
import { createSession, FlowError, getResult, load, startSession } from "flow-embed";
import type { FinishResult, FlowErrorCode, Locale, ScriptOptions, SessionResult, StartOptions, Status } from "flow-embed";

const minimal: StartOptions = { id: "id" };
const complete: StartOptions = {
  id: "id",
  selector: document.body,
  locale: "kk-KZ",
  presentation: "inline",
  width: 400,
  height: "50vh",
  isolate: false,
  keepMounted: true,
  script: { url: [new URL("https://example.com/w.js"), "https://example.com/w.umd.js"] as const, nonce: "n", timeout: 1, retries: 0, crossOrigin: "anonymous" },
  signal: AbortSignal.timeout(1000),
  onStatus: (status: Status) => console.log(status),
};
const withIntegrity: ScriptOptions = { url: "https://example.com/w.js", integrity: "sha384-x" };

const untyped: Promise<FinishResult<unknown>> = startSession(minimal);
const typed: Promise<FinishResult<{ passed: boolean }>> = startSession<{ passed: boolean }>(complete);
const loaded: Promise<void> = load();
const loadedWith: Promise<void> = load({ ...withIntegrity, signal: new AbortController().signal });

const iin: Promise<string | undefined> = getResult({ endpoint: "/result", id: "id" }).then(({ edocument_result }) => edocument_result?.result_json?.common?.docOwner?.iin);
const reason: Promise<string | null | undefined> = getResult({ endpoint: "/result", id: "id" }).then(({ liveness_result }) => liveness_result?.failure_reason?.detail);
const unknownTechnology: Promise<unknown> = getResult({ endpoint: "/result", id: "id" }).then((result) => result.persons_result ?? result.liveness_result?.photo);

const known: Locale = "kz";
function advice(error: unknown): string {
  if (!(error instanceof FlowError)) return "aborted";
  const code: FlowErrorCode = error.code;
  switch (code) {
    case "script_load":
    case "script_timeout":
      return String(error.details.url);
    default:
      return error.retryable ? "again" : error.message;
  }
}
/** Narrowed by its code, an error has the details of that code. */
function told(error: FlowError): string | number | undefined {
  switch (error.code) {
    case "invalid_options":
      return error.details.field;
    case "http":
      return error.details.status >= 500 ? error.details.retryAfter : error.details.body;
    case "result_pending":
      return error.details.result.status;
    case "script_load":
      return error.details.attempts;
    default:
      return error.details.id;
  }
}

const created = startSession({
  id: ({ signal }) => createSession({ endpoint: "/api/flow/session", signal }),
  selector: "#kyc",
  result: { endpoint: "/api/flow/result", interval: 5000, wait: 60_000 },
});
const verdict: Promise<boolean | undefined> = created.then(({ result }) => result.flow_session_result);
const byText = startSession({ id: () => "id" });
const maybe: Promise<SessionResult | undefined> = byText.then(({ result }) => result);
export { advice, iin, known, loaded, loadedWith, maybe, reason, told, typed, unknownTechnology, untyped, verdict };
