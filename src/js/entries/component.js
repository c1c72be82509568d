// What the React and the Vue entry have in common.
import { startSession } from "flow-embed";
import { placeOf, takeAway } from "./place.js";

/**
 * Runs a component's session in its host; the returned function ends it, or takes away what was kept of it, and from then on nothing is told.
 * `tell` gets "status", "finish" or "error", and the value.
 */
export function runIn(host, { sessionId: id, ...options }, tell) {
  const controller = new AbortController();
  const { signal } = controller;
  const unlessEnded = (name) => (value) => {
    if (!signal.aborted) tell(name, value);
  };
  const tellStatus = unlessEnded("status");
  let place;
  const onStatus = (status) => {
    if (options.keepMounted && status === "loading") place = placeOf(host, options.presentation);
    tellStatus(status);
  };
  const session = startSession({ ...options, id, selector: host, signal, onStatus });
  session.then(unlessEnded("finish"), unlessEnded("error"));
  return () => {
    controller.abort();
    if (place) takeAway(place);
  };
}

export const idle = { status: "idle", result: undefined, error: undefined };

/**
 * `start` and `cancel` for one session at a time; `show` gets the state at each change. `mount` says that the component is there, and yields what
 * says that it is not: from then on nothing is started. `end` says so, too, but shows nothing, for the moment in which the component may not be told.
 */
export function sessionWithState(show) {
  let running;
  let isUnmounted = false;

  const end = () => {
    isUnmounted = true;
    running?.abort();
  };

  const cancel = () => {
    if (!running) return;
    running.abort();
    running = undefined;
    show(idle);
  };

  const startMounted = (options) => {
    cancel();
    const controller = new AbortController();
    running = controller;
    const unlessCancelled = (change) => (value) => {
      if (!controller.signal.aborted) change(value);
    };
    const settle = (state) => {
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
      unlessCancelled((result) => settle({ status: "finished", result })),
      unlessCancelled((error) => settle({ status: "failed", error })),
    );
    return session;
  };

  const startUnlessUnmounted = async (options) => {
    // A component that comes back is mounted after its children, which may start a session as soon as they are.
    await undefined;
    if (isUnmounted) throw AbortSignal.abort().reason;
    return startMounted(options);
  };

  const start = (options) => {
    if (!isUnmounted) return startMounted(options);
    const session = startUnlessUnmounted(options);
    session.catch(() => {});
    return session;
  };

  const mount = () => {
    isUnmounted = false;
    return () => {
      end();
      cancel();
    };
  };

  return { start, cancel, mount, end };
}
