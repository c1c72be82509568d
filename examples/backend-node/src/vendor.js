// The two requests to the vendor. This is the only room where an API key leaves its wrapper.

import { isSessionId } from './bindings.js';
import { ApiError } from './errors.js';
import { parseJson } from './json.js';
import { hasRepeatedField } from './repeated-fields.js';

/** For one request, from connecting to the last byte. */
export const VENDOR_TIMEOUT_MS = 10_000;
// Results may hold several photos of hundreds of kilobytes.
const LARGEST_ANSWER = 32 * 1024 * 1024;
// Of the vendor's own words about a refusal.
const LONGEST_MESSAGE = 2048;

const unexpectedAnswer = (problem) =>
  new ApiError(502, 'vendor_answer', `The identity service's answer is not what was expected: ${problem}.`);

export class Vendor {
  #base;
  #log;

  constructor({ FLOW_API_BASE }, log) {
    this.#base = FLOW_API_BASE;
    this.#log = log;
  }

  createSession(apiKey, metadata) {
    return this.#create(apiKey, Buffer.from(JSON.stringify({ api_key: apiKey.expose(), metadata })));
  }

  async #create(apiKey, body) {
    const headers = { 'content-type': 'application/json' };
    const session = await this.#ask(apiKey, '/api/v1/flows/session/create/', { method: 'POST', headers, body });
    if (!isSessionId(session.session_id)) throw unexpectedAnswer('`session_id` is not an id');
    const technologies = Array.isArray(session.technologies) ? session.technologies : [];
    return { session_id: session.session_id, technologies: technologies.filter((code) => typeof code === 'string') };
  }

  async result(apiKey, sessionId) {
    const query = new URLSearchParams({ session_id: sessionId, flow_api_key: apiKey.expose() });
    return this.#ask(apiKey, `/api/v1/flows/session/result/?${query}`, {});
  }

  /** Asks once: a session created twice is paid for twice. A redirect is not followed: it would take the key elsewhere. */
  async #ask(apiKey, path, options) {
    const { status, headers, bytes } = await this.#answer(path, options);
    if (status === 429) {
      const retryAfter = headers.get('retry-after') ?? undefined;
      throw new ApiError(429, 'vendor_busy', 'The identity service is asked too often. Try again later.', retryAfter);
    }
    if (status >= 400 && status < 500) {
      throw new ApiError(422, 'vendor_refused', `The identity service refused the request. ${refusal(status, bytes, apiKey)}`);
    }
    if (status < 200 || status >= 300) {
      throw new ApiError(502, 'vendor_failed', `The identity service failed with status ${status}.`);
    }
    const answer = parseJson(bytes);
    if (typeof answer !== 'object' || answer === null || Array.isArray(answer) || hasRepeatedField(bytes)) {
      throw unexpectedAnswer('it is not the JSON that was promised');
    }
    return answer;
  }

  async #answer(path, options) {
    try {
      const signal = AbortSignal.timeout(VENDOR_TIMEOUT_MS);
      const response = await fetch(this.#base + path, { ...options, redirect: 'manual', signal });
      return { status: response.status, headers: response.headers, bytes: await read(response) };
    } catch (error) {
      if (error instanceof ApiError) throw error;
      // The name and the code only: a message could hold the URL, and with it the API key.
      this.#log.warn({ name: error.name, cause: error.cause?.code }, 'no answer from the identity service');
      if (error.name === 'TimeoutError') {
        throw new ApiError(504, 'vendor_timeout', 'The identity service did not answer in time.');
      }
      throw new ApiError(502, 'vendor_unreachable', 'The identity service cannot be reached.');
    }
  }
}

async function read(response) {
  const chunks = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) throw unexpectedAnswer('it is larger than 32 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The vendor's own words, if they are JSON, without the key should they repeat it. */
function refusal(status, bytes, apiKey) {
  const words = parseJson(bytes);
  if (words === undefined) return `It answered with status ${status}.`;
  const key = apiKey.expose();
  const keyInUrl = new URLSearchParams([['', key]]).toString().slice(1);
  return JSON.stringify(words)
    .replaceAll(key, '(API key)')
    .replaceAll(keyInUrl, '(API key)')
    .slice(0, LONGEST_MESSAGE);
}
