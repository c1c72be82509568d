import type { AriaAttributes, CSSProperties, DetailedHTMLProps, HTMLAttributes, ReactElement, Ref } from "react";
import type { FlowEmbedElement, FlowEmbedEventMap } from "./element.js";
import type { FinishResult, FlowError, Locale, ScriptOptions, StartOptions, Status } from "./index.js";

/**
 * What `startSession` takes, and what any element has. Whatever else than `sessionId` is changed while a session runs counts for the next
 * one.
 */
export interface FlowEmbedProps extends AriaAttributes {
  /** Another id ends the running session and starts the new one. */
  sessionId: string;
  locale?: Locale | (string & {});
  width?: number | string;
  height?: number | string;
  presentation?: "inline" | "dialog";
  isolate?: boolean;
  keepMounted?: boolean;
  script?: ScriptOptions;
  id?: string;
  className?: string;
  style?: CSSProperties;
  /** The element, in React 18 as well. */
  ref?: Ref<FlowEmbedElement>;
  [data: `data-${string}`]: unknown;
  onFinish?: (result: FinishResult) => void;
  onError?: (error: FlowError) => void;
  onStatus?: (status: Status) => void;
}

/** Renders `<flow-embed>`, which is defined when the first one is mounted, and runs a session for as long as it is mounted. */
export function FlowEmbed(props: FlowEmbedProps): ReactElement;

/** `start` takes StartOptions less `signal`; unmounting cancels, and from then on `start` rejects with an `AbortError`. */
export function useFlowSession(): {
  start: (options: Omit<StartOptions, "signal">) => Promise<FinishResult>;
  cancel: () => void;
  status: Status | "idle" | "failed";
  result: FinishResult | undefined;
  error: FlowError | undefined;
};

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      /** The element of `flow-embed/element`: its attributes, and from React 19 on its properties and events. */
      "flow-embed": DetailedHTMLProps<HTMLAttributes<FlowEmbedElement>, FlowEmbedElement> & {
        "session-id"?: string;
        locale?: Locale | (string & {});
        width?: number | string;
        height?: number | string;
        presentation?: "inline" | "dialog";
        isolate?: boolean;
        "keep-mounted"?: boolean;
        manual?: boolean;
        sessionId?: string;
        keepMounted?: boolean;
        script?: ScriptOptions;
        "onflow-finish"?: (event: FlowEmbedEventMap["flow-finish"]) => void;
        "onflow-error"?: (event: FlowEmbedEventMap["flow-error"]) => void;
        "onflow-status"?: (event: FlowEmbedEventMap["flow-status"]) => void;
      };
    }
  }
}
