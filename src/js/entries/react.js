"use client";
import { createElement, useEffect, useInsertionEffect, useRef, useState } from "react";
import { idle, runIn, sessionWithState } from "./component.js";

const callbacks = { status: "onStatus", finish: "onFinish", error: "onError" };

/**
 * Ends a session with the component. Effects may be cleaned up long after the elements were taken out, and the session would notice that
 * first; insertion effects are cleaned up before, and only when the component goes for good.
 */
const useEndBeforeRemoval = (end) => useInsertionEffect(() => end, []);

export function FlowEmbed(props) {
  const host = useRef(null);
  const latest = useRef(props);
  const stop = useRef(() => {});
  useEffect(() => {
    latest.current = props;
  });
  useEffect(
    () => (stop.current = runIn(host.current, latest.current, (name, value) => latest.current[callbacks[name]]?.(value))),
    [props.sessionId],
  );
  useEndBeforeRemoval(() => stop.current());
  return createElement("div", { ref: host, className: props.className });
}

export function useFlowSession() {
  const [state, setState] = useState(idle);
  const [{ start, cancel, mount, end }] = useState(() => sessionWithState(setState));
  // Unmounting cancels, and so does a hidden <Activity>.
  useEffect(mount, [mount]);
  useEndBeforeRemoval(end);
  return { start, cancel, ...state };
}
