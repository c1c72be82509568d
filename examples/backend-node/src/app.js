// Puts the rooms together. What a request goes through: headers, origin, visitor, limits, and then the vendor.

import cookie from '@fastify/cookie';
import Fastify, { LogController } from 'fastify';

import { ClientAddresses } from './client-address.js';
import { Cookies } from './cookies.js';
import { ApiError, answerError, unknownRoute } from './errors.js';
import { Limits } from './limits.js';
import { Places } from './places.js';
import { flowRoutes } from './routes.js';
import { checkSameOrigin } from './same-origin.js';
import { Shared } from './shared.js';
import { staticFiles } from './static-files.js';
import { Store } from './store.js';
import { Tokens } from './tokens.js';
import { Vendor } from './vendor.js';
import { WEBHOOK_PATH, webhookRoutes } from './webhooks.js';

// For a request to arrive as a whole.
const REQUEST_TIMEOUT_MS = 30_000;
const BETWEEN_LOG_LINES_MS = 10_000;

/** The whole application, ready to listen. `logger` is Fastify's option. */
export async function buildApp(config, logger) {
  const app = Fastify({
    logger,
    // The URL of a result holds the session's id: routes write what is worth a line themselves.
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Node.js looks every 30 s only, and takes the longer of both: 60 s for the headers, if nothing else is said.
    http: { headersTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: REQUEST_TIMEOUT_MS / 10 },
    // A path that is no text (`/%ff`), which Fastify answers before any hook.
    frameworkErrors: (error, request, reply) => {
      addSecurityHeaders(request, reply);
      return answerUnknownRoute(request, reply);
    },
  });
  limitConnections(app, config);
  closeSilentConnections(app);
  const shared = config.REDIS_URL && new Shared(config.REDIS_URL, app.log);
  await shared?.open();
  if (shared !== undefined) app.addHook('onClose', () => shared.close());
  const rooms = {
    config,
    log: app.log,
    clientAddresses: new ClientAddresses(config.TRUSTED_PROXIES, app.log),
    cookies: new Cookies(config.COOKIE_SECURE),
    limits: new Limits(shared),
    places: new Places(config.PHOTOS_AT_ONCE),
    store: new Store(shared),
    tokens: new Tokens(config.COOKIE_SECRET),
    vendor: new Vendor(config, app.log),
  };

  app.decorateRequest('visitor', null);
  app.addHook('onRequest', addSecurityHeaders);
  app.addHook('onRequest', async (request, reply) => {
    if (isOfApi(request)) guardApi(request, reply, config);
    // The router decodes a path; the API's own addresses have nothing to decode.
    else if (request.routeOptions.url?.startsWith('/api')) return reply.code(404).send();
    // Before a body is read: nobody asked for one here.
    if (request.is404) return answerUnknownRoute(request, reply);
  });
  app.addHook('onSend', addHtmlHeaders(config));
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerUnknownRoute);
  await app.register(cookie);
  await app.register(flowRoutes, { ...rooms, prefix: '/api' });
  if (config.WEBHOOK_SECRET.length > 0) await app.register(webhookRoutes, rooms);
  // Beside the files of PUBLIC_DIR, whose route is `/*`.
  for (const path of ['/api', '/api/*']) app.all(path, { onRequest: answerUnknownRoute }, answerUnknownRoute);
  await app.register(staticFiles, rooms);
  return app;
}

/** As many as may be open, which is below what the system allows: beyond that, Node.js closes them without a word. */
function limitConnections(app, { MAX_CONNECTIONS }) {
  let loggedAt = -Infinity;
  app.server.maxConnections = MAX_CONNECTIONS;
  app.server.on('drop', () => {
    if (performance.now() - loggedAt < BETWEEN_LOG_LINES_MS) return;
    loggedAt = performance.now();
    app.log.error('connections are refused: as many as MAX_CONNECTIONS are open');
  });
}

/** Node.js takes a connection for idle once a request on it has been answered; those that never said anything keep it from ending. */
function closeSilentConnections(app) {
  const silent = new Set();
  app.server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  app.addHook('onRequest', async ({ raw }) => {
    silent.delete(raw.socket);
  });
  app.addHook('preClose', async () => silent.forEach((socket) => socket.destroy()));
}

/**
 * The widget needs the camera and, for some flows, the microphone; no frame of another origin gets them. The referrer
 * policy is not `no-referrer`, which would turn the `Origin` of a form's POST into `null`.
 */
async function addSecurityHeaders(request, reply) {
  reply.headers({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': 'camera=(self), microphone=(self)',
  });
}

/** The Content-Security-Policy of CONTENT_SECURITY_POLICY, with pages only. */
function addHtmlHeaders({ CONTENT_SECURITY_POLICY: policy }) {
  return async (request, reply) => {
    const isPage = String(reply.getHeader('content-type')).startsWith('text/html');
    if (policy !== undefined && isPage) reply.header('content-security-policy', policy);
  };
}

function guardApi(request, reply, config) {
  reply.header('cache-control', 'no-store');
  if (!pathOf(request).startsWith(WEBHOOK_PATH)) checkSameOrigin(request, config);
  if (pathOf(request).includes('%')) throw unknownRoute();
}

/** Under /api a refusal as any other, elsewhere an empty 404. */
async function answerUnknownRoute(request, reply) {
  if (!isOfApi(request)) return reply.code(404).send();
  const path = pathOf(request);
  const isWebhook = path.startsWith(WEBHOOK_PATH) && request.server.hasRoute({ method: 'POST', url: `${WEBHOOK_PATH}*` });
  const allowed = { '/api/flow/session': 'POST', '/api/flow/result': 'GET,HEAD' }[path] ?? (isWebhook ? 'POST' : undefined);
  if (allowed === undefined) return answerError(unknownRoute(), request, reply);
  reply.header('allow', allowed);
  return answerError(new ApiError(405, 'wrong_method', 'This address takes other methods: see `Allow`.'), request, reply);
}

function isOfApi(request) {
  return /^\/api(\/|$)/.test(pathOf(request));
}

function pathOf(request) {
  return request.url.split('?')[0];
}
