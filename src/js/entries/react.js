"use client";
import { createElement, useEffect, useRef, useState } from "react";
import { idle, runIn, sessionWithState } from "./component.js";

const callbacks = { status: "onStatus", finish: "onFinish", error: "onError" };

export function FlowEmbed(props) {
  const host = useRef(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(
    () => runIn(host.current, latest.current, (name, value) => latest.current[callbacks[name]]?.(value)),
    [props.sessionId],
  );
  return createElement("div", { ref: host, className: props.className });
}

export function useFlowSession() {
  const [state, setState] = useState(idle);
  const [session] = useState(() => sessionWithState(setState));
  // Unmounting cancels.
  useEffect(() => session.cancel, [session]);
  return { ...session, ...state };
}
