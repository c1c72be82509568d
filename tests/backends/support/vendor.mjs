import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';

const json = { 'content-type': 'application/json' };

/** A vendor that answers as it is told (`reply`) and remembers what it was asked (`seen`). */
export class StubVendor {
  seen = [];
  #sessions = 0;
  #events = new EventEmitter();
  #server;
  #reply;

  static async start() {
    const vendor = new StubVendor();
    vendor.#server = createServer((request, response) => vendor.#answer(request, response));
    vendor.#server.listen(0, '127.0.0.1');
    await once(vendor.#server, 'listening');
    return vendor;
  }

  get origin() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** The requests for results so far. */
  get results() {
    return this.seen.filter(({ path }) => path.endsWith('/result/'));
  }

  /** Answers well, and has seen nothing. */
  reset() {
    this.#reply = undefined;
    this.seen = [];
  }

  /** From now on. The body is text or bytes, or what is sent as JSON. */
  reply(status, body, headers = json) {
    this.#reply = (response) => {
      response.writeHead(status, headers);
      response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
    };
  }

  /** Creates sessions well, and answers this where it is asked for a result. */
  replyResult(result) {
    this.#reply = (response, answerWell, path) => {
      if (!path.endsWith('/result/')) return answerWell();
      response.writeHead(200, json);
      response.end(JSON.stringify(result));
    };
  }

  /** Takes requests and never answers. */
  replyNever() {
    this.#reply = () => {};
  }

  /** Takes requests and answers them well, once the returned function is called. */
  replyLater() {
    let answerNow;
    const promise = new Promise((resolve) => (answerNow = resolve));
    this.#reply = async (response, answerWell) => {
      await promise;
      answerWell();
    };
    return answerNow;
  }

  /** Takes requests and breaks the connection. */
  replyByBreaking() {
    this.#reply = (response) => response.destroy();
  }

  /** Until it has been asked so many times as a whole. */
  async asked(count) {
    while (this.seen.length < count) await once(this.#events, 'request', { signal: AbortSignal.timeout(120_000) });
  }

  async close() {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const { pathname, search } = new URL(request.url, 'http://vendor');
    this.seen.push({
      path: pathname,
      query: search.slice(1),
      get body() {
        return text === '' ? undefined : JSON.parse(text);
      },
    });
    this.#events.emit('request');
    const answerWell = () => this.#answerWell(pathname, response);
    return this.#reply === undefined ? answerWell() : this.#reply(response, answerWell, pathname);
  }

  #answerWell(pathname, response) {
    this.#sessions += 1;
    const answer = pathname.endsWith('/create/')
      ? { session_id: `session-${this.#sessions}`, technologies: ['LD', 'F2F'] }
      : { id: 'x', technologies: [], status: 'PROGRESS' };
    response.writeHead(200, json);
    response.end(JSON.stringify(answer));
  }
}
