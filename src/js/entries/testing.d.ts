/** Where there is no page, tests bring a window of their own, such as jsdom's. */
type Window = typeof globalThis extends { Window: { prototype: infer Found } } ? Found : object;

export interface FakeWidgetOptions {
  /**
   * What the widget does once it is started. Default "manual": nothing happens until `finish()` is called. `after` is in milliseconds;
   * left out, it finishes in the same task. "script-fails": the vendor's script cannot be loaded, as without a network, with all
   * the retries and pauses of the field; `script: { retries: 0 }` makes it short.
   */
  outcome?: "manual" | { finish: unknown; after?: number } | { throws: unknown } | { rejects: unknown } | "script-fails";
  /** Default: the global `window`. */
  window?: Window;
}

export interface FakeWidget {
  /** What the vendor's startSession was called with, in order. */
  readonly calls: ReadonlyArray<{ id: string; selector: string; locale: string }>;
  /** Finishes the session that was started last; before one is started, the next one as soon as it is. */
  finish(detail?: unknown): void;
  /** As it was before. */
  uninstall(): void;
}

export {};

/**
 * Puts a FlowWidget into the page that does what the test says, with no network, in jsdom, happy-dom or a browser. What the DOM
 * emulations lack (layout, dialogs) is made up while it is installed. The function stands by itself: a browser driver can
 * send it into a page, as in `page.addInitScript(installFakeWidget, { outcome: { finish: {} } })`.
 */
export function installFakeWidget(options?: FakeWidgetOptions): FakeWidget;
