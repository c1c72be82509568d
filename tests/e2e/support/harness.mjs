// One browser, one site and one sandbox for the tests of a file.
import { after, before } from "node:test";
import { engine, inPage, startBrowser } from "./browser.mjs";
import { startSandbox } from "./sandbox.mjs";
import { startSite } from "./site.mjs";

export function harness(...sandboxArguments) {
  const it = { engine };
  before(async () => {
    [it.driver, it.site, it.sandbox] = await Promise.all([startBrowser(), startSite(), startSandbox(...sandboxArguments)]);
  });
  after(async () => {
    it.sandbox?.stop();
    it.site?.close();
    await it.driver?.quit();
  });
  return Object.assign(it, {
    /** Opens a page of its own. */
    open: (page) => it.driver.get(it.site.page(page)),
    /** Runs a function in the page; its first argument is the package. */
    run: (story, ...values) => inPage(it.driver, story, ...values),
    /** Compiles the wasm for a call that is refused, so that the page's first call is over: only that one begins with the vendor's script before Rust does. */
    compile: () => inPage(it.driver, (flow) => flow.getResult({}).catch(() => {})),
    /** The URL of a widget that takes any id and goes through by itself, with faults and other wishes. */
    automatic: (wishes = {}, file) => it.sandbox.script({ auto: "pass", "any-id": 1, ...wishes }, file),
    /** The URL of a widget that takes any id and waits for a person. */
    waiting: (wishes = {}, file) => it.sandbox.script({ "any-id": 1, ...wishes }, file),
  });
}

/** Expects a FlowError with this code, and hands it to `check`. */
export const flowError =
  (code, check = () => {}) =>
  (error) => {
    if (!error.isFlowError || error.code !== code) throw new Error(`expected the FlowError ${code}, got ${error.code}: ${error.message}`);
    check(error);
    return true;
  };

