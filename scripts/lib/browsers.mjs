// The browsers that the tests drive: an installed one is used, a missing one is installed where this may be done.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Failure, output, run, step } from "./run.mjs";

const chromiumNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const macChrome = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

const onPath = (names) =>
  names.flatMap((name) => process.env.PATH.split(delimiter).map((directory) => join(directory, name))).find((file) => existsSync(file));

const findChromium = () => ({
  browser: process.env.CHROMIUM ?? onPath(chromiumNames) ?? (existsSync(macChrome) ? macChrome : undefined),
  driver: process.env.CHROMEDRIVER ?? onPath(["chromedriver"]),
});

/** Chromium and its driver, as the environment that the tests read. */
export async function ensureChromium() {
  let { browser, driver } = findChromium();
  if (!browser || !driver) {
    await installWithApt(["chromium", "chromium-driver"]);
    ({ browser, driver } = findChromium());
  }
  if (!browser || !driver) {
    throw new Failure(
      "The tests need Chromium (or Chrome) and the ChromeDriver of its version.\n" +
        "  Debian, Ubuntu: apt-get install chromium chromium-driver\n" +
        "  macOS:          brew install --cask google-chrome chromedriver\n" +
        "  elsewhere:      install them and set CHROMIUM and CHROMEDRIVER to their files.",
    );
  }
  return { CHROMIUM: browser, CHROMEDRIVER: driver };
}

/** Installs Debian packages where that needs no password; elsewhere the caller says what to install. */
async function installWithApt(packages) {
  const isRoot = process.getuid?.() === 0;
  if (!onPath(["apt-get"]) || (!isRoot && output("sudo", ["-n", "true"]) === undefined)) return;
  const apt = (...args) => (isRoot ? run("apt-get", args) : run("sudo", ["-n", "apt-get", ...args]));
  step(`Installing ${packages.join(", ")}`);
  try {
    await apt("update", "--quiet");
    await apt("install", "--yes", "--quiet", "--no-install-recommends", ...packages);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}
