import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';

import { start } from './support/start.js';

function directory(t, files) {
  const root = mkdtempSync(join(tmpdir(), 'backend-node-'));
  t.after(() => rmSync(root, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

/** `fetch` would resolve the dots of a path before it sends it. */
function statusOfRawPath(origin, path) {
  return new Promise((resolve, reject) => {
    const sent = request(origin, { path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}

test("the page is served with the visitor's cookie", async (t) => {
  const { browser } = await start(t, { PUBLIC_DIR: directory(t, { 'index.html': '<h1>page</h1>' }) });
  const answer = await browser.get('/');
  assert.deepEqual([answer.status, answer.text], [200, '<h1>page</h1>']);
  assert.equal(answer.headers.get('cache-control'), 'private, no-cache');
  assert.ok(browser.cookies.has('visitor'));
});

test("the page's files come without a cookie", async (t) => {
  const { browser } = await start(t, { PUBLIC_DIR: directory(t, { 'app.js': '0;', 'module.wasm': '' }) });
  assert.match((await browser.get('/app.js')).headers.get('content-type'), /javascript/);
  assert.equal((await browser.get('/module.wasm')).headers.get('content-type'), 'application/wasm');
  assert.equal(browser.cookies.size, 0);
});

test('the built package is served beside the page', async (t) => {
  const variables = { PUBLIC_DIR: directory(t, { 'index.html': 'page' }), DIST_DIR: directory(t, { 'index.js': 'export {};' }) };
  const { browser } = await start(t, variables);
  assert.equal((await browser.get('/dist/index.js')).text, 'export {};');
  assert.equal((await browser.get('/index.html')).text, 'page');
});

test('hidden files and files outside of the directory are never served', async (t) => {
  const root = directory(t, { 'secret.txt': 'x', 'public/.env': 'x', 'public/sub/.git': 'x' });
  const { origin } = await start(t, { PUBLIC_DIR: join(root, 'public') });
  const paths = ['/.env', '/%2eenv', '/sub/.git', '/sub%2f.git', '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt'];
  for (const path of paths) {
    assert.equal(await statusOfRawPath(origin, path), 404, path);
  }
});

test("the playground's settings are served and not kept", async (t) => {
  const { browser } = await start(t, { PLAYGROUND_JSON: '{"flow":"loan"}' });
  const answer = await browser.get('/playground.json');
  assert.equal(answer.text, '{"flow":"loan"}');
  assert.match(answer.headers.get('content-type'), /^application\/json/);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
});

test('every answer has the security headers', async (t) => {
  const { browser } = await start(t, { PUBLIC_DIR: directory(t, { 'index.html': 'page', 'app.js': '0;' }) });
  for (const path of ['/', '/app.js', '/missing', '/api/flow/result', '/api/missing']) {
    const { headers } = await browser.get(path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    assert.equal(headers.get('referrer-policy'), 'strict-origin-when-cross-origin', path);
    assert.equal(headers.get('permissions-policy'), 'camera=(self), microphone=(self)', path);
    assert.equal(headers.get('content-security-policy'), null, path);
  }
});

test('a content security policy is sent as it is with pages only', async (t) => {
  const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
  const publicDir = directory(t, { 'index.html': 'page', 'app.js': '0;' });
  const { browser } = await start(t, { PUBLIC_DIR: publicDir, CONTENT_SECURITY_POLICY: policy });
  assert.equal((await browser.get('/')).headers.get('content-security-policy'), policy);
  assert.equal((await browser.get('/app.js')).headers.get('content-security-policy'), null);
});

test('an unknown API address is answered in JSON', async (t) => {
  const { browser } = await start(t);
  const answer = await browser.get('/api/missing');
  assert.deepEqual([answer.status, answer.error.code], [404, 'not_found']);
});
