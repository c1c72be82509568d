export const get = (target, name) => {
  try {
    return target[name];
  } catch {}
};

export const number = (target, name, otherwise) => {
  const value = get(target, name);
  return typeof value === "number" ? value : otherwise;
};

/** Own properties, whatever a page has done to the prototype of all objects. */
export const object = (name, value, otherName, other) => ({ [name]: value, ...(otherName && { [otherName]: other }) });
