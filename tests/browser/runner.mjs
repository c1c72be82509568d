// Cargo's runner of the tests in this directory: wasm-bindgen's runner serves them, and the browser under test runs them.
// That runner can drive a browser too, but its server (tiny_http 0.12) may leave one of several connections that come at once
// without a thread, and then waits for ever. So the browser asks here, and one question at a time is passed on.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import { createInterface } from "node:readline";
import { startBrowser } from "../e2e/support/browser.mjs";

const deadline = 120_000;

const tests = spawn(process.env.WASM_BINDGEN_TEST_RUNNER, process.argv.slice(2), {
  env: { ...process.env, NO_HEADLESS: "1", WASM_BINDGEN_TEST_ADDRESS: "127.0.0.1:0" },
  stdio: ["ignore", "pipe", "inherit"],
});
let relay;
let browser;
try {
  relay = await relayTo(await addressOf(tests));
  browser = await startBrowser();
  await browser.manage().setTimeouts({ pageLoad: deadline, script: deadline });
  await browser.get(`http://127.0.0.1:${relay.address().port}/`);
  const report = await browser.executeAsyncScript(reportOf, deadline - 1_000);
  console.log(report);
  process.exitCode = report.includes("test result: ok") ? 0 : 1;
} finally {
  await browser?.quit();
  relay?.close().closeAllConnections();
  tests.kill();
}

/** The address that wasm-bindgen's runner says it serves at. */
async function addressOf(runner) {
  for await (const line of createInterface({ input: runner.stdout })) {
    const [address] = line.match(/http:\/\/\S+/) ?? [];
    if (address) return address;
  }
  throw new Error("wasm-bindgen's test runner ended before it served the tests.");
}

async function relayTo(origin) {
  const oneAtATime = new Agent({ maxSockets: 1 });
  const server = createServer((asked, answer) => {
    const { method, headers } = asked;
    const passedOn = request(new URL(asked.url, origin), { method, headers, agent: oneAtATime }, (given) => {
      answer.writeHead(given.statusCode, given.headers);
      given.pipe(answer);
    });
    passedOn.once("error", () => answer.destroy());
    asked.pipe(passedOn);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** In the page: what the tests have printed, as soon as they are through or the time is up. */
function reportOf(time, done) {
  const output = document.getElementById("output");
  const isComplete = () => output.textContent.includes("test result: ");
  const report = () => done(output.textContent);
  if (isComplete()) return report();
  new MutationObserver(() => isComplete() && report()).observe(output, { childList: true, characterData: true, subtree: true });
  setTimeout(report, time);
}
