// The page's own files. A real installation may leave them to its web server.

import fastifyStatic from '@fastify/static';

import { identifyVisitors } from './login.js';

/** PUBLIC_DIR at `/`, DIST_DIR at `/dist`, PLAYGROUND_JSON at `/playground.json`, each if it is set. */
export async function staticFiles(app, { config, signer, cookies }) {
  identifyVisitors(app, { signer, cookies });
  if (config.distDir !== undefined) await app.register(fastifyStatic, directory(config.distDir, '/dist/'));
  if (config.publicDir !== undefined) await app.register(fastifyStatic, directory(config.publicDir, '/'));
  if (config.playgroundJson !== undefined) {
    app.get('/playground.json', async (request, reply) =>
      reply.type('application/json').header('cache-control', 'no-store').send(config.playgroundJson),
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
