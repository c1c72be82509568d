// The two origins of a startup: the page's, with the package on it, and the vendor's. Each round has addresses of its own.
import { EventEmitter, once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { root } from "../scripts/lib/run.mjs";
import { bundled } from "./downloads.mjs";
import { brotli, gzip } from "./weight.mjs";
import { widgetScript } from "./widget.mjs";

/** In bytes on the wire. */
export const widgets = { "86 KB": 86_000, "1.5 MB": 1_500_000 };

const shipped = ["index.js", "slim.js", "flow_embed.wasm", "flow-embed.global.js"];
const typeOf = (name) => (name.endsWith(".wasm") ? "application/wasm" : "text/javascript");

export async function startOrigins() {
  const files = new Map([["glue.js", encodings(await bundled("./benches/glue.js"))]]);
  for (const name of shipped) files.set(name, encodings(readFileSync(join(root, "dist", name))));
  const scripts = new Map(Object.entries(widgets).map(([name, bytes]) => [fileOf(name), Buffer.from(widgetScript(bytes))]));
  const rounds = new Map();
  const reports = new EventEmitter();

  const vendor = await serve((request, response, round, name) => {
    const script = scripts.get(name);
    if (!script) return response.writeHead(404).end();
    round.vendorRequests += 1;
    // Its size is what it says, so it goes as it is.
    answer(response, "text/javascript", script);
  });
  const site = await serve(async (request, response, round, name) => {
    if (name === "report") {
      reports.emit(round.id, JSON.parse(Buffer.concat(await request.toArray())));
      response.writeHead(204).end();
    } else if (name === "page.html") {
      answer(response, "text/html; charset=utf-8", Buffer.from(round.html), round.headers);
    } else if (files.has(name)) {
      const file = files.get(name);
      const encoding = ["br", "gzip"].find((encoding) => request.headers["accept-encoding"]?.includes(encoding));
      answer(response, typeOf(name), encoding ? file[encoding] : file.identity, encoding && { "content-encoding": encoding });
    } else {
      response.writeHead(404).end();
    }
  });

  async function serve(handle) {
    const server = createServer((request, response) => {
      const [, id, name] = request.url.split("/");
      const round = rounds.get(id);
      if (round) handle(request, response, round, name);
      else response.writeHead(404).end();
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    return server;
  }
  const urlOf = (server, ...path) => [`http://127.0.0.1:${server.address().port}`, ...path].join("/");

  return {
    /** A page of its own; `html` gets the URL of the vendor's script. `report` is what the page sends once the vendor is started. */
    round(widget, html, headers) {
      const id = `round-${rounds.size}`;
      const round = { id, html: html(urlOf(vendor, id, fileOf(widget))), headers, vendorRequests: 0 };
      rounds.set(id, round);
      const report = once(reports, id).then(([values]) => ({ ...values, vendorRequests: round.vendorRequests }));
      return { url: urlOf(site, id, "page.html"), report };
    },
    close() {
      for (const server of [site, vendor]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

const fileOf = (widget) => `widget-${widget.replace(" ", "-")}.js`;
const encodings = (bytes) => ({ identity: bytes, br: brotli(bytes), gzip: gzip(bytes) });

/** As a CDN would, but so that each round is a first visit. */
function answer(response, type, body, headers = {}) {
  response.writeHead(200, {
    "content-type": type,
    "content-length": body.length,
    "cache-control": "no-store",
    "access-control-allow-origin": "*",
    "timing-allow-origin": "*",
    ...headers,
  });
  response.end(body);
}
