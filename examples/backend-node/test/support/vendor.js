import { createServer } from 'node:http';
import { EventEmitter, once } from 'node:events';

const json = { 'content-type': 'application/json' };

/** A vendor that answers as it is told (`reply`) and remembers what it was asked (`seen`). */
export class StubVendor {
  seen = [];
  #asked = new EventEmitter();
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

  /** From now on. The body is text, or what is sent as JSON. */
  reply(status, body, headers = json) {
    this.#reply = (response) => {
      response.writeHead(status, headers);
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
  }

  /** Takes requests and never answers. */
  replyNever() {
    this.#reply = () => {};
  }

  /** Takes requests and answers them well, once the returned function is called. */
  replyLater() {
    const { promise, resolve } = later();
    this.#reply = async (response, answerWell) => {
      await promise;
      answerWell();
    };
    return resolve;
  }

  /** Until the next request is there as a whole. */
  asked() {
    return once(this.#asked, 'request');
  }

  /** Takes requests and breaks the connection. */
  replyByBreaking() {
    this.#reply = (response) => response.destroy();
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
    this.seen.push({ path: pathname, query: search.slice(1), body: text === '' ? undefined : JSON.parse(text) });
    this.#asked.emit('request');
    const answerWell = () => this.#answerWell(pathname, response);
    return this.#reply === undefined ? answerWell() : this.#reply(response, answerWell);
  }

  #answerWell(pathname, response) {
    const answer = pathname.endsWith('/create/')
      ? { session_id: `session-${this.seen.length}`, technologies: ['LD', 'F2F'] }
      : { id: 'x', technologies: [], status: 'PROGRESS' };
    response.writeHead(200, json);
    response.end(JSON.stringify(answer));
  }
}

function later() {
  let resolve;
  const promise = new Promise((settle) => (resolve = settle));
  return { promise, resolve };
}
