// Several instances in front of one Redis, which is a real one.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import test from 'node:test';

import { WEBHOOK_SECRET, backends, start } from './support/backends.mjs';
import { Browser, ask } from './support/browser.mjs';
import { freePort } from './support/ports.mjs';
import { StubVendor } from './support/vendor.mjs';

const PASSWORD = 'a-password-of-redis';
const FINISHED = { status: 'FINISHED', flow_session_result: true };
// Spelled out, since the two backends may serve side by side.
const pairs = [[backends[0], backends[0]], [backends[1], backends[1]], [backends[0], backends[1]]];

async function startRedis(t, port) {
  const directory = mkdtempSync(join(tmpdir(), 'backends-'));
  const args = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory, '--requirepass', PASSWORD];
  const child = spawn(process.env.REDIS_SERVER, args.map(String), { stdio: ['ignore', 'pipe', 'ignore'] });
  const closed = new Promise((resolve) => child.once('close', resolve));
  t.after(async () => {
    child.kill('SIGKILL');
    await closed;
    rmSync(directory, { recursive: true, force: true });
  });
  for await (const line of createInterface({ input: child.stdout })) if (/Ready to accept connections/.test(line)) break;
  child.stdout.resume();
  return { stop: () => (child.kill('SIGKILL'), closed), pause: () => child.kill('SIGSTOP'), url: `redis://:${PASSWORD}@127.0.0.1:${port}/0` };
}

async function startPair(t, pair, variables = {}) {
  const redis = await startRedis(t, await freePort());
  const vendor = await StubVendor.start();
  t.after(() => vendor.close());
  const instances = [];
  for (const backend of pair) instances.push(await start(t, backend, { REDIS_URL: redis.url, ...variables }, vendor));
  return { redis, vendor, instances };
}

async function statusesOfSessions({ instances, browser }, count) {
  const statuses = [];
  for (let index = 0; index < count; index += 1) {
    const at = browser.movedTo(instances[index % instances.length].origin);
    statuses.push((await at.createSession()).status);
  }
  return statuses;
}

for (const pair of pairs) {
  const name = pair.map((backend) => backend.name).join(' and ');

  test(`${name}: two instances together let a visitor's six through`, async (t) => {
    const { vendor, instances } = await startPair(t, pair);
    const browser = new Browser(instances[0].origin);
    await browser.newSession();
    const statuses = await statusesOfSessions({ instances, browser }, 8);
    assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429, 429, 429]);
    assert.equal(vendor.seen.length, 6);
  });

  test(`${name}: of many at once two instances let through as many as one`, async (t) => {
    const { vendor, instances } = await startPair(t, pair, { SESSIONS_PER_ADDRESS: '6' });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => new Browser(instances[index % 2].origin).createSession()));
    assert.equal(answers.filter(({ status }) => status === 200).length, 6);
    for (const { status, headers } of answers) if (status !== 200) assert.ok(Number(headers.get('retry-after')) >= 1 && Number(headers.get('retry-after')) <= 60);
    assert.equal(vendor.seen.length, 6);
  });

  test(`${name}: a webhook reaches the other instance than the one that created the session, and is acted on once`, async (t) => {
    const { vendor, instances } = await startPair(t, pair, { WEBHOOK_SECRET });
    const id = await instances[0].browser.newSession();
    vendor.replyResult(FINISHED);
    const hint = (origin) =>
      ask(origin, `/api/flow/webhook/${WEBHOOK_SECRET}`, { method: 'POST', body: JSON.stringify({ event: 'flow.end', session_id: id }) });
    assert.equal((await hint(instances[1].origin)).status, 204);
    await instances[1].running.logged(/verdict/);
    await Promise.all(instances.flatMap(({ origin }) => [hint(origin), hint(origin), hint(origin)]));
    await Promise.all(instances.map(({ running }) => running.terminate()));
    assert.equal(vendor.results.length, 1);
    assert.equal(instances.map(({ running }) => running.stderr).join().match(/[" ]verdict[" ]/g).length, 1);
  });
}

for (const backend of backends) {
  for (const [how, lose] of [['stops', (redis) => redis.stop()], ['no longer answers', (redis) => redis.pause()]]) {
    test(`${backend.name}: where Redis ${how}, the log says so once, and limits are the instance's own`, async (t) => {
      const { redis, vendor, instances: [{ running, browser }] } = await startPair(t, [backend]);
      await browser.newSession();
      await lose(redis);
      const statuses = await statusesOfSessions({ instances: [browser], browser }, 7);
      assert.deepEqual(statuses, [200, 200, 200, 200, 200, 200, 429]);
      assert.equal((await browser.readResult('x')).status, 404);
      assert.equal(vendor.seen.length, 7);
      running.child.kill('SIGKILL');
      await running.closed;
      assert.equal(running.stderr.match(/REDIS_URL: the server is lost/g).length, 1, running.stderr);
      assert.ok(!running.stderr.includes(PASSWORD));
    });
  }

  test(`${backend.name}: it starts without Redis, and counts there once it is back`, async (t) => {
    const port = await freePort();
    const { running, vendor, browser } = await start(t, backend, { REDIS_URL: `redis://:${PASSWORD}@127.0.0.1:${port}`, SESSIONS_PER_VISITOR: '1000', SESSIONS_PER_ADDRESS: '100000' });
    await browser.newSession();
    await running.logged(/REDIS_URL: the server is lost/);
    const redis = await startRedis(t, port);
    const deadline = Date.now() + 60_000;
    while (!/REDIS_URL: the server is back/.test(running.stderr)) {
      assert.ok(Date.now() < deadline, running.stderr);
      await browser.readResult('x');
      await new Browser(browser.origin).createSession();
    }
    const second = await start(t, backend, { REDIS_URL: redis.url, SESSIONS_PER_ADDRESS: '1' }, vendor);
    await browser.createSession();
    assert.equal((await second.browser.createSession()).status, 429);
  });
}
