export const global = () => globalThis;

export const get = (target, name) => {
  try {
    return Reflect.get(target, name);
  } catch {}
};

export const call = (target, name, argument) => {
  try {
    return Reflect.apply(target[name], target, [argument]);
  } catch {}
};

export const define = (object, name, value) =>
  Object.defineProperty(object, name, { __proto__: null, value, enumerable: true, configurable: true, writable: true });

/** As JavaScript writes numbers: Rust's own formatting would add kilobytes to the package. */
export const pixels = (number) => `${number}px`;
