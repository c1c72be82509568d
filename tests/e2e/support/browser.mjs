// A browser under test, driven by selenium-webdriver.
import { Builder } from "selenium-webdriver";
import chrome from "selenium-webdriver/chrome.js";

/** Starts headless Chromium with a fake camera that is allowed without asking. */
export async function startBrowser() {
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
  const driver = await new Builder().forBrowser("chrome").setChromeOptions(options).setChromeService(service).build();
  await driver.manage().setTimeouts({ script: 30_000 });
  return driver;
}

/**
 * Runs a function in the page with the package as its first argument, and yields what it returns. What it throws comes back
 * as an error with the FlowError's own fields.
 */
export async function inPage(driver, story, ...values) {
  const { value, thrown } = await driver.executeAsyncScript(
    `const [values, done] = arguments;
    const describe = (error) => error instanceof Error
      ? { name: error.name, message: error.message, code: error.code, retryable: error.retryable, details: error.details, isFlowError: error instanceof flow.FlowError }
      : { message: "not an Error: " + String(error) };
    const ready = window.flow ? Promise.resolve() : new Promise((resolve) => addEventListener("load", resolve, { once: true }));
    ready.then(() => (${story})(flow, ...values)).then((value) => done({ value }), (error) => done({ thrown: describe(error) }));`,
    values,
  );
  if (thrown) throw Object.assign(new Error(thrown.message), thrown);
  return value;
}
