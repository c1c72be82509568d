// What a refused request is answered: {"error": {"code", "message"}}. No message holds an API key or personal data.

// Of a body that was refused; twice what is accepted.
const MOST_THROWN_AWAY = 32 * 1024 * 1024;

/** A request that is not answered as asked, for one reason. */
export class ApiError extends Error {
  constructor(status, code, message, retryAfter) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export const invalidRequest = (message) => new ApiError(400, 'invalid_request', message);

/** Said both where the session does not exist and where it is another visitor's. */
export const unknownSession = () => new ApiError(404, 'unknown_session', 'There is no such session for this visitor.');

export const unknownRoute = () => new ApiError(404, 'not_found', 'There is no such address.');

export const notJson = () => new ApiError(415, 'not_json', 'Send the body as JSON, with `Content-Type: application/json`.');

export const tooLarge = () =>
  new ApiError(413, 'too_large', 'The body is larger than 15 MB. Send a smaller `metadata.face2face.photo1`.');

/** Fastify's error handler. */
export async function answerError(error, request, reply) {
  const known = error instanceof ApiError ? error : ofFastify(error);
  // Nobody reads the answer where the client has gone.
  if (request.raw.aborted) reply.log.debug('the client has gone');
  else if (known.code === 'internal') request.log.error({ name: error.name, stack: error.stack }, 'unexpected error');
  // The vendor's own words may repeat what the person typed: they go to the page, not to the log.
  else request.log.warn({ status: known.status, code: known.code }, 'request refused');
  const rest = throwAwayRest(request.raw);
  // Where the connection ends with the answer, there is no later.
  if (!reply.raw.shouldKeepAlive) await rest;
  reply.code(known.status).header('cache-control', 'no-store').removeHeader('connection');
  if (known.retryAfter !== undefined) reply.header('retry-after', known.retryAfter);
  return reply.send({ error: { code: known.code, message: known.message } });
}

/**
 * A connection that is closed on unread bytes is reset, and the answer is lost on its way: nginx then answers 502. Node.js ends
 * what takes longer than a request may.
 */
function throwAwayRest(incoming) {
  let left = MOST_THROWN_AWAY;
  incoming.on('data', (chunk) => {
    left -= chunk.length;
    if (left < 0) incoming.destroy();
  });
  // Whoever began to read it has stopped.
  incoming.resume();
  if (incoming.readableEnded || incoming.destroyed) return undefined;
  return new Promise((resolve) => incoming.once('end', resolve).once('close', resolve));
}

function ofFastify(error) {
  switch (error.statusCode) {
    case 400:
      return invalidRequest('The body did not arrive whole.');
    case 413:
      return tooLarge();
    case 415:
      return notJson();
    default:
      return error.statusCode >= 400 && error.statusCode < 500
        ? new ApiError(error.statusCode, 'invalid_request', 'The request is not valid.')
        : new ApiError(500, 'internal', 'The server could not complete the request.');
  }
}
