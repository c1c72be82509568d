// What all copies of this package on one page must know of each other: one plain object per window, under a registered symbol.
import { get } from "../web/property.js";
import { attempt } from "../web/scope.js";

const key = Symbol.for("flow-embed");
/** A `finish` comes late by seconds, not by hundreds of sessions. */
const rememberedSessions = 100;

/**
 * The window's registry. Without a prototype, to which a page may have added anything; not enumerable, so that whoever lists the window's
 * keys sees what was there before. It cannot be defined on a frozen window; then each copy of the package is alone.
 */
export const registryOf = (window) => {
  const known = get(window, key);
  if (typeof known === "object" && known) return known;
  const registry = { __proto__: null };
  attempt(() => Object.defineProperty(window, key, { __proto__: null, value: registry, configurable: true, writable: true }));
  return registry;
};

/** Writes what a page may have frozen. */
export const remember = (window, name) => Reflect.set(registryOf(window), name, true);

/** Takes the page's one place for the session, if it is free; once the scope is over, it is remembered as one that has ended. */
export const claim = ({ undos }, window, id) => {
  const registry = registryOf(window);
  if (registry.active) return false;
  undos.add(() => {
    registry.active = false;
    registry.ended = [id, ...(registry.ended ?? [])].slice(0, rememberedSessions);
  });
  remember(window, "active");
  return true;
};

/** Whether a `finish` with this detail is the late one of a session that ran before on this page. */
export const isOfEndedSession = (window, detail, id) => {
  const session = get(detail, "session");
  const names = [detail, session].flatMap((target) => [target, ...["id", "session_id", "sessionId"].map((name) => get(target, name))]);
  return !names.includes(id) && Array.from(registryOf(window).ended ?? []).some((ended) => names.includes(ended));
};

/** Whether nobody was warned before. */
export const isFirstWarning = (window) => !registryOf(window).warned && (remember(window, "warned"), true);
