/** The contract of the other entries; `contract` itself is contract.d.ts beside this file. */

declare module "contract/slim" {
  export * from "contract";
  /** Where the wasm is: `flow-embed/flow_embed.wasm` as your bundler or CDN serves it. Needed once, before the first call;
   *  again is a no-op. */
  export function init(source: string | URL | Response | Promise<Response> | BufferSource | WebAssembly.Module): Promise<void>;
}

/** Importing it defines `<flow-embed>` (on a server: nothing). */
declare module "contract/element" {
  import type { FinishResult, FlowError, Locale, ScriptOptions, Status } from "contract";
  /** Attributes: session-id, locale, width, height, presentation, isolate, keep-mounted, manual. Each is a property too, in camelCase.
   *  Starts when it is connected and has a session id, unless `manual`. Moving it does not end the session; removing it does. */
  export class FlowEmbedElement extends HTMLElement {
    sessionId: string;
    locale: Locale | (string & {}) | null;
    width: number | string | null;
    height: number | string | null;
    presentation: "inline" | "dialog";
    isolate: boolean;
    keepMounted: boolean;
    manual: boolean;
    /** Property only. */
    script: ScriptOptions | undefined;
    readonly status: Status | "idle" | "failed";
    start(): Promise<FinishResult>;
    cancel(): void;
    /** Back to idle, ready for another session id. */
    reset(): void;
  }
  export function define(tagName?: string): void;
  /** Events, bubbling and composed: `flow-finish` (detail: FinishResult), `flow-error` (detail: FlowError), `flow-status` (detail: Status). */
  export interface FlowEmbedEventMap {
    "flow-finish": CustomEvent<FinishResult>;
    "flow-error": CustomEvent<FlowError>;
    "flow-status": CustomEvent<Status>;
  }
}

declare module "contract/react" {
  import type { AriaAttributes, CSSProperties, Ref } from "react";
  import type { FlowEmbedElement } from "flow-embed/element";
  import type { FinishResult, FlowError, Locale, ScriptOptions, Status } from "contract";
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
    ref?: Ref<FlowEmbedElement>;
    [data: `data-${string}`]: unknown;
    onFinish?: (result: FinishResult) => void;
    onError?: (error: FlowError) => void;
    onStatus?: (status: Status) => void;
  }
  export function FlowEmbed(props: FlowEmbedProps): import("react").ReactElement;
  /** `start` takes StartOptions less `signal`; unmounting cancels. */
  export function useFlowSession(): {
    start: (options: Omit<import("contract").StartOptions, "signal">) => Promise<FinishResult>;
    cancel: () => void;
    status: Status | "idle" | "failed";
    result: FinishResult | undefined;
    error: FlowError | undefined;
  };
}
/* flow-embed/vue: component FlowEmbed with the same props and the events finish, error, status; composable useFlowSession. */

/** For the tests of whoever integrates: a FlowWidget that does what the test says. No network, any DOM (jsdom, happy-dom, a browser). */
declare module "contract/testing" {
  export interface FakeWidgetOptions {
    /** Default "manual": nothing happens until `finish()` is called. */
    outcome?: "manual" | { finish: unknown; after?: number } | { throws: unknown } | { rejects: unknown } | "script-fails";
    window?: Window;
  }
  export interface FakeWidget {
    /** What the vendor's startSession was called with, in order. */
    readonly calls: ReadonlyArray<{ id: string; selector: string; locale: string }>;
    finish(detail?: unknown): void;
    /** As it was before. */
    uninstall(): void;
  }
  export function installFakeWidget(options?: FakeWidgetOptions): FakeWidget;
}
