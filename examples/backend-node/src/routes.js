// The two addresses that a page calls.

import { bind, findBinding, isSessionId } from './bindings.js';
import { readBody } from './bounds.js';
import { DEFAULT_FLOW } from './config.js';
import { ApiError, invalidRequest, notJson, tooLarge, unknownSession } from './errors.js';
import { identifyVisitors, rememberNew } from './login.js';
import { iinOf, metadataForVendor } from './metadata.js';
import { IIN, resultForPage, settle } from './verdict.js';

// A photo of 10 MB in base64, and room around it.
const LARGEST_BODY = 15 * 1024 * 1024;

export async function flowRoutes(app, shared) {
  const { config, clientAddresses, limits, places, store, tokens, vendor } = shared;
  // Forms of other sites can send text/plain without the browser asking first: only JSON is read. What it may cost to parse is
  // checked first, so not here.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', (request, payload) => readBody(payload, LARGEST_BODY));
  identifyVisitors(app, shared);
  app.addHook('onError', places.refused);

  const limitSessions = limit('session', config.SESSIONS_PER_VISITOR, config.SESSIONS_PER_ADDRESS);
  const beforeBody = { onRequest: [limitSessions, requireJson, findFlow, checkLength, places.take], bodyLimit: LARGEST_BODY };
  app.post('/flow/session', beforeBody, (request, reply) => places.hold(request, () => createSession(request, reply)));

  async function findFlow(request) {
    const flow = request.query.flow ?? DEFAULT_FLOW;
    if (typeof flow !== 'string') throw invalidRequest('Give `flow` once, or leave it out.');
    if (!config.FLOW_API_KEYS.has(flow)) throw unknownFlow();
  }

  /** Begun in a function that ends at once: a photo is held once, as bytes, while the vendor is asked. */
  function askVendor(request, flow) {
    const metadata = metadataForVendor(request.visitor, request.body ?? Buffer.alloc(0));
    request.body = undefined;
    const iin = iinOf(metadata);
    const created = vendor.createSession(config.FLOW_API_KEYS.get(flow), metadata);
    // Of the IIN that the session is created for, a keyed hash.
    return { created, iin: iin === undefined ? undefined : tokens.hash(IIN, iin) };
  }

  async function createSession(request, reply) {
    const flow = request.query.flow ?? DEFAULT_FLOW;
    const { created, iin } = askVendor(request, flow);

    const session = await created;

    const binding = { session_id: session.session_id, flow, visitor_id: request.visitor.id, iin };
    await store.keep(binding);
    await bind(request, reply, binding, shared);
    await rememberNew(request, reply, shared);
    request.log.info({ flow }, 'session created');
    return session;
  }

  const limitResults = limit('result', config.RESULTS_PER_VISITOR, config.RESULTS_PER_ADDRESS);
  app.get('/flow/result', { onRequest: limitResults }, async (request) => {
    const sessionId = request.query.session_id;
    if (typeof sessionId !== 'string') throw invalidRequest('Give `session_id`, once.');
    if (!isSessionId(sessionId)) throw unknownSession();
    const binding = await findBinding(request, sessionId, shared);
    const apiKey = config.FLOW_API_KEYS.get(binding?.flow);
    if (apiKey === undefined) throw unknownSession();

    const result = await vendor.result(apiKey, sessionId);

    // What the page is told is for showing. Your application acts in `onVerdict`.
    await settle(binding, result, shared);
    return resultForPage(result, binding, tokens);
  });

  function limit(what, perVisitor, perAddress) {
    return (request) =>
      limits.check(what, { visitor: request.visitor, address: clientAddresses.of(request) }, perVisitor, perAddress);
  }
}

async function requireJson(request) {
  const mediaType = (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  if (mediaType !== 'application/json') throw notJson();
}

async function checkLength(request) {
  if (Number(request.headers['content-length']) > LARGEST_BODY) throw tooLarge();
}

function unknownFlow() {
  return new ApiError(
    404,
    'unknown_flow',
    'There is no such flow. `?flow` is one of the names in FLOW_API_KEYS; without it, FLOW_API_KEY has to be set.',
  );
}
