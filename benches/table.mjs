// Markdown tables, of columns as wide as their cells.

/** The first column is text, the others are figures. */
export function table(header, rows) {
  const lines = [header, ...rows].map((cells) => cells.map(String));
  const widths = header.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column].length)));
  const line = (cells) => `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(" | ")} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [line(lines[0]), rule, ...lines.slice(1).map(line)].join("\n");
}

/** 17,000 */
export const thousands = (number) => number.toLocaleString("en-US");
