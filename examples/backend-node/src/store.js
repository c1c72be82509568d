// What is kept of a session for a day: in Redis where there is one, and in this process's memory. In memory alone, only the
// instance that created a session can do something with its webhook.

const DAY_MS = 24 * 60 * 60 * 1000;
const WRITES_BETWEEN_CLEANUPS = 1024;

export class Store {
  #memory = new Map();
  #writes = 0;
  #shared;

  constructor(shared) {
    this.#shared = shared;
  }

  async keep(binding) {
    await this.#put(`session:${binding.session_id}`, JSON.stringify(binding), DAY_MS);
  }

  async session(id) {
    const text = await this.#get(`session:${id}`);
    return text === undefined ? undefined : JSON.parse(text);
  }

  /** Whether nobody else has begun to act on the session's verdict; from now on somebody has. */
  beginVerdict(id) {
    return this.#put(`verdict:${id}`, '', DAY_MS);
  }

  /** The application could not act: the next who learns of the verdict tries again. */
  undoVerdict(id) {
    return this.#remove(`verdict:${id}`);
  }

  async hasVerdict(id) {
    return (await this.#get(`verdict:${id}`)) !== undefined;
  }

  /** Whether no other instance is asking the vendor for this session. */
  beginAsking(id, atMostMs) {
    return this.#put(`asking:${id}`, '', atMostMs);
  }

  endAsking(id) {
    return this.#remove(`asking:${id}`);
  }

  /** Whether there was nothing under the key. It is noted here in any case, so that it is known when the server is lost. */
  async #put(name, value, lifetimeMs) {
    const key = `flow-embed:${name}`;
    const isNewHere = this.#remember(key, value, lifetimeMs);
    const options = { condition: 'NX', expiration: { type: 'PX', value: lifetimeMs } };
    const answer = await this.#shared?.ask((client) => client.set(key, value, options));
    return answer === undefined ? isNewHere : answer !== null;
  }

  async #get(name) {
    const key = `flow-embed:${name}`;
    const { expires, value } = this.#memory.get(key) ?? {};
    return (await this.#shared?.ask((client) => client.get(key))) ?? (expires > performance.now() ? value : undefined);
  }

  async #remove(name) {
    const key = `flow-embed:${name}`;
    this.#memory.delete(key);
    await this.#shared?.ask((client) => client.del(key));
  }

  #remember(key, value, lifetimeMs) {
    const now = performance.now();
    this.#writes += 1;
    if (this.#writes % WRITES_BETWEEN_CLEANUPS === 0) {
      for (const [old, { expires }] of this.#memory) if (expires <= now) this.#memory.delete(old);
    }
    const isNew = !(this.#memory.get(key)?.expires > now);
    if (isNew) this.#memory.set(key, { expires: now + lifetimeMs, value });
    return isNew;
  }
}
