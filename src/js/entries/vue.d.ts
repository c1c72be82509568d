import type { AriaAttributes, ComponentOptionsMixin, ComputedRef, DefineComponent, HTMLAttributes, PublicProps } from "vue";
import type { FlowEmbedElement, FlowEmbedEventMap } from "./element.js";
import type { FinishResult, FlowError, Locale, ScriptOptions, StartOptions, Status } from "./index.js";

/** What `startSession` takes. Whatever else than `sessionId` is changed while a session runs counts for the next one. */
export interface FlowEmbedProps {
  /** Another id ends the running session and starts the new one. */
  sessionId: string;
  locale?: Locale | (string & {});
  width?: number | string;
  height?: number | string;
  presentation?: "inline" | "dialog";
  isolate?: boolean;
  keepMounted?: boolean;
  script?: ScriptOptions;
}

/** Renders `<flow-embed>`, which is defined when the first one is mounted, and runs a session for as long as it is mounted. `$el` is the element. */
export const FlowEmbed: DefineComponent<
  FlowEmbedProps,
  {},
  {},
  {},
  {},
  ComponentOptionsMixin,
  ComponentOptionsMixin,
  {
    finish: (result: FinishResult) => void;
    error: (error: FlowError) => void;
    status: (status: Status) => void;
  },
  "finish" | "error" | "status",
  PublicProps & AriaAttributes & { id?: string; [data: `data-${string}`]: unknown }
>;

/** `start` takes StartOptions less `signal`; the end of the component or effect scope cancels, and from then on `start` rejects with an
 *  `AbortError`. */
export function useFlowSession(): {
  start: (options: Omit<StartOptions, "signal">) => Promise<FinishResult>;
  cancel: () => void;
  status: ComputedRef<Status | "idle" | "failed">;
  result: ComputedRef<FinishResult | undefined>;
  error: ComputedRef<FlowError | undefined>;
};

/** The element's own members that a template may set. */
type Settable = "sessionId" | "locale" | "width" | "height" | "presentation" | "isolate" | "keepMounted" | "manual" | "script";

declare module "vue" {
  interface GlobalComponents {
    /** The element of `flow-embed/element`. */
    "flow-embed": new () => FlowEmbedElement & {
      $props: HTMLAttributes & Partial<Pick<FlowEmbedElement, Settable>> & PublicProps;
      $emit: <Name extends keyof FlowEmbedEventMap>(name: Name, event: FlowEmbedEventMap[Name]) => void;
    };
  }
}
