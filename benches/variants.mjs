// The pages whose starts are compared: each starts a session as its documentation says, and nothing else.

const session = (script) => `{ id: "session-1", selector: "#kyc", locale: "ru", ${script} }`;
const module = (text) => `<script type="module">${text}</script>`;
const ofGlue = (url) => `url: "${url}"`;
const ofOurs = (url) => `script: { url: "${url}" }`;

/** From navigation to the vendor's `startSession`. The first is the peer of the others. */
export const startup = {
  glue: (url) => module(`import { startSession } from "./glue.js"; startSession(${session(ofGlue(url))});`),
  ".": (url) => module(`import { startSession } from "./index.js"; startSession(${session(ofOurs(url))});`),
  "./slim": (url) => module(`import { init, startSession } from "./slim.js"; init("./flow_embed.wasm"); startSession(${session(ofOurs(url))});`),
  "script tag": (url) => `<script src="./flow-embed.global.js"></script><script>FlowEmbed.startSession(${session(ofOurs(url))});</script>`,
};

const click = (start) => `await bench.quiet(); startSession(${session(start)});`;

/** From a visitor's click, once all is quiet, to the vendor's `startSession`: with `load()` called before, and as most glue is, without. */
export const clicked = {
  glue: (url) => module(`import { startSession } from "./glue.js"; ${click(ofGlue(url))}`),
  "glue, loaded before": (url) => module(`import { load, startSession } from "./glue.js"; await load("${url}"); ${click(ofGlue(url))}`),
  "., loaded before": (url) => module(`import { load, startSession } from "./index.js"; await load({ url: "${url}" }); ${click(ofOurs(url))}`),
};

/** A page with this script. `probe` is a script that runs before everything else. */
export const page = (script, probe = "") => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Bench</title>
<script>
window.bench = {
  from: 0,
  /** Resolves once nothing is under way, and starts the watch. */
  async quiet() {
    await new Promise((resolve) => (document.readyState === "complete" ? resolve() : addEventListener("load", resolve)));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await new Promise((resolve) => requestIdleCallback(resolve));
    bench.from = performance.now();
  },
  vendorStarted() {
    const started = performance.now();
    // What is under way when the vendor is started is not to be held up by the report.
    setTimeout(() => fetch("./report", { method: "POST", body: JSON.stringify({ milliseconds: started - bench.from, ...bench.probed?.(started) }) }));
  },
};
window.requestIdleCallback ??= (callback) => setTimeout(callback);
${probe}
</script>
<body>
<div id="kyc" style="width: 400px; height: 600px"></div>
${script}`;
