// The browser engines that the tests drive: an installed one is used, a missing one is installed where this may be done.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Failure, run } from "./run.mjs";
import { installWithApt, onPath } from "./system.mjs";
import { cargoInstalled } from "./tools.mjs";

const geckodriverVersion = "0.37.1";

const installed = (file) => (existsSync(file) ? file : undefined);

/** By engine: `find` yields the files that the tests read from the environment, undefined where one is missing. */
const engines = {
  chromium: {
    find: () => ({
      CHROMIUM:
        process.env.CHROMIUM ??
        onPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable") ??
        installed("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
      CHROMEDRIVER: process.env.CHROMEDRIVER ?? onPath("chromedriver"),
    }),
    packages: ["chromium", "chromium-driver"],
    elsewhere: "On macOS: brew install --cask google-chrome chromedriver. Anywhere: set CHROMIUM and CHROMEDRIVER to their files.",
  },
  firefox: {
    find: () => ({
      FIREFOX: process.env.FIREFOX ?? onPath("firefox-esr", "firefox") ?? installed("/Applications/Firefox.app/Contents/MacOS/firefox"),
    }),
    packages: ["firefox-esr"],
    async driver() {
      const GECKODRIVER = process.env.GECKODRIVER ?? onPath("geckodriver") ?? join(await cargoInstalled("geckodriver", geckodriverVersion), "geckodriver");
      return { GECKODRIVER };
    },
    elsewhere: "Anywhere: set FIREFOX to its file.",
  },
  webkitgtk: {
    find: () => ({ WEBKIT_DRIVER: process.env.WEBKIT_DRIVER ?? onPath("WebKitWebDriver"), XVFB_RUN: onPath("xvfb-run") }),
    packages: ["webkit2gtk-driver", "xvfb", "xauth"],
    // It has no headless mode: each command gets a display of its own.
    wrap: (program, args) => ["xvfb-run", ["--auto-servernum", program, ...args]],
    elsewhere: "It runs on Linux alone.",
  },
};

/** The engines to test in: Chromium always, the others where they are or can be installed, and everywhere in CI. */
export async function ensureBrowsers() {
  const found = [];
  for (const [name, engine] of Object.entries(engines)) {
    try {
      found.push({ name, ...(await ensure(name, engine)) });
    } catch (failure) {
      if (!(failure instanceof Failure) || name === "chromium" || process.env.CI === "true") throw failure;
      console.log(`\nWithout ${name}: ${failure.message}`);
    }
  }
  return found;
}

async function ensure(name, { find, packages, driver = () => ({}), wrap = (...command) => command, elsewhere }) {
  const isComplete = (files) => Object.values(files).every(Boolean);
  if (!isComplete(find())) await installWithApt(packages);
  if (!isComplete(find())) {
    throw new Failure(`The tests in ${name} need it and its driver.\n  Debian, Ubuntu: apt-get install ${packages.join(" ")}\n  ${elsewhere}`);
  }
  const files = { ...find(), ...(await driver()) };
  return {
    /** Runs a program that drives the engine from end to end: `ENGINE` says which. */
    run: (program, args, env) => run(...wrap(program, args), { env: { ...env, ...files, ENGINE: name } }),
  };
}
