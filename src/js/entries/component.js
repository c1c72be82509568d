// What the React and the Vue entry have in common.
import { startSession } from "flow-embed";

/**
 * Runs a component's session in its host; the returned function ends it, and from then on nothing is told.
 * `tell` gets "status", "finish" or "error", and the value.
 */
export function runIn(host, { sessionId: id, ...options }, tell) {
  const controller = new AbortController();
  const { signal } = controller;
  const unlessEnded = (name) => (value) => {
    if (!signal.aborted) tell(name, value);
  };
  const session = startSession({ ...options, id, selector: host, signal, onStatus: unlessEnded("status") });
  session.then(unlessEnded("finish"), unlessEnded("error"));
  return () => controller.abort();
}

export const idle = { status: "idle", result: undefined, error: undefined };

/**
 * `start` and `cancel` for one session at a time; `show` gets the state at each change. `abort` shows nothing: it is for the moment in which
 * the component may not be told.
 */
export function sessionWithState(show) {
  let running;

  const abort = () => running?.abort();

  const cancel = () => {
    if (!running) return;
    abort();
    running = undefined;
    show(idle);
  };

  const start = (options) => {
    cancel();
    const controller = new AbortController();
    running = controller;
    const unlessCancelled = (change) => (value) => {
      if (!controller.signal.aborted) change(value);
    };
    const end = (state) => {
      running = undefined;
      show({ ...idle, ...state });
    };
    show({ ...idle, status: "loading" });
    const session = startSession({
      ...options,
      signal: controller.signal,
      onStatus: unlessCancelled((status) => {
        show({ ...idle, status });
        options.onStatus?.(status);
      }),
    });
    // Whoever does not await it finds the error in the state.
    session.then(
      unlessCancelled((result) => end({ status: "finished", result })),
      unlessCancelled((error) => end({ status: "failed", error })),
    );
    return session;
  };

  return { start, cancel, abort };
}
