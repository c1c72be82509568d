// The pages of `npm start` in a browser, and what a person does there.
import { after, before } from "node:test";
import { By, until } from "selenium-webdriver";
import { startPlayground } from "../../../scripts/lib/playground.mjs";
import { startBrowser } from "./browser.mjs";
import { has } from "./engines.mjs";

export const patience = 15_000;

export let playground;
export let driver;

before(async () => {
  playground = await startPlayground({ sandboxArguments: ["--port", "0", "--progress-ms", "600"], stderr: "ignore" });
  driver = await startBrowser();
});
after(async () => {
  await driver?.quit();
  playground?.stop();
});

export const find = (selector) => driver.findElement(By.css(selector));
export const visible = async (selector) => driver.wait(until.elementIsVisible(await driver.wait(until.elementLocated(By.css(selector)), patience)), patience);
export const click = async (selector) => (await visible(selector)).click();
export const textOf = async (selector) => (await find(selector)).getText();
export const statusIs = (text) => driver.wait(until.elementTextMatches(find("#status"), text), patience);
export const field = (name) => find(`[name="${name}"]`);
export const choose = (name, value) => click(`[name="${name}"] option[value="${value}"]`);
export const toggle = (name) => click(`[name="${name}"]`);
export const technology = (code) => click(`[name="technology"][value="${code}"]`);
export const type = async (name, text) => {
  await field(name).clear();
  await field(name).sendKeys(text);
};

/** Opens the playground; `wishes` are for the sandbox's script. */
export const open = async (wishes = {}) => {
  await driver.get(playground.origin);
  // The script's URL comes last.
  await driver.wait(() => driver.executeScript(`return document.readyState === "complete" && document.querySelector('[name="script.url"]')?.value`), patience);
  const all = { ...(has("camera") ? {} : { camera: "canvas" }), ...wishes };
  if (Object.keys(all).length > 0) await type("script.url", `${playground.sandbox}/widget/flow-widget.js?${new URLSearchParams(all)}`);
};
export const start = () => click("#start");
export const automatically = { auto: "pass" };

export const at = (step) => visible(`[data-step="${step}"] [data-action="continue"]`);
/** Through the widget as far as these steps. */
export const walk = async (...steps) => {
  for (const step of steps) {
    await at(step);
    if (step === "liveness") await visible(`[data-camera="live"]`);
    if (step === "otp") await find(`[name="otp"]`).sendKeys("123456");
    await click(`[data-step="${step}"] [data-action="continue"]`);
  }
};
/** The elements of a widget that is not at its end. */
export const widgets = () => driver.findElements(By.css("[data-step]:not(.step)"));
