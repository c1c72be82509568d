// The page's own server, which holds the API key and talks to the vendor.

export const sessionEndpoint = (flow) => `/api/flow/session?flow=${encodeURIComponent(flow)}`;
export const resultEndpoint = '/api/flow/result';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 5000;
const RESULT_DEADLINE = 60_000;

/** Creates a one-time session: `{ session_id, technologies }`. */
export function createSession({ flow, metadata, signal }) {
  return requestJson(sessionEndpoint(flow), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ metadata }),
    signal,
  });
}

/** Asks for the session's result, with growing pauses, until the vendor has finished it. */
export async function getResult({ id, signal }) {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(RESULT_DEADLINE)]);
  const url = `${resultEndpoint}?session_id=${encodeURIComponent(id)}`;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
    const result = await requestJson(url, { signal: deadline });
    if (result.status === 'FINISHED') return result;
    await abortablePause(pause, deadline);
  }
}

async function requestJson(url, options) {
  const response = await fetch(url, options);
  if (!response.ok) {
    throw new Error(`The server answered ${response.status} at ${new URL(response.url).pathname}: ${await response.text()}`);
  }
  return response.json();
}

function abortablePause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
