// The same import in each host: browsers' workers, and Node, Deno and Bun where they are to be had.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import * as flow from "../../dist/index.js";
import { inPage, startBrowser } from "../e2e/support/browser.mjs";
import { startSandbox } from "../e2e/support/sandbox.mjs";
import { startSite } from "../e2e/support/site.mjs";
import { story } from "./story.mjs";

const main = fileURLToPath(new URL("main.mjs", import.meta.url));

/** A host that is a program: DENO and BUN name theirs, DENO_MISSING and BUN_MISSING say why there is none. */
const program = (name, ...args) => {
  const file = process.env[name.toUpperCase()] ?? name.toLowerCase();
  const { status, stdout, error } = spawnSync(file, ["--version"], { encoding: "utf8" });
  if (status !== 0) return { missing: process.env[`${name.toUpperCase()}_MISSING`] ?? error?.message ?? `${file} --version ended with ${status}` };
  return {
    version: stdout.match(/\d+\.\d+\.\d+/)[0],
    isServer: true,
    /** Resolves once the process has ended by itself: nothing of the package's keeps it alive. */
    run: (origin) =>
      new Promise((resolve, reject) => {
        const child = spawn(file, [...args, main, origin], { stdio: ["ignore", "pipe", "inherit"] });
        const output = child.stdout.toArray();
        child.once("error", reject);
        child.once("exit", async (code) => {
          const text = Buffer.concat(await output).toString();
          code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`${name} ended with ${code}`));
        });
      }),
  };
};

const worker = {
  async run(origin) {
    const site = await startSite();
    const driver = await startBrowser();
    try {
      const capabilities = await driver.getCapabilities();
      this.version = `${capabilities.getBrowserName()} ${capabilities.getBrowserVersion()}`;
      await driver.get(site.page());
      const source = `import * as flow from "/dist/index.js";
        ${readFileSync(new URL("story.mjs", import.meta.url), "utf8")}
        const inspect = (error) => [error, error?.cause].map((one) => [one, one?.stack, JSON.stringify(one)].join()).join();
        postMessage(await story(flow, ${JSON.stringify(origin)}, inspect));`;
      return await inPage(driver, (_, url) => new Promise((resolve, reject) => {
        const worker = new Worker(url, { type: "module" });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
      }), site.script(source));
    } finally {
      await driver.quit();
      site.close();
    }
  },
};

const inThisProcess = (origin) => story(flow, origin, (error) => inspect(error, { depth: 9, showHidden: true }));
const hosts = {
  "Node, in this process": { version: process.versions.node, isServer: true, run: inThisProcess },
  "Node, with the class that Cloudflare's Workers and a browser's have in common": {
    version: process.versions.node,
    isServer: true,
    run(origin) {
      globalThis.WorkerGlobalScope = class {};
      return inThisProcess(origin).finally(() => delete globalThis.WorkerGlobalScope);
    },
  },
  "Node": { ...program("node"), version: process.versions.node },
  "Web Worker": worker,
  "Deno": program("Deno", "run", "--no-prompt", "--allow-net=127.0.0.1", "--allow-read", "--allow-env"),
  "Bun": program("Bun"),
};

for (const [name, host] of Object.entries(hosts).filter(([, { missing }]) => !missing)) {
  describe(`In ${name}`, () => {
    let sandbox;
    let report;
    before(async () => {
      sandbox = await startSandbox("--progress-ms", "300");
      report = await host.run(sandbox.origin);
    });
    after(() => sandbox?.stop());

    test("sessions are created, with the photo as bytes and as a Blob", () => {
      assert.deepEqual(report.technologies, Array(2).fill(["LD", "F2F"]));
    });

    test("a result is read once, and waited for", () => {
      assert.deepEqual([report.statuses, report.verdict], [["PROGRESS", "FINISHED"], true]);
    });

    test("an abort's reason passes as it is, before, during a request and during a pause", () => {
      const { before, duringRequest, duringPause } = report.aborts;
      assert.deepEqual([before, duringRequest, duringPause], [true, true, true]);
    });

    test("an aborted request is closed", () => {
      assert.equal(report.aborts.closedConnections, 1);
    });

    test("failures are FlowErrors with their codes", () => {
      const { timeout, network, broken, refused, page } = report;
      const found = [timeout, network, broken, refused, page];
      assert.deepEqual(found.map(({ code }) => code), ["request_timeout", "network", "network", "http", "container_not_found"]);
      assert.deepEqual(found.map(({ isFlowError }) => isFlowError), Array(5).fill(true));
      assert.equal(refused.details.status, 403);
    });

    test("the API key is in no error, however it is printed", () => {
      for (const [what, { tellsKey }] of Object.entries(report).filter(([, { code } = {}]) => code)) assert.equal(tellsKey, false, what);
    });

    test("isValidIin answers", () => {
      assert.deepEqual(report.isValidIin, [true, false]);
    });

    if (host.isServer) {
      test("a relative endpoint is invalid_options, since there is no page", () => {
        assert.deepEqual([report.relative.code, report.relative.details], ["invalid_options", { field: "endpoint" }]);
      });

      test("an API key is at its place, and nothing is said", () => assert.deepEqual(report.said, []));
    } else {
      test("a relative endpoint is taken as one of the worker's origin", () => {
        assert.deepEqual([report.relative.code, report.relative.details.status], ["http", 404]);
      });

      test("an API key is warned of once", () => {
        assert.equal(report.said.length, 1);
        assert.match(report.said[0], /apiKey/);
      });
    }
  });
}

after(() => {
  console.table(Object.fromEntries(Object.entries(hosts).map(([name, { version, missing }]) => [name, { version: version ?? "-", ran: missing ? `no: ${missing}` : "yes" }])));
});
