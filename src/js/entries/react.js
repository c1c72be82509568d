"use client";
import { createElement, forwardRef, useEffect, useImperativeHandle, useInsertionEffect, useLayoutEffect, useRef, useState } from "react";
import { attributes, define, events, properties } from "flow-embed:element";
import { attributesOf, idle, sessionWithState, setProperties, startWithoutId, tieTo } from "./component.js";

/** By the element's event: the prop that hears it. */
const callbacks = Object.fromEntries(events.map((name) => [name, `on${name[0].toUpperCase()}${name.slice(1)}`]));
const own = ["children", "className", ...Object.keys({ ...attributes, ...properties }), ...Object.values(callbacks)];

/** On a server there are none of either, and React 18 complains of the one there. */
const useLayout = globalThis.document ? useLayoutEffect : useEffect;

/** Attributes of any element are handed on. React 18 knows no `className` of a custom element. */
const handedOn = (props) => Object.fromEntries(Object.entries(props).filter(([name]) => !own.includes(name)));

export const FlowEmbed = /* @__PURE__ */ forwardRef(function FlowEmbed(props, ref) {
  const host = useRef(null);
  const latest = useRef(props);
  const [{ listen, mount }] = useState(() => tieTo((name, value) => latest.current[callbacks[name]]?.(value)));
  // Before anybody gets it by a `ref`. What comes next is in the same task, and the element starts in a microtask.
  useInsertionEffect(() => define(), []);
  useLayout(() => {
    latest.current = props;
    setProperties(host.current, props);
    listen(host.current);
  });
  // A hidden <Activity> cleans up after effects of either kind; but a boundary that shows its fallback for a while leaves these, and the session.
  useEffect(() => mount(host.current), [mount]);
  useLayout(() => startWithoutId(host.current, props), [props.sessionId]);
  useImperativeHandle(ref, () => host.current, []);
  return createElement("flow-embed", { ...handedOn(props), ...attributesOf(props), class: props.className, ref: host });
});

/**
 * Ends a session with the component. Effects may be cleaned up long after the elements were taken out, and the session would notice that
 * first; insertion effects are cleaned up before, and only when the component goes for good.
 */
const useEndBeforeRemoval = (end) => useInsertionEffect(() => end, []);

export function useFlowSession() {
  const [state, setState] = useState(idle);
  const [{ start, cancel, mount, end }] = useState(() => sessionWithState(setState));
  // Unmounting cancels, and so does a hidden <Activity>.
  useEffect(mount, [mount]);
  useEndBeforeRemoval(end);
  return { start, cancel, ...state };
}
