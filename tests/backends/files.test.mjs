import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after } from 'node:test';

import { OTHER_SECRET, backends, start, use } from './support/backends.mjs';

const root = mkdtempSync(join(tmpdir(), 'backends-'));
after(() => rmSync(root, { recursive: true }));
for (const [name, content] of Object.entries({
  'secret.txt': 'x', 'public/index.html': '<h1>page</h1>', 'public/app.js': '0;', 'public/module.wasm': '',
  'public/.env': 'x', 'public/sub/.git': 'x', 'dist/index.js': 'export {};',
})) {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), content);
}
const PUBLIC = { PUBLIC_DIR: join(root, 'public') };

for (const backend of backends) {
  test(`${backend.name}: the page is served with the visitor's cookie`, async () => {
    const { browser } = await use(backend, PUBLIC);
    const answer = await browser.get('/');
    assert.deepEqual([answer.status, answer.text], [200, '<h1>page</h1>']);
    assert.equal(answer.headers.get('cache-control'), 'private, no-cache');
    assert.ok(browser.cookies.has('visitor'));
    const id = await browser.newSession();
    assert.deepEqual([...browser.cookies.keys()], ['visitor', `flow_${id}`]);
  });

  test(`${backend.name}: a page of an instance with another secret takes no session away`, async (t) => {
    const { browser } = await use(backend, PUBLIC);
    await browser.get('/');
    const id = await browser.newSession();
    const second = await start(t, backend, { ...PUBLIC, COOKIE_SECRET: OTHER_SECRET });
    const elsewhere = browser.movedTo(second.origin);
    assert.deepEqual((await elsewhere.get('/')).setCookies, []);
    assert.equal((await elsewhere.movedTo(browser.origin).readResult(id)).status, 200);
  });

  test(`${backend.name}: the page's files come without a cookie`, async () => {
    const { browser } = await use(backend, PUBLIC);
    assert.match((await browser.get('/app.js')).headers.get('content-type'), /^(text|application)\/javascript/);
    assert.equal((await browser.get('/module.wasm')).headers.get('content-type'), 'application/wasm');
    assert.equal(browser.cookies.size, 0);
  });

  test(`${backend.name}: the built package is served beside the page`, async () => {
    const { browser } = await use(backend, { ...PUBLIC, DIST_DIR: join(root, 'dist') });
    assert.equal((await browser.get('/dist/index.js')).text, 'export {};');
    assert.equal((await browser.get('/index.html')).text, '<h1>page</h1>');
  });

  test(`${backend.name}: hidden files and files outside of the directory are never served`, async () => {
    const { browser } = await use(backend, PUBLIC);
    for (const path of ['/.env', '/%2eenv', '/sub/.git', '/sub%2f.git', '/sub/%2Egit', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/../secret.txt']) {
      const answer = await browser.get(path);
      assert.deepEqual([answer.status, answer.text], [404, ''], path);
    }
  });

  test(`${backend.name}: the playground's settings are served and not kept`, async () => {
    const { browser } = await use(backend, { PLAYGROUND_JSON: '{"flow":"loan"}' });
    const answer = await browser.get('/playground.json');
    assert.equal(answer.text, '{"flow":"loan"}');
    assert.match(answer.headers.get('content-type'), /^application\/json/);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
  });

  test(`${backend.name}: every answer has the security headers`, async () => {
    const { browser } = await use(backend, PUBLIC);
    for (const path of ['/', '/app.js', '/missing', '/api/flow/result', '/api/missing']) {
      const { headers } = await browser.get(path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(headers.get('referrer-policy'), 'strict-origin-when-cross-origin', path);
      assert.equal(headers.get('permissions-policy'), 'camera=(self), microphone=(self)', path);
      assert.equal(headers.get('content-security-policy'), null, path);
    }
  });

  test(`${backend.name}: a content security policy is sent as it is with pages only`, async () => {
    const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
    const { browser } = await use(backend, { ...PUBLIC, CONTENT_SECURITY_POLICY: policy });
    assert.equal((await browser.get('/')).headers.get('content-security-policy'), policy);
    assert.equal((await browser.get('/app.js')).headers.get('content-security-policy'), null);
  });
}
