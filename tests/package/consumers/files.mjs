// Serves what an app's build made, as any static host does.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };

/** `fallbackPage` is the page where the directory has none. */
export async function serveFiles(directory, fallbackPage) {
  const find = (path) => {
    if (path === "/") return [join(directory, "index.html"), fallbackPage].find(existsSync);
    const file = join(directory, normalize(path));
    return existsSync(file) && statSync(file).isFile() ? file : undefined;
  };
  const server = createServer((request, response) => {
    const file = find(new URL(request.url, "http://app").pathname);
    if (!file) return response.writeHead(404).end();
    response.setHeader("content-type", types[extname(file)] ?? "application/octet-stream");
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    output: () => "",
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
