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
  async newSession() {
    const answer = await this.createSession();
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
    const always = { origin: this.origin, 'content-type': 'application/json' };
    return this.send(path, { method: 'POST', headers: { ...always, ...headers }, body: JSON.stringify(body) });
  }

  async send(path, { headers = {}, ...options }) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(this.origin + path, { ...options, headers: cookie === '' ? headers : { ...headers, cookie } });
    const text = await response.text();
    const setCookies = response.headers.getSetCookie();
    for (const setCookie of setCookies) this.#keep(setCookie);
    return {
      status: response.status,
      headers: response.headers,
      text,
      setCookies,
      get json() {
        return JSON.parse(text);
      },
      get error() {
        return JSON.parse(text).error;
      },
    };
  }

  #keep(setCookie) {
    const [pair] = setCookie.split(';');
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals);
    if (setCookie.includes('Max-Age=0')) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(equals + 1));
  }
}
