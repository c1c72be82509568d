import { tried } from "./tried.js";

const key = Symbol.for("flow-embed");

/** Notes for Rust, in what all copies of the package on one page share: src/page/registry.rs says how it is kept. */
export function note(name, value) {
  tried(() => {
    const registry = globalThis[key] ?? Object.create(null);
    Object.defineProperty(globalThis, key, { value: registry, configurable: true, writable: true });
    registry[name] = value;
  });
}
