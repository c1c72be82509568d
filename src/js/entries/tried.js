/** What the action yields, or nothing where it throws: a page may have replaced whatever it calls. */
export function tried(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}
