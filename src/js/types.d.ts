// What only pages have, or only newer servers, is taken from the global object, so that these types need no library of TypeScript's beyond ES2022.
type Global = typeof globalThis;
type Element = Global extends { Element: { prototype: infer Found } } ? Found : never;
type URL = Global extends { URL: { prototype: infer Found } } ? Found : { readonly href: string };
type AbortSignal = Global extends { AbortSignal: { prototype: infer Found } } ? Found : { readonly aborted: boolean };
type Blob = Global extends { Blob: { prototype: infer Found } } ? Found : never;
type RequestCredentials = "omit" | "same-origin" | "include";
export {};

/** Languages that the widget speaks. */
export type Locale = "ru" | "en" | "kz";

/** `loading` the vendor's script, `starting` the widget, `active` while the person goes through it, `finished`. Since 0.2: `creating` while
 *  an `id` function is awaited, `checking` while a `result` is awaited after the widget's `finish`. */
export type Status = "creating" | "loading" | "starting" | "active" | "checking" | "finished";

/** Since 0.2. What yields the id, asked once, when the session starts; the script loads meanwhile: `({ signal }) => createSession({ endpoint, signal })`. */
export type SessionSource = (context: { readonly signal: AbortSignal }) => SessionReference | PromiseLike<SessionReference>;
export type SessionReference = string | { readonly session_id: string };

/** Drop-in superset of the vendor's own `{ id, selector, locale }`. */
export interface StartOptions {
  /** One-time session id, from `createSession` or from your own backend. The vendor's table also calls it
   *  `session_id`: both are accepted; two that differ are `invalid_options`. Since 0.2: or a function that yields it. */
  id: string | SessionSource;
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
  /** Since 0.2. Ask your server for the result, too: calmly while the person is at the checks, and after `finish` until it is complete. The promise
   *  then resolves with `result`, also where the page never hears `finish`: the person went on with a phone, or the widget lost its connection. */
  result?: ResultOptions;
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
  /** `event.detail` of the vendor's `finish`, the very same value, not a copy; `undefined` where a `result` ended the session before it. Advisory: it comes from the visitor's browser.
   *  The verdict is what your server reads with `getResult`. */
  readonly detail: Detail;
  /** Since 0.2. The server's answer, where `result` was asked for. */
  readonly result?: SessionResult;
}

/** Since 0.2. */
export interface ResultOptions {
  /** Your own backend's URL, which adds the API key. */
  endpoint: string | URL;
  headers?: Readonly<Record<string, string>>;
  credentials?: RequestCredentials;
  /** For one request, as everywhere. Default 15000. */
  timeout?: number;
  /** Between two questions while the status is `active`, in milliseconds; grows to three times as much. Default 5000; the first comes so long after `active`. A hidden tab asks at most every 30000. */
  interval?: number;
  /** How long to ask after `finish`, in milliseconds. Default 60000; then `result_pending`, whose `details.id` is all that `getResult` needs and whose `details.detail` is the widget's. */
  wait?: number;
}

/** Creates the container, loads the vendor's script once, starts the widget and resolves on its `finish`; with `result`, on the server's answer. */
export function startSession<Detail = unknown>(options: StartOptions & { result: ResultOptions }): Promise<FinishResult<Detail | undefined> & { readonly result: SessionResult }>;
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

/** Why something was not passed: the vendor's words. */
export interface VendorReason { type?: string; detail?: string | null; [field: string]: unknown }
/** Sub-results: empty until the vendor is done with them. The vendor sends scores as texts, seldom as numbers. */
export interface LivenessResult {
  result?: boolean; prediction?: string | number; eye_closed?: boolean; face_center?: boolean; face_direction?: string;
  failure_reason?: VendorReason | null; [field: string]: unknown;
}
export interface Face2FaceResult { result?: boolean; prediction?: string | number; prediction_percent?: string | number; failure_reason?: VendorReason | null; [field: string]: unknown }
export interface DocumentRecognitionResult {
  first_name?: string; last_name?: string; patronymic?: string; personal_number?: string; date_of_birth?: string; document_number?: string; authority?: string;
  failure_reason?: VendorReason | null; [field: string]: unknown;
}
export interface EDocumentResult {
  phone?: string; result_json?: { common?: { docOwner?: { iin?: string; firstName?: string; lastName?: string; middleName?: string }; docNumber?: string; [field: string]: unknown }; [field: string]: unknown };
  failure_reason?: VendorReason | null; [field: string]: unknown;
}
export interface GbdflResult { status?: "VALID" | "INVALID" | "PENDING" | "TIMEOUT" | (string & {}); iin?: string; result_json?: Record<string, unknown>; [field: string]: unknown }

/** The vendor's answer, whole: fields that are not listed here are kept. */
export interface SessionResult {
  id: string;
  technologies: ReadonlyArray<{ name: string; description?: string; code?: string }>;
  status?: "PROGRESS" | "FINISHED" | (string & {});
  flow_session_result?: boolean;
  flow_session_failure_reasons?: ReadonlyArray<string | VendorReason>;
  liveness_result?: LivenessResult;
  document_recognition_result?: DocumentRecognitionResult;
  face2face_result?: Face2FaceResult;
  edocument_result?: EDocumentResult;
  gbdfl_result?: GbdflResult;
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
  | "session_unavailable"  // since 0.2: the `id` function threw, rejected with what is no FlowError, or yielded no id; `cause`
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

/** Since 0.2. By code; whatever else may come is kept by the index. `id` is the session's, where there is one. */
export interface FlowErrorDetails {
  invalid_options: { readonly field: string };
  script_load: { readonly url: string; readonly attempts: number };
  script_timeout: { readonly url: string; readonly attempts: number };
  script_incompatible: { readonly url: string; readonly attempts: number };
  network: { readonly url: string };
  request_timeout: { readonly url: string };
  /** `body`: at most 2048 characters, without what was secret; `json`: the same, if it is JSON; `retryAfter`: milliseconds. */
  http: { readonly url: string; readonly status: number; readonly body: string; readonly json?: unknown; readonly retryAfter?: number };
  protocol: { readonly field?: string };
  result_pending: { readonly result: SessionResult; readonly detail?: unknown };
}
type DetailsOf<Code extends FlowErrorCode> = Readonly<Record<string, unknown>> & { readonly id?: string } & (Code extends keyof FlowErrorDetails ? FlowErrorDetails[Code] : {});

interface FlowErrorOf<Code extends FlowErrorCode> extends Error {
  readonly name: "FlowError";
  readonly code: Code;
  /** Whether the same call may succeed if simply made again. */
  readonly retryable: boolean;
  readonly details: DetailsOf<Code>;
  readonly cause?: unknown;
}

/** Every rejection but an abort (which is `signal.reason`) is one of these: narrow on `code`. No message holds an API key, an IIN, a phone or a photo. */
export type FlowError = { [Code in FlowErrorCode]: FlowErrorOf<Code> }[FlowErrorCode];
/** For `instanceof`. Made by this package alone. */
export declare const FlowError: { readonly prototype: FlowError; new (...none: never[]): FlowError };
