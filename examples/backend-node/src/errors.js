// What a refused request is answered: {"error": {"code", "message"}}. No message holds an API key or personal data.

/** A request that is not answered as asked, for one reason. */
export class ApiError extends Error {
  constructor(status, code, message, retryAfter) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export const invalidRequest = (message) => new ApiError(400, 'invalid_request', message);

export const crossSite = () =>
  new ApiError(403, 'cross_site', "This request came from another site's page. Call it from a page of this server's own origin.");

export const notJson = () => new ApiError(415, 'not_json', 'Send the body as JSON, with `Content-Type: application/json`.');

export const unknownFlow = () =>
  new ApiError(
    404,
    'unknown_flow',
    'There is no such flow. `?flow` is one of the names in FLOW_API_KEYS; without it, FLOW_API_KEY has to be set.',
  );

/** Said both where the session does not exist and where it is another visitor's. */
export const unknownSession = () => new ApiError(404, 'unknown_session', 'There is no such session for this visitor.');

export const unknownRoute = () => new ApiError(404, 'not_found', 'There is no such address.');

export const wrongMethod = () => new ApiError(405, 'wrong_method', 'This address takes other methods: see `Allow`.');

export const tooManyRequests = (seconds) =>
  new ApiError(429, 'too_many_requests', `Too many requests. Try again in ${seconds} s.`, seconds);

export const busy = (seconds) =>
  new ApiError(503, 'busy', `Too many photos are on their way. Try again in ${seconds} s.`, seconds);

export const misconfigured = () =>
  new ApiError(500, 'misconfigured', 'This server is not set up for an https page. Its log says what to set.');

const tooLarge = () =>
  new ApiError(413, 'too_large', 'The body is larger than 15 MB. Send a smaller `metadata.face2face.photo1`.');

const internal = () => new ApiError(500, 'internal', 'The server could not complete the request.');

/** Fastify's error handler. */
export function answerError(error, request, reply) {
  const known = error instanceof ApiError ? error : ofFastify(error);
  if (known.code === 'internal') request.log.error({ name: error.name, stack: error.stack }, 'unexpected error');
  // The vendor's own words may repeat what the person typed: they go to the page, not to the log.
  else request.log.warn({ status: known.status, code: known.code }, 'request refused');
  reply.code(known.status).header('cache-control', 'no-store');
  if (known.retryAfter !== undefined) reply.header('retry-after', known.retryAfter);
  return reply.send({ error: { code: known.code, message: known.message } });
}

function ofFastify(error) {
  switch (error.statusCode) {
    case 400:
      return invalidRequest('The body must be a JSON object, as {"metadata": {}}.');
    case 413:
      return tooLarge();
    case 415:
      return notJson();
    // A path that leads out of the directory.
    case 403:
      return unknownRoute();
    default:
      return isClientError(error) ? new ApiError(error.statusCode, 'invalid_request', 'The request is not valid.') : internal();
  }
}

function isClientError({ statusCode }) {
  return statusCode >= 400 && statusCode < 500;
}
