const key = Symbol.for("flow-embed");
/** A `finish` comes late by seconds, not by hundreds of sessions. */
const rememberedSessions = 100;

/**
 * The window's registry. Without a prototype, to which a page may have added anything; not enumerable, so that whoever lists the window's
 * keys sees what was there before. It cannot be defined on a frozen window; then each copy of the package is alone.
 */
export const registryOf = (window) => {
  try {
    const known = window[key];
    if (typeof known === "object" && known) return known;
  } catch {}
  const registry = { __proto__: null };
  try {
    Object.defineProperty(window, key, { __proto__: null, value: registry, configurable: true, writable: true });
  } catch {}
  return registry;
};

/** Fails only where somebody froze the registry. */
export const write = (registry, name, value) => Reflect.set(registry, name, value);

/** Takes the page's one place; the returned function gives it back and remembers who had it. */
export const takePlace = (registry, id) => {
  registry.active = true;
  return () => {
    registry.active = false;
    registry.ended = [id, ...(registry.ended ?? [])].slice(0, rememberedSessions);
  };
};

/** The texts by which a detail may name its session. */
export const namesIn = (detail) => {
  const read = (target, name) => {
    try {
      return target[name];
    } catch {}
  };
  const session = read(detail, "session");
  return [detail, session].flatMap((target) => [target, ...["id", "session_id", "sessionId"].map((name) => read(target, name))]);
};
