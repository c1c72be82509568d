export const global = () => globalThis;

export const get = (target, name) => {
  try {
    return target[name];
  } catch {}
};

export const define = (object, name, value) =>
  Object.defineProperty(object, name, { __proto__: null, value, enumerable: true, configurable: true, writable: true });
