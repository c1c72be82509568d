// Puts the rooms together. What a request goes through: headers, origin, visitor, limits, and then the vendor.

import rateLimit from '@fastify/rate-limit';
import Fastify, { LogController } from 'fastify';

import { Bindings } from './bindings.js';
import { ClientAddresses } from './client-address.js';
import { Cookies } from './cookies.js';
import { answerError } from './errors.js';
import { Places } from './places.js';
import { addHtmlHeaders, addSecurityHeaders } from './response-headers.js';
import { flowRoutes } from './routes.js';
import { Signer } from './signing.js';
import { staticFiles } from './static-files.js';
import { answerUnknownRoute, refuseUnknownRoutes } from './unknown-routes.js';
import { Vendor } from './vendor.js';

// A photo of 10 MB in base64, and room around it.
const LARGEST_BODY = 15 * 1024 * 1024;

/** The whole application, ready to listen. `logger` is Fastify's option; `false` is silent. */
export async function buildApp(config, logger = false) {
  const app = Fastify({
    logger,
    // The URL of a result holds the session's id: routes write what is worth a line themselves.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LARGEST_BODY,
    requestTimeout: config.requestTimeout,
    // Node.js looks every 30 s only, and takes the longer of both: 60 s for the headers, if nothing else is said.
    http: { headersTimeout: config.requestTimeout, connectionsCheckingInterval: config.requestTimeout / 10 },
    // A path that is no text (`/%ff`), which Fastify answers before any hook.
    frameworkErrors: (error, request, reply) => {
      addSecurityHeaders(request, reply);
      return answerUnknownRoute(request, reply);
    },
  });
  const signer = new Signer(config.cookieSecret);
  const cookies = new Cookies(config.cookieSecure);
  const shared = {
    config,
    signer,
    cookies,
    bindings: new Bindings(signer, cookies),
    clientAddresses: new ClientAddresses(config.trustedProxies, app.log),
    places: new Places(config.photosAtOnce),
    vendor: new Vendor(config, app.log),
  };

  // Forms of other sites can send text/plain without the browser asking first: only JSON is read.
  app.removeContentTypeParser('text/plain');
  app.decorateRequest('visitor', null);
  app.addHook('onRequest', addSecurityHeaders);
  app.addHook('onRequest', refuseUnknownRoutes);
  app.addHook('onSend', addHtmlHeaders(config));
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerUnknownRoute);
  await app.register(rateLimit, { global: false });
  await app.register(flowRoutes, { ...shared, prefix: '/api' });
  await app.register(staticFiles, shared);
  return app;
}
