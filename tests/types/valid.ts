// Calls that must compile.
import { FlowError, load, startSession } from "flow-embed";
import type { FinishResult, FlowErrorCode, Locale, ScriptOptions, StartOptions, Status } from "flow-embed";

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
export { advice, known, loaded, loadedWith, typed, untyped };
