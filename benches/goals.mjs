// What a startup may take, against hand-written glue in the same run: `most` is the ceiling, over which the bench fails, and `goal` what is aimed at beyond it.

/** How a start is compared with its peer's. */
const ratio = { of: (median, peers) => median / peers, found: (value, peer) => `${value.toFixed(3)} of ${peer}`, limit: (value) => value.toFixed(3) };
/** As exact as it is shown: clocks of a millisecond tell no more. */
const difference = {
  of: (median, peers) => Math.round((median - peers) * 10) / 10,
  found: (value, peer) => `${signed(value)} ms against ${peer}`,
  limit: (value) => `${signed(value)} ms`,
};
const signed = (number) => `${number < 0 ? "−" : "+"}${Math.abs(number).toFixed(1)}`;

const limits = [
  { kind: "startup", condition: "Fast 3G", widget: "86 KB", by: ratio, most: 1.1, goal: 1.085 },
  { kind: "startup", condition: "Fast 3G", widget: "1.5 MB", by: ratio, most: 1.023, goal: 1.018 },
  // So that it hides behind any real network's first answer.
  { kind: "startup", condition: "unthrottled", engine: "chromium", by: difference, most: 20 },
  { kind: "startup", condition: "unthrottled", engine: "firefox", by: difference, most: 30 },
  { kind: "startup", condition: "unthrottled", engine: "webkitgtk", by: difference, most: 30 },
  // With `load()` called before: not slower than glue without it.
  { kind: "clicked", by: difference, most: 0 },
];

/** What is asked of a variant, where it is one of ours, against the glue that was measured in turn with it. */
export function judge(group, variant) {
  if (variant.variant.startsWith("glue")) return [];
  const isOfThese = (limit) => ["kind", "condition", "widget", "engine"].every((key) => !(key in limit) || limit[key] === variant[key]);
  const [, median] = variant.quartiles;
  const [, peers] = group.find(({ variant: other }) => other === "glue").quartiles;
  return limits.filter(isOfThese).map(({ by, most, goal }) => {
    const value = by.of(median, peers);
    return { found: by.found(value, "glue"), ceiling: by.limit(most), goal: goal ? by.limit(goal) : "", isMet: value <= most, isAtGoal: value <= goal };
  });
}
