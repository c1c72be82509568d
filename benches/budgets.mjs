/** What a page may download for an entry with every feature in it, in bytes of brotli. It may be lowered, and must never be raised. */
export const budgets = {
  "./slim": 17_000,
  ".": 18_200,
  "script tag": 18_200,
};
