import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';

import { WEBHOOK_SECRET, backends, use } from './support/backends.mjs';
import { ask } from './support/browser.mjs';

const publicDir = mkdtempSync(join(tmpdir(), 'backends-'));
after(() => rmSync(publicDir, { recursive: true }));
const OWN = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };

function assertUsualHeaders({ headers }, what) {
  assert.equal(headers.get('x-content-type-options'), 'nosniff', what);
  assert.equal(headers.get('referrer-policy'), 'strict-origin-when-cross-origin', what);
  assert.equal(headers.get('permissions-policy'), 'camera=(self), microphone=(self)', what);
}

function assertRefused(answer, status, code, what) {
  assert.deepEqual([answer.status, answer.error.code], [status, code], what);
  assert.equal(answer.headers.get('cache-control'), 'no-store', what);
  assertUsualHeaders(answer, what);
}

for (const backend of backends) {
  for (const [where, variables] of [['without files', {}], ['beside files', { PUBLIC_DIR: publicDir }]]) {
    test(`${backend.name}: an unknown address under /api is answered in the table's form, ${where}`, async () => {
      const { origin } = await use(backend, variables);
      const paths = ['/api', '/api/', '/api?x', '/api/missing', '/api/%ff', '/api/flow/session/', '/api/%66low/result', `/api/${'a'.repeat(300)}`];
      for (const path of paths) {
        for (const method of ['GET', 'POST', 'PROPFIND']) {
          assertRefused(await ask(origin, path, { method, headers: OWN }), 404, 'not_found', `${method} ${path}`);
        }
      }
    });

    test(`${backend.name}: a wrong method is answered in the table's form with the right one, ${where}`, async () => {
      const { origin } = await use(backend, variables);
      for (const [path, allowed, methods] of [
        ['/api/flow/session', 'POST', ['GET', 'PUT', 'OPTIONS', 'PROPFIND']],
        ['/api/flow/result', 'GET,HEAD', ['POST', 'DELETE', 'OPTIONS', 'PROPFIND']],
      ]) {
        for (const method of methods) {
          const answer = await ask(origin, path, { method, headers: OWN });
          assertRefused(answer, 405, 'wrong_method', `${method} ${path}`);
          assert.equal(answer.headers.get('allow'), allowed, `${method} ${path}`);
        }
      }
    });
  }

  test(`${backend.name}: an address of the API in other letters is none`, async () => {
    const { vendor, origin } = await use(backend, { WEBHOOK_SECRET });
    const paths = ['/%61pi/flow/session', '/api/%66low/session', '/api/flow/sessio%6e', '/api/flow%2fsession', `/api/flow/%77ebhook/${WEBHOOK_SECRET}`];
    for (const path of paths) {
      const answer = await ask(origin, path, { method: 'POST', headers: OWN, body: '{}' });
      assert.equal(answer.status, 404, path);
      assertUsualHeaders(answer, path);
    }
    assert.equal(vendor.seen.length, 0);
  });

  test(`${backend.name}: a path outside of /api that is no text is not found`, async () => {
    const { origin } = await use(backend);
    const answer = await ask(origin, '/%ff');
    assert.deepEqual([answer.status, answer.text], [404, '']);
    assertUsualHeaders(answer);
  });

  for (const [what, path] of [
    ['a name longer than any file has', `/${'a'.repeat(256)}`],
    ['such a name in a directory', `/sub/${'b'.repeat(2000)}/index.html`],
    ['such a name in other letters', `/${'%61'.repeat(256)}`],
    ['a path longer than any file has', '/abc'.repeat(1500)],
    ['a name below a file', '/index.html/x'],
    ['a name with a NUL', '/a%00b'],
  ]) {
    test(`${backend.name}: ${what} is not found`, async () => {
      const { origin } = await use(backend, { PUBLIC_DIR: publicDir });
      const answer = await ask(origin, path);
      assert.deepEqual([answer.status, answer.text], [404, '']);
      assertUsualHeaders(answer);
    });
  }

  test(`${backend.name}: no body is read where none belongs`, async () => {
    const { origin } = await use(backend);
    for (const [path, status] of [['/missing', 404], ['/api/missing', 404], ['/api/flow/result', 405]]) {
      assert.equal((await ask(origin, path, { method: 'POST', headers: OWN, body: '{' })).status, status, path);
    }
  });
}
