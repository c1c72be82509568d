// The app, and the package as it is installed: an import map says where the browser finds it.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";

const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript" };

createServer(async ({ url }, response) => {
  const { pathname } = new URL(url, "http://app");
  const file = pathname === "/" ? "/index.html" : pathname;
  try {
    const body = await readFile(new URL(`.${file}`, import.meta.url));
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}).listen(process.env.PORT, "127.0.0.1");
