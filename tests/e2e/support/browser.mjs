// A browser under test, driven by selenium-webdriver: the engine that ENGINE names, Chromium where it names none.
import { Builder, Capabilities, WebDriver } from "selenium-webdriver";
import chrome from "selenium-webdriver/chrome.js";
import firefox from "selenium-webdriver/firefox.js";
import { Executor, HttpClient } from "selenium-webdriver/http/index.js";
import { DriverService } from "selenium-webdriver/remote/index.js";
import { openLanes, takeLane } from "./lanes.mjs";

export const engine = process.env.ENGINE || "chromium";

/** For one story in the page. WebKit's driver keeps it as a timer of the page, which the ledger tells by its length. */
export const storyTimeout = 30_001;

const start = {
  /** Headless, with a fake camera that is allowed without asking. */
  chromium() {
    const options = new chrome.Options();
    if (process.env.CHROMIUM) options.setChromeBinaryPath(process.env.CHROMIUM);
    options.addArguments(
      "--headless=new",
      // As root, as in most containers, Chromium starts only without its sandbox.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      "--disable-dev-shm-usage",
      ...["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    );
    const service = new chrome.ServiceBuilder(process.env.CHROMEDRIVER);
    return new Builder().forBrowser("chrome").setChromeOptions(options).setChromeService(service).build();
  },

  /** One of those that are running already, if there is one. */
  async firefox() {
    const lane = await takeLane();
    if (lane) return lane;
    const { driver, service } = await startFirefox();
    const quit = driver.quit.bind(driver);
    driver.quit = () => quit().finally(() => service.kill());
    return driver;
  },

  /** The small browser of WebKitGTK, which is the driver's default, on the display that DISPLAY names. */
  async webkitgtk() {
    const service = new DriverService.Builder(process.env.WEBKIT_DRIVER ?? "WebKitWebDriver").setLoopback(true).build();
    const executor = new Executor(new HttpClient(await service.start()));
    return WebDriver.createSession(executor, new Capabilities(), () => service.kill());
  },
};

/** Headless, with a fake camera that is allowed without asking. */
async function startFirefox() {
  const options = new firefox.Options();
  if (process.env.FIREFOX) options.setBinary(process.env.FIREFOX);
  options.addArguments("--headless");
  options.setPreference("media.navigator.streams.fake", true);
  options.setPreference("media.navigator.permission.disabled", true);
  const service = new firefox.ServiceBuilder(process.env.GECKODRIVER ?? "geckodriver").build();
  const address = await service.start();
  const driver = await new Builder().disableEnvironmentOverrides().forBrowser("firefox").setFirefoxOptions(options).usingServer(address).build();
  return { driver, service, address };
}

/** Has so many files of tests at once share browsers, where starting one takes long: Firefox takes two seconds of two processors. */
export const shareBrowsers = (count) => (engine === "firefox" ? openLanes(count, startFirefox) : () => {});

export async function startBrowser() {
  if (!Object.hasOwn(start, engine)) throw new Error(`ENGINE is "${engine}", and must be one of ${Object.keys(start).join(", ")}.`);
  const driver = await start[engine]();
  await driver.manage().setTimeouts({ script: storyTimeout });
  return driver;
}

/** A tab in the place of the present one, with a process of its own where the engine gives it one. */
export async function openNewTab(driver) {
  const before = await driver.getWindowHandle();
  await driver.switchTo().newWindow("tab");
  const tab = await driver.getWindowHandle();
  await driver.switchTo().window(before);
  await driver.close();
  await driver.switchTo().window(tab);
}

/**
 * Runs a function in the page with the package as its first argument, and yields what it returns. What it throws comes back
 * as an error with the FlowError's own fields.
 */
export async function inPage(driver, story, ...values) {
  const { value, thrown } = await driver.executeAsyncScript(
    `const [values, done] = arguments;
    // Not \`instanceof Error\`: Firefox's driver runs this in a global of its own beside the page's.
    const describe = (error) => Object.prototype.toString.call(error) === "[object Error]"
      ? { name: error.name, message: error.message, code: error.code, retryable: error.retryable, details: error.details, isFlowError: error instanceof flow.FlowError }
      : { message: "not an Error: " + String(error) };
    const ready = window.flow ? Promise.resolve() : new Promise((resolve) => addEventListener("load", resolve, { once: true }));
    ready.then(() => (${story})(flow, ...values)).then((value) => done({ value }), (error) => done({ thrown: describe(error) }));`,
    values,
  );
  if (thrown) throw Object.assign(new Error(thrown.message), thrown);
  return value;
}
