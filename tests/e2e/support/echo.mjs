// A server of the test's own, on an origin of its own: it keeps each request whole, and answers what the test says.
import { createServer } from "node:http";

/** What the vendor answers at best, to each of the two calls. */
export const session = { session_id: "the-session", technologies: ["LD"] };
export const result = { id: "the-session", technologies: [{ name: "Liveness Detection", code: "LD" }], status: "FINISHED" };

export async function startEcho() {
  const endpoints = new Map();
  const server = createServer(async (request, response) => {
    response.setHeader("access-control-allow-origin", request.headers.origin ?? "*");
    response.setHeader("access-control-allow-credentials", "true");
    response.setHeader("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "");
    response.setHeader("access-control-expose-headers", "retry-after");
    if (request.method === "OPTIONS") return response.writeHead(204).end();
    const { pathname, searchParams } = new URL(request.url, "http://echo");
    const endpoint = endpoints.get(pathname);
    if (!endpoint) return response.writeHead(404).end();
    const chunks = await request.toArray();
    const noted = { method: request.method, url: request.url, headers: request.headers, query: Object.fromEntries(searchParams), body: Buffer.concat(chunks).toString(), at: performance.now() };
    endpoint.requests.push(noted);
    const answer = endpoint.answers[Math.min(endpoint.requests.length, endpoint.answers.length) - 1];
    const { status = 200, headers = {}, body } = typeof answer === "function" ? answer(noted) : answer;
    response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    /**
     * An address that gives these answers in turn, and the last one for good: `{ status, headers, body }`, or a function of the
     * request that yields one. A body that is no string is sent as JSON.
     */
    endpoint(...answers) {
      const path = `/echo-${endpoints.size}`;
      const endpoint = { path, url: origin + path, answers, requests: [] };
      endpoints.set(path, endpoint);
      return endpoint;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** An address below the test's echo that creates sessions, and one that has results. */
export const creating = (echo) => echo.endpoint({ body: session });
export const resulting = (echo) => echo.endpoint({ body: result });
