/** Languages that the widget speaks. */
export type Locale = "ru" | "en" | "kz";

/** `loading` the vendor's script, `starting` the widget, `active` while the person goes through it, `finished`. */
export type Status = "loading" | "starting" | "active" | "finished";

/** Drop-in superset of the vendor's own `{ id, selector, locale }`. */
export interface StartOptions {
  /** One-time session id, from `createSession` or from your own backend. The vendor's table also calls it `session_id`: both are accepted; two
   *  that differ are `invalid_options`. */
  id: string;
  /** Host element, or a CSS selector for it, in which the container is created.
   *  Left out: `presentation` is "dialog". */
  selector?: string | Element;
  /** Left out: the nearest `lang` attribute around the host, then `navigator.languages`, then "ru".
   *  BCP 47 tags are understood: "kk", "kk-KZ" -> "kz", "ru-RU" -> "ru", "en-GB" -> "en". Anything else given
   *  explicitly is `invalid_options`. */
  locale?: Locale | (string & {});
  /** "inline": in the host. "dialog": a modal `<dialog>` with a close button, Esc, focus kept inside and given back. */
  presentation?: "inline" | "dialog";
  /** Container size: a number is CSS pixels, a string any CSS length or percentage. Left out: the host's own box
   *  where it has one, otherwise 400 x 600. */
  width?: number | string;
  height?: number | string;
  /** Run the widget in a same-origin iframe of its own: the page's CSS cannot reach it, its `finish` cannot be mistaken
   *  for another session's, several can run at once, it works inside a shadow root, and closing it ends everything that it
   *  started. Default false: the way the vendor documents. */
  isolate?: boolean;
  /** Leave the container in the page after `finish`. Default false: the page is left as it was found. */
  keepMounted?: boolean;
  script?: ScriptOptions;
  /** Cancels at any moment; the promise then rejects with `signal.reason`, as web APIs do.
   *  A deadline is `AbortSignal.timeout(ms)`. */
  signal?: AbortSignal;
  /** Called on each change of status. What it throws is reported to the console and changes nothing. */
  onStatus?: (status: Status) => void;
}

export interface ScriptOptions {
  /** Tried in this order until one yields `FlowWidget.startSession`. Default: the vendor's `flow-widget.js`, then its
   *  `flow-widget.umd.js`. https only; http for loopback hosts and same-origin URLs. */
  url?: string | URL | ReadonlyArray<string | URL>;
  /** CSP nonce; left out, the nonce of a script already in the page is used. */
  nonce?: string;
  /** Subresource integrity of the script (with one `url`). */
  integrity?: string;
  crossOrigin?: "anonymous" | "use-credentials";
  /** For one attempt at one URL, in milliseconds. Default 15000. */
  timeout?: number;
  /** Further attempts after a failed one, per URL, with exponential backoff and jitter. Default 2. */
  retries?: number;
}

export interface FinishResult<Detail = unknown> {
  /** The session's id. */
  readonly id: string;
  /** `event.detail` of the vendor's `finish`, the very same value, not a copy. Advisory: it comes from the visitor's browser.
   *  The verdict is what your server reads with `getResult`. */
  readonly detail: Detail;
}

/** Creates the container, loads the vendor's script once, starts the widget and resolves on its `finish`. */
export function startSession<Detail = unknown>(options: StartOptions): Promise<FinishResult<Detail>>;

/** Loads the vendor's script ahead of time. Calling it again is free; a failed load can be tried again. */
export function load(options?: ScriptOptions & { signal?: AbortSignal }): Promise<void>;

/** What this browser and page allow, without asking the person for anything. */
export function checkEnvironment(): Promise<Environment>;
export interface Environment {
  secureContext: boolean;
  camera: "granted" | "prompt" | "denied" | "missing" | "blocked" | "unknown";
  /** What stands in the way of a session, each with what to do about it, in English, for developers. */
  problems: ReadonlyArray<{ code: "insecure_context" | "camera_denied" | "camera_missing" | "camera_blocked"; message: string }>;
}

export interface RequestOptions {
  /** Your own backend's URL, which adds the API key on the server, or a URL that stands in for the vendor's.
   *  Default: the vendor's. */
  endpoint?: string | URL;
  /** The flow's API KEY. In a browser it is visible to every visitor: one console warning per page says so. */
  apiKey?: string;
  headers?: Readonly<Record<string, string>>;
  credentials?: RequestCredentials;
  signal?: AbortSignal;
  /** For one attempt. Default 15000. */
  timeout?: number;
  /** Further attempts after a network failure, 429 (honouring Retry-After) or 5xx. `createSession`: default 0, since a
   *  session created twice is paid for twice. `getResult`: default 2. */
  retries?: number;
}

export interface CreateSessionOptions extends RequestOptions {
  metadata?: SessionMetadata;
}

/** Checked before anything is sent; a bad value is `invalid_options` with `details.field` naming it. */
export interface SessionMetadata {
  face2face?: {
    /** The photo to compare with: base64 (a `data:` URL's prefix is dropped), or the image itself. */
    photo1?: string | Blob | ArrayBuffer | ArrayBufferView;
  };
  edocument?: {
    /** 12 digits. */
    iin?: PrefilledField;
    /** Sent as 77*********; "+7 7xx xxx-xx-xx" and "8 (7xx) ..." are brought to that form. */
    phone?: PrefilledField;
    /** Only with both values given and both `changeable: false`; otherwise `invalid_options`. */
    skip_input?: boolean;
  };
  general?: { interchangeable_tech?: ReadonlyArray<string> };
}
export interface PrefilledField {
  value?: string;
  changeable?: boolean;
}

export interface Session {
  session_id: string;
  technologies: string[];
  [field: string]: unknown;
}
export function createSession(options: CreateSessionOptions): Promise<Session>;

export interface GetResultOptions extends RequestOptions {
  id: string;
  /** Ask again, with growing pauses, until the result is complete. `true`: for 60000 ms. Default false. */
  wait?: boolean | { timeout?: number; interval?: number };
}

/** The vendor's answer, whole: fields that are not listed here are kept. */
export interface SessionResult {
  id: string;
  technologies: ReadonlyArray<{ name: string; description?: string; code?: string }>;
  status?: "PROGRESS" | "FINISHED" | (string & {});
  flow_session_result?: boolean;
  flow_session_failure_reasons?: string[];
  liveness_result?: Record<string, unknown>;
  document_recognition_result?: Record<string, unknown>;
  face2face_result?: Record<string, unknown>;
  edocument_result?: Record<string, unknown>;
  [field: string]: unknown;
}
export function getResult(options: GetResultOptions): Promise<SessionResult>;

/** True if the 12 digits are an IIN: a real date of birth, a known century digit, and the check digit. */
export function isValidIin(iin: string): boolean;

export type FlowErrorCode =
  | "invalid_options"      // details.field: the path of the offending option, e.g. "metadata.edocument.phone.value"
  | "container_not_found"  // no element matches `selector`
  | "container_size"       // the container has no height or no width on the page
  | "container_removed"    // the container left the page while the session ran
  | "session_active"       // another session without `isolate` is running in this page
  | "script_load"          // retryable; details.url, details.attempts
  | "script_timeout"       // retryable; details.url, details.attempts
  | "script_incompatible"  // loaded, but there is no FlowWidget.startSession
  | "start_failed"         // FlowWidget.startSession threw or rejected; `cause` is what it threw
  | "cancelled"            // the person closed the dialog
  | "network"              // retryable; the request did not reach the server, or CORS refused it
  | "request_timeout"      // retryable
  | "http"                 // details.status, details.body (at most 2048 characters); retryable for 429 and 5xx
  | "protocol"             // the answer is not the JSON that was promised; details.field
  | "result_pending"       // retryable; details.result: the last answer
  | "wasm_unavailable";    // WebAssembly is missing or the page's CSP forbids it; the message names the directive

/** Every rejection but an abort (which is `signal.reason`) is one of these. No message holds an API key, an IIN, a phone or a photo. */
export class FlowError extends Error {
  readonly name: "FlowError";
  readonly code: FlowErrorCode;
  /** Whether the same call may succeed if simply made again. */
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}
