// The two addresses that a page calls.

import { isSessionId } from './bindings.js';
import { DEFAULT_FLOW } from './config.js';
import { invalidRequest, notJson, unknownFlow, unknownSession } from './errors.js';
import { limitRequests } from './limits.js';
import { identifyVisitors } from './login.js';
import { metadataForVendor } from './metadata.js';
import { isPassed, resultForPage } from './result.js';
import { checkHttps, checkSameOrigin } from './same-origin.js';
import { answerUnknownRoute } from './unknown-routes.js';

export async function flowRoutes(app, { config, signer, cookies, bindings, clientAddresses, places, vendor }) {
  const { rateLimits } = config;

  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    // The router decodes a path; this server's own addresses have nothing to decode.
    if (request.url.split('?')[0].includes('%')) return answerUnknownRoute(request, reply);
    checkSameOrigin(request, config.allowedOrigin);
    checkHttps(request, config);
  });
  identifyVisitors(app, { signer, cookies });

  const limitSessions = limitRequests(app, clientAddresses, rateLimits.sessionsPerVisitor, rateLimits.sessionsPerAddress);
  const beforeBody = { onRequest: [limitSessions, requireJson, places.take] };
  app.post('/flow/session', beforeBody, (request, reply) => places.hold(request, () => createSession(request, reply)));

  async function createSession(request, reply) {
    const flow = request.query.flow ?? DEFAULT_FLOW;
    if (typeof flow !== 'string') throw invalidRequest('Give `flow` once, or leave it out.');
    const apiKey = config.apiKeys.get(flow);
    if (apiKey === undefined) throw unknownFlow();
    const metadata = metadataForVendor(request.visitor, request.body);

    const session = await vendor.createSession(apiKey, metadata);

    bindings.bind(request, reply, session.session_id, flow);
    request.log.info({ flow }, 'session created');
    return session;
  }

  const limitResults = limitRequests(app, clientAddresses, rateLimits.resultsPerVisitor, rateLimits.resultsPerAddress);
  app.get('/flow/result', { onRequest: limitResults }, async (request) => {
    const sessionId = request.query.session_id;
    if (typeof sessionId !== 'string') throw invalidRequest('Give `session_id`, once.');
    if (!isSessionId(sessionId)) throw unknownSession();
    const flow = bindings.flowOf(request, sessionId);
    const apiKey = config.apiKeys.get(flow);
    if (apiKey === undefined) throw unknownSession();

    const result = await vendor.result(apiKey, sessionId);

    // Here your application acts on the verdict: it is decided here, and not by what the page is told. A verdict alone says only
    // that somebody passed some flow. So first:
    // - `flow` has to be the one that this operation needs: the visitor chose `?flow`.
    // - The identity has to be your customer's: compare the IIN in the vendor's answer with your own record,
    //   or let `metadataForVendor` send it from there with `changeable: false`.
    // - Store the session's id and act once: a passed session can be read many times.
    // And ask the vendor by yourself for the sessions that nobody came back for: see the README.
    request.log.info({ flow, passed: isPassed(result) }, 'result read');
    return resultForPage(result, sessionId);
  });

  // Before a body is read, and beside the files of PUBLIC_DIR, whose route is `/*`.
  const unknown = { onRequest: async (request, reply) => answerUnknownRoute(request, reply) };
  app.all('/', unknown, answerUnknownRoute);
  app.all('/*', unknown, answerUnknownRoute);
}

async function requireJson(request) {
  const mediaType = (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  if (mediaType !== 'application/json') throw notJson();
}
