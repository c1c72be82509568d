/** The first quartile, the median and the third one, interpolated. */
export function quartiles(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return [0.25, 0.5, 0.75].map((share) => {
    const position = share * (sorted.length - 1);
    const below = Math.floor(position);
    const next = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[next] - sorted[below]);
  });
}
