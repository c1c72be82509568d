import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';

import { start } from './support/start.js';

/** `fetch` would change some paths and methods before it sends them. */
function ask(origin, method, path, body = '') {
  const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(origin, { method, path, headers }, async (response) => {
      const chunks = await response.toArray();
      resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() });
    });
    sent.on('error', reject).end(body);
  });
}

function assertUsualHeaders({ headers }, path) {
  assert.equal(headers['x-content-type-options'], 'nosniff', path);
  assert.equal(headers['referrer-policy'], 'strict-origin-when-cross-origin', path);
  assert.equal(headers['permissions-policy'], 'camera=(self), microphone=(self)', path);
}

function assertRefused(answer, status, code, what) {
  assert.equal(answer.status, status, what);
  assert.equal(JSON.parse(answer.text).error.code, code, what);
  assert.equal(answer.headers['cache-control'], 'no-store', what);
  assertUsualHeaders(answer, what);
}

for (const files of ['without files', 'beside files']) {
  test(`an unknown address under /api is answered in the table's form, ${files}`, async (t) => {
    const publicDir = mkdtempSync(join(tmpdir(), 'backend-node-'));
    t.after(() => rmSync(publicDir, { recursive: true }));
    const { origin } = await start(t, files === 'beside files' ? { PUBLIC_DIR: publicDir } : {});
    for (const path of ['/api', '/api/', '/api?x', '/api/missing', '/api/%ff', '/api/flow/session/', '/api/%66low/result']) {
      for (const method of ['GET', 'POST', 'PROPFIND']) assertRefused(await ask(origin, method, path), 404, 'not_found', `${method} ${path}`);
    }
  });

  test(`a wrong method is answered in the table's form with the right one, ${files}`, async (t) => {
    const publicDir = mkdtempSync(join(tmpdir(), 'backend-node-'));
    t.after(() => rmSync(publicDir, { recursive: true }));
    const { origin } = await start(t, files === 'beside files' ? { PUBLIC_DIR: publicDir } : {});
    for (const [path, allowed, methods] of [
      ['/api/flow/session', 'POST', ['GET', 'PUT', 'OPTIONS', 'PROPFIND']],
      ['/api/flow/result', 'GET,HEAD', ['POST', 'DELETE', 'OPTIONS', 'PROPFIND']],
    ]) {
      for (const method of methods) {
        const answer = await ask(origin, method, path);
        assertRefused(answer, 405, 'wrong_method', `${method} ${path}`);
        assert.equal(answer.headers.allow, allowed, `${method} ${path}`);
      }
    }
  });
}

test('an address of the API in other letters is none', async (t) => {
  const { vendor, origin } = await start(t);
  for (const path of ['/%61pi/flow/session', '/api/%66low/session', '/api/flow/sessio%6e', '/api/flow%2fsession']) {
    const answer = await ask(origin, 'POST', path, '{}');
    assert.equal(answer.status, 404, path);
    assertUsualHeaders(answer, path);
  }
  assert.equal(vendor.seen.length, 0);
});

test('a path outside of /api that is no text is not found', async (t) => {
  const { origin } = await start(t);
  const answer = await ask(origin, 'GET', '/%ff');
  assert.deepEqual([answer.status, answer.text], [404, '']);
  assertUsualHeaders(answer);
});

test('no body is read where none belongs', async (t) => {
  const { origin } = await start(t);
  for (const [path, status] of [['/missing', 404], ['/api/missing', 404], ['/api/flow/result', 405]]) {
    assert.equal((await ask(origin, 'POST', path, '{')).status, status, path);
  }
});
