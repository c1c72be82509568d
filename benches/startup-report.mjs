// The startup figures as Markdown, with what is asked of them.
import { judge } from "./goals.mjs";
import { listed, machine, today, versions } from "./machine.mjs";
import { described, roundsIn } from "./network.mjs";
import { quartiles } from "./statistics.mjs";
import { table } from "./table.mjs";
import { faultsOf } from "./waterfall.mjs";

const titles = {
  startup: "from navigation to the vendor's `startSession`",
  clicked: "from a visitor's click to the vendor's `startSession`, once all is quiet",
};

/** The report, and what was missed, a line each. `engines` is what benches/startup.mjs has written for each of them. */
export function startupReport(engines, rounds) {
  const missed = [];
  const browsers = Object.fromEntries(engines.map(({ engine, browserVersion }) => [engine, browserVersion]));
  const { processor, memory, system } = machine();
  const sections = [
    "## Startup",
    `${today()}: ${listed({ ...versions(), ...browsers })}; ${processor}, ${memory}, ${system}.`,
    `Milliseconds, ${rounds} first visits for each, ${roundsIn("unthrottled", rounds)} unthrottled, in turn. ${described}`,
  ];
  for (const { engine, measured, waterfall } of engines) {
    const figures = measured.map((one) => ({ ...one, engine, quartiles: quartiles(one.milliseconds) }));
    const headingOf = ({ kind, condition, widget }) => `${engine}, ${condition}, a widget of ${widget}: ${titles[kind]}`;
    for (const heading of new Set(figures.map(headingOf))) {
      const group = figures.filter((figure) => headingOf(figure) === heading);
      sections.push(`### ${heading}`, comparison(group, heading, missed));
    }
    if (waterfall) sections.push(...waterfallTables(waterfall, missed));
  }
  sections.push(missed.length === 0 ? "Every ceiling is kept." : `Missed:\n\n${missed.map((line) => `- ${line}`).join("\n")}`);
  return { text: sections.join("\n\n"), missed };
}

function comparison(group, heading, missed) {
  const rows = group.map((figure) => {
    const cells = [figure.variant, ...figure.quartiles.map((value) => value.toFixed(1))];
    const [verdict] = judge(group, figure);
    if (!verdict) return [...cells, "", "", "", ""];
    const { found, ceiling, goal, isMet, isAtGoal } = verdict;
    if (!isMet) missed.push(`${heading}: ${figure.variant} is ${found}; the ceiling is ${ceiling}`);
    return [...cells, found, ceiling, goal, isAtGoal ? "at its goal" : isMet ? "met" : "MISSED"];
  });
  return table(["", "first quartile", "median", "third quartile", "against", "ceiling", "goal", ""], rows);
}

function waterfallTables(waterfall, missed) {
  const tables = Object.entries(waterfall).flatMap(([name, events]) => {
    missed.push(...faultsOf(events).map((fault) => `Fast 3G, ${name}: ${fault}`));
    return [`\`${name}\``, table(["", "starts", "ends"], events.map(({ what, start, end }) => [what, start.toFixed(0), end.toFixed(0)]))];
  });
  return ["### What starts when, in one visit: chromium, Fast 3G, a widget of 86 KB", ...tables];
}
