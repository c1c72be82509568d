// Takes a consumer of list.mjs through its life: installs the packed package, builds, serves, and checks.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { output } from "../../../scripts/lib/run.mjs";
import { cache, cargoInstalled, ensureWasmBindgen } from "../../../scripts/lib/tools.mjs";
import { startBrowser } from "../../e2e/support/browser.mjs";
import { startSandbox } from "../../e2e/support/sandbox.mjs";
import { variablesFor } from "./checks.mjs";
import { serveFiles } from "./files.mjs";
import { execute, serve as serveProgram } from "./process.mjs";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const apps = fileURLToPath(new URL("apps/", import.meta.url));
/** Outside the repository: nothing of its node_modules is found from there by accident. What was installed is kept. */
const builds = join(cache, "consumers");
/** A page's session takes well under a second; a development server compiles first. */
const pageTimeout = 30_000;

/** What the consumers share: the packed package, a browser and the sandbox. */
export async function startRunner() {
  const tarball = await pack();
  const [driver, sandbox] = await Promise.all([startBrowser(), startSandbox()]);
  const variables = { ...variablesFor(sandbox), REPOSITORY: repository };
  const once = memory();
  return {
    /** Takes a consumer through its life and yields the versions that it used; throws what went wrong. */
    async run(consumer) {
      const { directory: name, build, serve, check } = consumer;
      const directory = await once(`install ${name}`, () => install(consumer, tarball));
      if (build) await once(`build ${name}`, () => runBuild(consumer, directory, variables));
      const server = serve && (await startServer(directory, serve, variables));
      try {
        await check({
          origin: server?.origin,
          sandbox,
          open: (address) => openPage(driver, address),
          run: () => execute(directory, consumer.run, variables),
        });
      } catch (error) {
        if (server?.output()) error.message += `\nIts server said:\n${server.output()}`;
        throw error;
      } finally {
        server?.close();
      }
      const versions = await versionsOf(consumer, directory);
      return versions.length > 0 ? versions : [await browserVersion(driver)];
    },
    async close() {
      sandbox.stop();
      await driver.quit();
    },
  };
}

/** Runs each story once, for the consumers that share an app. */
function memory() {
  const outcomes = new Map();
  return (key, story) => {
    if (!outcomes.has(key)) outcomes.set(key, story());
    return outcomes.get(key);
  };
}

/** Packs once; the name holds the content's hash, so that npm never takes an older package of the same version. */
async function pack() {
  const directory = join(repository, "target/npm-package");
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  await execute(repository, `npm pack --silent --pack-destination "${directory}"`);
  const [name] = readdirSync(directory);
  const hash = createHash("sha256").update(readFileSync(join(directory, name))).digest("hex").slice(0, 12);
  const tarball = join(directory, `flow-embed-${hash}.tgz`);
  renameSync(join(directory, name), tarball);
  return tarball;
}

/** A fresh copy of the app, with what was installed for it before, and the package. */
async function install({ directory: name, sources }, tarball) {
  const directory = join(builds, name);
  mkdirSync(directory, { recursive: true });
  for (const entry of readdirSync(directory)) {
    if (entry !== "node_modules" && entry !== "target") rmSync(join(directory, entry), { recursive: true });
  }
  for (const source of [sources, name].filter(Boolean)) cpSync(join(apps, source), directory, { recursive: true });
  if (existsSync(join(directory, "package.json"))) {
    await execute(directory, `npm install --no-audit --no-fund --no-package-lock "${tarball}"`);
  }
  return directory;
}

/** A Rust app's dependencies are resolved first: wasm-bindgen's CLI has to be of the very version that came of it. */
async function runBuild({ build, crates }, directory, variables) {
  if (!crates) return execute(directory, build, variables);
  await execute(directory, `cargo generate-lockfile --config "patch.crates-io.flow-embed.path='$REPOSITORY'"`, variables);
  return execute(directory, build, { ...variables, WASM_BINDGEN: await wasmBindgenOf(lockedVersion("wasm-bindgen", directory)) });
}

async function wasmBindgenOf(version) {
  const own = join(await ensureWasmBindgen(), "wasm-bindgen");
  const isRight = output(own, ["--version"])?.endsWith(` ${version}`);
  return isRight ? own : join(await cargoInstalled("wasm-bindgen-cli", version), "wasm-bindgen");
}

const lockedVersion = (crate, directory) =>
  readFileSync(join(directory, "Cargo.lock"), "utf8").match(new RegExp(`name = "${crate}"\nversion = "([^"]+)"`))[1];

const startServer = (directory, { directory: built, command }, variables) =>
  command ? serveProgram(directory, command, variables) : serveFiles(join(directory, built), join(directory, "index.html"));

/** Opens a page and waits for what the app leaves in `<body data-result>`; yields it with the errors of the console. */
async function openPage(driver, address) {
  await consoleErrors(driver);
  await driver.get(address);
  let text;
  const hasResult = async () => Boolean((text = await driver.executeScript("return document.body?.dataset.result")));
  try {
    await driver.wait(hasResult, pageTimeout);
  } catch (error) {
    throw new Error(`${error.message}\nThe page's console:\n${(await consoleErrors(driver)).join("\n")}`);
  }
  return { result: JSON.parse(text), errors: await consoleErrors(driver) };
}

/** What the browser's console has got since the last look, less the icon that none of the apps has. */
async function consoleErrors(driver) {
  const entries = await driver.manage().logs().get("browser");
  return entries.filter(({ level, message }) => level.name === "SEVERE" && !message.includes("/favicon.ico")).map(({ message }) => message);
}

async function browserVersion(driver) {
  const capabilities = await driver.getCapabilities();
  return `${capabilities.getBrowserName()} ${capabilities.getBrowserVersion()}`;
}

async function versionsOf({ versions = [], crates = [], host }, directory) {
  const fromNpm = versions.map((name) => [name, JSON.parse(readFileSync(join(directory, "node_modules", name, "package.json"), "utf8")).version]);
  const fromCrates = crates.map((name) => [name, lockedVersion(name, directory)]);
  const named = [...fromNpm, ...fromCrates].map(([name, version]) => `${name} ${version}`);
  return host ? [...named, `${host.split(" ")[0]} ${(await execute(directory, host)).replace("v", "")}`] : named;
}
