// The page's own files. A real installation may leave them to its web server.

import fastifyStatic from '@fastify/static';

import { answerError } from './errors.js';
import { identifyVisitors } from './login.js';

/** PUBLIC_DIR at `/`, DIST_DIR at `/dist`, PLAYGROUND_JSON at `/playground.json`, each if it is set. */
export async function staticFiles(app, { config, tokens, cookies }) {
  identifyVisitors(app, { tokens, cookies });
  // A path that leads out of the directory, or that no file can have.
  app.setErrorHandler((error, request, reply) =>
    error.statusCode === 400 || error.statusCode === 403 ? reply.code(404).send() : answerError(error, request, reply),
  );
  if (config.DIST_DIR !== undefined) await app.register(fastifyStatic, directory(config.DIST_DIR, '/dist/'));
  if (config.PUBLIC_DIR !== undefined) await app.register(fastifyStatic, directory(config.PUBLIC_DIR, '/'));
  if (config.PLAYGROUND_JSON !== undefined) {
    app.get('/playground.json', async (request, reply) =>
      reply.type('application/json').header('cache-control', 'no-store').send(config.PLAYGROUND_JSON),
    );
  }
}

/**
 * Hidden files (`.env`, `.git`) are never served. Browsers ask again whether a file has changed, and no proxy keeps a
 * page, since it comes with the visitor's cookie.
 */
function directory(root, prefix) {
  return {
    root,
    prefix,
    dotfiles: 'ignore',
    decorateReply: false,
    cacheControl: false,
    setHeaders: (response) => response.setHeader('cache-control', 'private, no-cache'),
  };
}
