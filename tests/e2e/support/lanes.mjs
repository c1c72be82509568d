// Browsers that the files of tests use one after another, where an engine takes long to start. A lane is a running browser: whoever
// renames its file has it.
import { existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Session, WebDriver } from "selenium-webdriver";
import { Executor, HttpClient } from "selenium-webdriver/http/index.js";

const isFree = (name) => name.endsWith(".free");

/** Starts so many browsers with `start` and names them to the processes that this one starts. The function that it yields ends them. */
export async function openLanes(count, start) {
  const directory = mkdtempSync(join(tmpdir(), "flow-embed-lanes-"));
  // A file that finds none starts its own, and says what is wrong.
  const starts = await Promise.allSettled(Array.from({ length: count }, start));
  const lanes = starts.flatMap(({ value }) => value ?? []);
  const freeOf = (index) => join(directory, `${index}.free`);
  for (const [index, { driver, address }] of lanes.entries()) {
    const id = (await driver.getSession()).getId();
    writeFileSync(freeOf(index), JSON.stringify({ address, id }));
  }
  process.env.LANES = directory;
  return async () => {
    for (const [index, { driver, service }] of lanes.entries()) {
      // One that was never given back may no longer answer, and one that was may have died.
      if (existsSync(freeOf(index))) await driver.quit().catch(() => {});
      await service.kill();
    }
    rmSync(directory, { recursive: true });
  };
}

/** A browser that no other process has, with one empty tab; nothing where there is none. A process that ends early never gives it back. */
export async function takeLane() {
  const directory = process.env.LANES;
  for (const name of directory ? readdirSync(directory).filter(isFree) : []) {
    const free = join(directory, name);
    const taken = free.replace(/free$/, "taken");
    try {
      renameSync(free, taken);
    } catch {
      continue;
    }
    const { address, id } = JSON.parse(readFileSync(taken, "utf8"));
    const driver = new WebDriver(new Session(id, {}), new Executor(new HttpClient(address)));
    try {
      await closeTabs(driver);
    } catch {
      // It died in other hands.
      continue;
    }
    driver.quit = async () => renameSync(taken, free);
    return driver;
  }
}

/** Closes all tabs but a new one. */
async function closeTabs(driver) {
  const before = await driver.getAllWindowHandles();
  await driver.switchTo().window(before[0]);
  await driver.switchTo().newWindow("tab");
  const tab = await driver.getWindowHandle();
  for (const handle of before) {
    await driver.switchTo().window(handle);
    await driver.close();
  }
  await driver.switchTo().window(tab);
}
