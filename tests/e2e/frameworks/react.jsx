// A React app with everything of flow-embed/react in it; the tests drive it through `window.app`.
import { FlowError } from "flow-embed";
import "flow-embed/element";
import { FlowEmbed, useFlowSession } from "flow-embed/react";
import { Activity, StrictMode, Suspense, startTransition, useEffect, useLayoutEffect, version } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";

function Hook({ onRender, startWith, startInChild }) {
  const session = useFlowSession();
  onRender(session);
  useEffect(() => {
    if (startWith) session.start(startWith);
  }, []);
  return (
    <>
      <p>{session.status}</p>
      <div id="host" />
      {startInChild && <Starter start={() => session.start(startInChild)} />}
    </>
  );
}

/** Its effects run before its parent's. */
function Starter({ start }) {
  useLayoutEffect(() => void start(), []);
}

/** Its layout takes longer than React works in one go: the effects of what was there before are cleaned up in a later task. */
function NextPage({ onLayout, onReady }) {
  useLayoutEffect(() => {
    onLayout?.();
    const end = performance.now() + 20;
    while (performance.now() < end);
  }, []);
  useEffect(() => onReady(), []);
}

const never = new Promise(() => {});

function Waiting({ isReady }) {
  if (!isReady) throw never;
  return <p>ready</p>;
}

/** Where a component may be, and be away from, without being unmounted. */
const places = {
  activity: (isThere, tree) => <Activity mode={isThere ? "visible" : "hidden"}>{tree}</Activity>,
  "activity around strict": (isThere, tree) => <Activity mode={isThere ? "visible" : "hidden"}><StrictMode><section>{tree}</section></StrictMode></Activity>,
  suspended: (isThere, tree) => <Suspense fallback="…">{tree}<Waiting isReady={isThere} /></Suspense>,
};
const callbacksOf = (tell) => ({ onStatus: (status) => tell("status", status), onFinish: (result) => tell("finish", result), onError: (error) => tell("error", error) });

const root = createRoot(document.querySelector("#app"));
const render = (tree) => flushSync(() => root.render(tree));
const strictly = (isStrict, tree) => (isStrict ? <StrictMode>{tree}</StrictMode> : tree);

window.app = {
  version,
  FlowError,
  told: [],
  show({ strict = false, key, tell = (...what) => app.told.push(what), ...props }) {
    render(strictly(strict, <FlowEmbed key={key} {...props} {...callbacksOf(tell)} />));
  },
  showIn(place, isThere, props) {
    render(places[place](isThere, <FlowEmbed {...props} {...callbacksOf((...what) => app.told.push(what))} />));
  },
  showHook({ strict = false, ...props } = {}) {
    render(strictly(strict, <Hook onRender={(session) => (app.hook = session)} {...props} />));
  },
  showHookIn(mode) {
    render(<Activity mode={mode}><Hook onRender={(session) => (app.hook = session)} /></Activity>);
  },
  showElement({ sessionId, locale, script }) {
    render(<flow-embed script={script} ref={(embed) => embed?.addEventListener("flow-finish", ({ detail }) => app.told.push(["finish", detail]))} session-id={sessionId} locale={locale} isolate={false} />);
  },
  clear: () => render(null),
  leave: (onLayout) => new Promise((resolve) => startTransition(() => root.render(<NextPage onLayout={onLayout} onReady={resolve} />))),
};
