// What starts when, in one startup of each entry on a slow link.
import { page, startup } from "./variants.mjs";

/** Notes when WebAssembly compiles; all else is in resource timing. */
const probe = `
bench.compiled = [];
const { Module } = WebAssembly;
WebAssembly.Module = function (bytes) {
  const start = performance.now();
  const module = new Module(bytes);
  bench.compiled.push({ start, end: performance.now() });
  return module;
};
bench.probed = (started) => {
  const [{ requestStart, responseEnd }] = performance.getEntriesByType("navigation");
  const resources = performance.getEntriesByType("resource").map(({ name, startTime, responseEnd, renderBlockingStatus }) => ({
    what: new URL(name).pathname.split("/").pop().replace(/^widget-.*/, "the vendor's script"),
    start: startTime,
    end: responseEnd,
    blocksRendering: renderBlockingStatus === "blocking",
  }));
  const compilations = bench.compiled.map(({ start, end }) => ({ what: "WebAssembly compiles", start, end }));
  const document = { what: "document", start: requestStart, end: responseEnd };
  return { waterfall: [document, ...resources, ...compilations, { what: "the vendor's startSession", start: started, end: started }] };
};`;

/** By entry, what starts when. `visit` opens a page and yields its report. */
export async function waterfalls(visit) {
  const found = {};
  for (const [name, script] of Object.entries(startup)) {
    const { waterfall } = await visit((url) => page(script(url), probe));
    found[name] = waterfall.sort((one, other) => one.start - other.start);
  }
  return found;
}

/** What a startup must be like: what is wrong with it, in words. */
export function faultsOf(waterfall) {
  const of = (what) => waterfall.filter((event) => event.what === what);
  const scripts = of("the vendor's script");
  const [wasm] = of("flow_embed.wasm");
  return [
    scripts.length !== 1 && `the vendor's script was fetched ${scripts.length} times`,
    wasm && scripts[0]?.start > wasm.end && "the vendor's script was not under way before the wasm had come",
    waterfall.some(({ blocksRendering }) => blocksRendering) && "something blocks rendering",
  ].filter(Boolean);
}
