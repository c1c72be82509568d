import type { FinishResult, FlowError, Locale, ScriptOptions, Status } from "./index.js";

/**
 * Attributes: session-id, locale, width, height, presentation, isolate, keep-mounted, manual. Each is a property too, in camelCase;
 * they mean what the options of `startSession` mean. It starts when it is connected and has a session id, unless `manual`. Another
 * session id ends the running session and starts the new one; whatever else is changed counts for the next session.
 * Moving it in the page does not end the session; removing it does. Where it is hidden, it starts when it is shown.
 */
export class FlowEmbedElement extends HTMLElement {
  sessionId: string;
  locale: Locale | (string & {}) | null;
  width: number | string | null;
  height: number | string | null;
  presentation: "inline" | "dialog";
  isolate: boolean;
  keepMounted: boolean;
  /** Waits for `start()`. */
  manual: boolean;
  /** Property only. */
  script: ScriptOptions | undefined;
  readonly status: Status | "idle" | "failed";
  /** Starts the session, once the element is shown; where it runs already, yields its promise. */
  start(): Promise<FinishResult>;
  /** Ends the running session; what `start()` returned rejects with an `AbortError`. */
  cancel(): void;
  /** Back to idle, ready for another session id. */
  reset(): void;
}

/** Defines the element under another name; where the name is taken, and on a server, it does nothing. */
export function define(tagName?: string): void;

/** All of them bubble and are composed. */
export interface FlowEmbedEventMap {
  "flow-finish": CustomEvent<FinishResult>;
  "flow-error": CustomEvent<FlowError>;
  "flow-status": CustomEvent<Status>;
}

declare global {
  interface HTMLElementTagNameMap {
    "flow-embed": FlowEmbedElement;
  }
  interface GlobalEventHandlersEventMap extends FlowEmbedEventMap {}
}
