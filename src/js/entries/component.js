// What the React and the Vue entry have in common.
import { startSession } from "flow-embed";
import { attributes, events, mounted, properties } from "flow-embed:element";

/** The element's attributes that a component's props come to, with their values in any version of any framework. */
export const attributesOf = (props) =>
  Object.fromEntries(Object.entries(attributes).map(([name, [attribute]]) => [attribute, asText(props[name])]));

function asText(value) {
  if (value === true) return "";
  return value === false || value === null ? undefined : value;
}

/** What has no attribute, set on the element. */
export function setProperties(element, props) {
  for (const name of Object.keys(properties)) element[name] = props[name];
}

/** By itself the element waits for an id; a component has always been given one, and whoever forgot it is told. */
export function startWithoutId(element, { sessionId }) {
  if (!sessionId) element.start().catch(() => {});
}

/**
 * What ties a component to its element: `listen` has `tell` get "status", "finish" or "error", and the value, however often it is called; `mount` says,
 * too, that the component is there, and yields what ends both.
 */
export function tieTo(tell) {
  const listeners = events.map((name) => [`flow-${name}`, ({ target, currentTarget, detail }) => target === currentTarget && tell(name, detail)]);
  const listen = (element) => listeners.forEach((listener) => element.addEventListener(...listener));
  const mount = (element) => {
    listen(element);
    element[mounted]?.(true);
    return () => {
      listeners.forEach((listener) => element.removeEventListener(...listener));
      element[mounted]?.(false);
    };
  };
  return { listen, mount };
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
