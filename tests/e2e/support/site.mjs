// The integrator's site: pages with our build on them, on an origin other than the sandbox's.
import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { storyTimeout } from "./browser.mjs";
import { pageScript } from "./page.mjs";

const dist = fileURLToPath(new URL("../../../dist/", import.meta.url));
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };

/** How a page gets the package: as an ES module, or as the script-tag build. Both end up as `window.flow`. */
const builds = {
  module: (script) => script(`import * as flow from "/dist/index.js"; window.flow = flow;`, ` type="module"`),
  "script tag": (script, nonce) => `<script src="/dist/flow-embed.global.js"${nonce}></script>${script("window.flow = FlowEmbed;")}`,
};

export const buildNames = Object.keys(builds);

/** Serves pages at addresses of their own; `close` ends it. */
export async function startSite() {
  const pages = new Map();
  const scripts = new Map();
  const directories = new Map([["dist", dist]]);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://site");
    const page = pages.get(pathname);
    if (page) {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...page.headers }).end(page.html);
    } else if (scripts.has(pathname)) {
      response.setHeader("content-type", "text/javascript").end(scripts.get(pathname));
    } else if (directories.has(pathname.split("/")[1])) {
      const [, name, ...file] = normalize(pathname).split("/");
      response.setHeader("content-type", types[extname(pathname)] ?? "application/octet-stream");
      createReadStream(join(directories.get(name), ...file))
        .on("error", () => response.writeHead(404).end())
        .pipe(response);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  /** The URL of a script of this text. */
  const script = (text) => {
    const path = `/script-${scripts.size}.js`;
    scripts.set(path, text);
    return origin + path;
  };
  return {
    origin,
    /**
     * An address whose page has this body, and the package in its head. With `files` its scripts are files of the site, for
     * policies that allow no inline script. Without `counted` there is no ledger, whose own work a measurement would see.
     */
    page({ body = `<div id="kyc"></div>`, head = "", build = "module", nonce, files = false, lang, headers = {}, counted = true } = {}) {
      const path = `/page-${pages.size}`;
      const attribute = nonce ? ` nonce="${nonce}"` : "";
      const tag = (text, type = "") => (files ? `<script${type} src="${script(text)}"></script>` : `<script${type}${attribute}>${text}</script>`);
      const html = `<!doctype html><html${lang ? ` lang="${lang}"` : ""}><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Site</title>${tag(counted ? pageScript + ledger : pageScript)}${head}${builds[build](tag, attribute)}<body>${body}`;
      pages.set(path, { html, headers });
      return origin + path;
    },
    script,
    /** The URL, ending in a slash, at which the files of a directory are served. */
    directory(path) {
      const name = `directory-${directories.size}`;
      directories.set(name, path);
      return `${origin}/${name}/`;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * Counts what is left behind: listeners on the page's own targets and pending timers. Installed before everything else,
 * it sees what the package and the vendor's widget do.
 */
const ledger = `
window.ledger = (() => {
  const listeners = new Map();
  const timers = new Set();
  const isShared = (target) => target === window || target === document || target instanceof AbortSignal || target instanceof HTMLScriptElement;
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const key = (type, options) => type + ":" + Boolean(typeof options === "object" ? options?.capture : options);
  EventTarget.prototype.addEventListener = function (type, callback, options) {
    const target = this ?? window;
    if (isShared(target) && callback) {
      const known = listeners.get(target) ?? new Map();
      const callbacks = known.get(key(type, options)) ?? new Set();
      listeners.set(target, known.set(key(type, options), callbacks.add(callback)));
    }
    return addEventListener.call(target, type, callback, options);
  };
  EventTarget.prototype.removeEventListener = function (type, callback, options) {
    const target = this ?? window;
    const known = listeners.get(target);
    known?.get(key(type, options))?.delete(callback);
    // Nothing is held any longer than the page itself holds it.
    if (known && [...known.values()].every(({ size }) => size === 0)) listeners.delete(target);
    return removeEventListener.call(target, type, callback, options);
  };
  const { setTimeout, clearTimeout } = window;
  window.setTimeout = (callback, ...rest) => {
    const id = setTimeout((...values) => { timers.delete(id); callback(...values); }, ...rest);
    if (rest[0] !== ${storyTimeout}) timers.add(id);
    return id;
  };
  window.clearTimeout = (id) => { timers.delete(id); clearTimeout(id); };
  const kept = () => [...listeners.values()].flatMap((known) => [...known].flatMap(([type, callbacks]) => [...callbacks].map(() => type)));
  return { listeners: () => kept().sort(), timers: () => timers.size };
})();`;
