import { request } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';

/** Keeps cookies and says where a request comes from, as a browser does. */
export class Browser {
  cookies = new Map();

  constructor(origin) {
    this.origin = origin;
  }

  /** The same browser, its cookies with it, at another instance. */
  movedTo(origin) {
    const browser = new Browser(origin);
    browser.cookies = new Map(this.cookies);
    return browser;
  }

  createSession() {
    return this.post('/api/flow/session', {});
  }

  /** Creates a session and gives its id. */
  async newSession(metadata) {
    const answer = await this.post('/api/flow/session', { metadata });
    if (answer.status !== 200) throw new Error(`no session: ${answer.text}`);
    return answer.json.session_id;
  }

  readResult(sessionId) {
    return this.get(`/api/flow/result?session_id=${sessionId}`);
  }

  get(path, headers = {}) {
    return this.send(path, { headers });
  }

  post(path, body, headers = {}) {
    return this.postText(path, JSON.stringify(body), headers);
  }

  postText(path, body, headers = {}) {
    const always = { origin: this.origin, 'content-type': 'application/json' };
    return this.send(path, { method: 'POST', headers: { ...always, ...headers }, body });
  }

  cookiesNamed(prefix) {
    return [...this.cookies.keys()].filter((name) => name.startsWith(prefix));
  }

  async send(path, { headers = {}, ...options }) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await ask(this.origin, path, { ...options, headers: cookie === '' ? headers : { cookie, ...headers } });
    for (const setCookie of answer.setCookies) this.keep(setCookie);
    return answer;
  }

  keep(setCookie) {
    const [pair] = setCookie.split(';');
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals);
    if (setCookie.includes('Max-Age=0')) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(equals + 1));
  }
}

/** Sends path, method and headers as they are, which `fetch` would not. */
export async function ask(origin, path, { method = 'GET', headers = {}, body = '', localAddress } = {}) {
  const length = Buffer.byteLength(body);
  const always = length > 0 || method === 'POST' ? { 'content-length': length } : {};
  const sent = request(origin, { method, path, headers: { ...always, ...headers }, localAddress });
  sent.end(body);
  const [response] = await once(sent, 'response');
  // It may still be sending what was refused when the backend is ended.
  sent.on('error', () => {});
  const text = Buffer.concat(await response.toArray()).toString();
  return {
    status: response.statusCode,
    headers: new Headers(Object.entries(response.headers).flatMap(([name, value]) => [value].flat().map((one) => [name, one]))),
    setCookies: response.headers['set-cookie'] ?? [],
    text,
    get json() {
      return JSON.parse(text);
    },
    get error() {
      return JSON.parse(text).error;
    },
  };
}

/** A connection on which a test writes what it likes. */
export async function dial(origin) {
  const { hostname, port } = new URL(origin);
  const socket = connect(port, hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.ended = new Promise((resolve) => socket.once('close', resolve));
  return socket;
}

/** All that comes until the other side closes. */
export async function readToEnd(socket) {
  let text = '';
  socket.on('data', (data) => (text += data));
  await socket.ended;
  return text;
}
