// The members of `<flow-embed>` that say what its session is to be, and the events that tell of it: one list for the element, React and Vue.

/** What an attribute's text means, and the types that Vue knows its value by. */
const text = { read: (given) => given, types: [String] };
const length = { read: (given) => (/^\d+(\.\d+)?$/.test(given) ? Number(given) : given), types: [Number, String] };
/** React 18 writes `false` into the attribute. */
const flag = { read: (given) => given !== null && given !== "false", types: [Boolean] };

/** By property: its attribute, and its kind. */
export const attributes = {
  sessionId: ["session-id", { ...text, read: (given) => given ?? "" }],
  locale: ["locale", text],
  width: ["width", length],
  height: ["height", length],
  presentation: ["presentation", { ...text, read: (given) => (given === "dialog" ? given : "inline") }],
  isolate: ["isolate", flag],
  keepMounted: ["keep-mounted", flag],
  manual: ["manual", flag],
};

/** Those that have no attribute, with the types that Vue knows them by. */
export const properties = { script: [Object] };

/** Told as `flow-` and the name. */
export const events = ["status", "finish", "error"];
