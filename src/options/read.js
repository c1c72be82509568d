// Reads what a page passes. Any of it may be missing, of another type, a proxy, or a getter that throws: each is read once.
import { refused } from "../js/flow_error.js";
import { localeOfTag } from "../page/language.js";

/** Longer texts are a mistake, and would only be copied about. */
const longestText = 8192;
/** A photo of 10 MB in base64, with room for the prefix of a `data:` URL. */
const longestPhoto = 14_100_000;
const longestTimer = 2_147_483_647;
export const mostItems = 100;

class Refusal {
  constructor(problem) {
    this.problem = problem;
  }
}

const isObject = (value) => typeof value === "object" && value !== null;

const checked = (value, isRight, problem) => {
  if (!isRight) throw new Refusal(problem);
  return value;
};

const text = (value, longest = longestText) => {
  checked(value, typeof value === "string", "must be a string.");
  // Browsers of before 2024 may not have it; others answer without a regular expression's preparations.
  checked(value, value.isWellFormed?.() ?? !/[\ud800-\udfff]/u.test(value), "holds half a character.");
  return checked(value, value.length <= longest, "is too long.");
};

const number = (value, least, most) => checked(value, typeof value === "number" && value >= least && value <= most, `must be a number from ${least} to ${most}.`);

/** A string, or a `URL` of any realm. */
const url = (value) => text(isObject(value) ? value.href : value);

const array = (value, item) => {
  checked(value, Array.isArray(value) && value.length <= mostItems, "must be an array of at most 100.");
  return Array.from(value, (value) => item(value));
};

const object = (value) => checked(value, isObject(value), "must be an object.");

/** By what a value must be: what is handed on of it. */
const kinds = {
  text: (value) => text(value),
  url,
  locale: (value) => localeOfTag(text(value)) ?? checked(value, false, 'must be "ru", "en", "kz" or a tag of one of these languages.'),
  /** One or several. */
  urls: (value) => (Array.isArray(value) ? array(value, url) : [url(value)]),
  texts: (value) => array(value, text),
  flag: (value) => checked(value, typeof value === "boolean", "must be true or false."),
  /** Nothing is handed on of the vendor's defaults. */
  flagIfTrue: (value) => kinds.flag(value) || undefined,
  flagIfFalse: (value) => (kinds.flag(value) ? undefined : false),
  milliseconds: (value) => number(value, 1, longestTimer),
  count: (value) => number(value, 0, 100),
  function: (value) => checked(value, typeof value === "function", "must be a function."),
  /** Handed on as it is. */
  object,
  /** These two are read by further fields of the schema; `exactly` has no others. */
  exactly: object,
  flagOrFields: (value) => (isObject(value) ? value : kinds.flag(value)),
  /** Texts by any names. A `Headers` or a `Map` has no keys of its own, and would be sent as nothing. */
  headers: (value) => checked(value, isObject(value) && !value[Symbol.iterator], "must be a plain object of strings."),
  /** Base64, or the image itself. */
  photo: (value) => (isObject(value) ? value : text(value, longestPhoto)),
  /** Whether it is a length is for CSS to say. */
  length: (value) => (typeof value === "number" ? value : text(value)),
  /** A selector or an element; one of another realm is no `Element` to `instanceof`. */
  host: (value) => (typeof value === "string" ? text(value) : checked(value, isObject(value) && value.nodeType === 1, "must be a CSS selector or an element.")),
  /** Another realm's signal is one too, so its shape is looked at and not its class. */
  signal: (value) => {
    const problem = "must be an AbortSignal.";
    checked(value, typeof value.aborted === "boolean", problem);
    const listener = () => {};
    value.addEventListener("abort", listener);
    value.removeEventListener("abort", listener);
    return value;
  },
};

const keysOf = (object) => Reflect.ownKeys(object).filter((key) => typeof key === "string");

/**
 * Reads by the schema, which src/options/schema.rs explains: yields what was read, or the error. `prefix` comes before the paths in it.
 * What is read goes into objects without a prototype: a page may have added anything to the one of all others.
 */
export const readOptions = (given, prefix, schema) => {
  const fields = schema.split(";").map((field) => field.split(" "));
  const read = { __proto__: null };
  /** What is read of, and into, by its path. */
  const objects = new Map([["", [given, read]]]);
  let current = "options";
  try {
    object(given);
    for (const [path, kind] of fields) {
      const end = path.lastIndexOf(".");
      const name = path.slice(end + 1);
      const [outer, into] = objects.get(path.slice(0, Math.max(end, 0))) ?? [];
      if (!outer) continue;
      current = prefix + path;
      const value = outer[name] ?? undefined;
      if (value === undefined) continue;
      const names = kind.split(",");
      let own = names.length > 1 ? checked(value, names.includes(value), `must be one of ${kind}.`) : kinds[kind](value);
      const isExact = kind === "exactly";
      const isHeaders = kind === "headers";
      if (isObject(own) && (isExact || isHeaders || kind === "flagOrFields")) objects.set(path, [value, (own = { __proto__: null })]);
      for (const key of isExact || isHeaders ? keysOf(value) : []) {
        current = `${prefix}${path}.${key}`;
        const header = isHeaders ? (value[key] ?? undefined) : undefined;
        if (header !== undefined) own[key] = text(header);
        if (isExact) checked(key, fields.some(([known]) => known === current), "is not known: check its spelling.");
      }
      if (own !== undefined) into[name] = own;
    }
    return read;
  } catch (thrown) {
    return thrown instanceof Refusal ? refused(current, thrown.problem) : refused(current, "cannot be read.", thrown);
  }
};
