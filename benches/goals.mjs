// What a startup may take, against hand-written glue in the same run.

const goals = [
  { kind: "startup", condition: "Fast 3G", widget: "86 KB", peer: "glue", times: 1.05 },
  { kind: "startup", condition: "Fast 3G", widget: "1.5 MB", peer: "glue", times: 1.01 },
  { kind: "startup", condition: "unthrottled", peer: "glue", more: 15 },
  // With `load()` called before: not slower than glue without it, and than glue with it by no more than a session may cost.
  { kind: "clicked", peer: "glue", more: 0 },
  { kind: "clicked", peer: "glue, loaded before", more: 2 },
];

/** What is asked of a variant, where it is one of ours, against those that were measured in turn with it. */
export function judge(group, variant) {
  if (variant.variant.startsWith("glue")) return [];
  const isOfThese = (goal) => ["kind", "condition", "widget"].every((key) => !(key in goal) || goal[key] === variant[key]);
  return goals.filter(isOfThese).map(({ peer: name, times, more }) => {
    const [, median] = variant.quartiles;
    const [, peersMedian] = group.find(({ variant: other }) => other === name).quartiles;
    const ratio = median / peersMedian;
    // As exact as it is shown: clocks of a millisecond tell no more.
    const difference = Math.round((median - peersMedian) * 10) / 10;
    return times === undefined
      ? { found: `${signed(difference)} ms against ${name}`, goal: `${signed(more)} ms`, isMet: difference <= more }
      : { found: `${ratio.toFixed(3)} of ${name}`, goal: times.toFixed(2), isMet: ratio <= times };
  });
}

const signed = (number) => `${number < 0 ? "−" : "+"}${Math.abs(number).toFixed(1)}`;
