/** How long the text is; NaN where it holds half a character. */
export const lengthOf = (text) => (/\p{Surrogate}/u.test(text) ? NaN : text.length);

/** What reading a property yields; nothing where it is left out: attributes and JSON know no `undefined`, so `null` is left out, too. */
export const given = (object, name) => object[name] ?? undefined;

/** An object's own keys. A `Headers` or a `Map` has none, and would be read as nothing: of those, it throws. */
export const keysOf = (object) => {
  if (object[Symbol.iterator]) throw new TypeError("It is no plain object.");
  return Reflect.ownKeys(object).filter((key) => typeof key === "string");
};

/** An array's items, if it is one of at most a hundred. */
export const itemsOf = (array) => (Array.isArray(array) && array.length <= 100 ? Array.from(array) : undefined);

/** Another realm's signal is one too, so its shape is looked at and not its class. Throws for what cannot be listened to. */
export const isSignal = (value) => {
  if (typeof value.aborted !== "boolean") return false;
  const listener = () => {};
  value.addEventListener("abort", listener);
  value.removeEventListener("abort", listener);
  return true;
};

/** Elements of another realm are no `Element` to `instanceof`. */
export const isElement = (value) => typeof value === "object" && value.nodeType === 1;

/** A page's object of ours may get no field from the prototype of all objects. */
export const fieldless = () => Object.create(null);
