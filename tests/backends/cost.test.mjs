// What a refusal costs, in the process's own time: a busy machine changes that less than the clock.
import assert from 'node:assert/strict';
import test from 'node:test';

import { UNLIMITED, backends, start } from './support/backends.mjs';

const MB = 1024 * 1024;
const SIZE = 15 * MB - 100;
const filled = (start, part, end) => Buffer.concat([Buffer.from(start), Buffer.alloc(SIZE, part), Buffer.from(end)]);
const bodies = {
  'lists in lists': filled('{"metadata":{"a":', '[', '}}'),
  'a million keys': filled('{"metadata":{"a":{', '"abcdefghi":1,', '"z":1}}}'),
  'many objects': filled('[', '{},', '{}]'),
  'many short photos': filled('{"metadata":{', '"photo1":"",', '"z":1}}'),
  'one long string': filled('{"metadata":{"a":"', 'A', '"}}'),
  'quotes in a string': filled('{"metadata":{"a":"', '\\"', '"}}'),
  spaces: filled('{', ' ', '}'),
};
const AT_ONCE = 8;
const COUNT = 4;
const ROUNDS = 3;
// In the READMEs.
const MOST_MEMORY_MB = { axum: 400, node: 600 };

for (const backend of backends) {
  test(`${backend.name}: a body of 15 MB that is no photo is refused within 50 ms, and eight at once within the memory of the README`, async (t) => {
    // A process with a heap of 256 MB.
    const { running, vendor, browser } = await start(t, backend, { ...UNLIMITED, NODE_OPTIONS: '--max-old-space-size=256' });
    /** Of one request by itself, in a round that was disturbed little. */
    const cost = async (path, body, status) => {
      const costs = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const before = await running.cost();
        for (let count = 0; count < COUNT; count += 1) assert.equal((await browser.postText(path, body)).status, status);
        const after = await running.cost();
        costs.push((after.cpu - before.cpu) / COUNT);
      }
      return Math.min(...costs);
    };
    // To receive it takes time of its own: that of one that nobody reads.
    const receiving = await cost('/api/missing', bodies.spaces, 404);
    for (const [what, body] of Object.entries(bodies)) {
      const whole = await cost('/api/flow/session', body, 400);
      t.diagnostic(`${what}: ${whole.toFixed(0)} ms, of which ${receiving.toFixed(0)} to receive it`);
      assert.ok(whole - receiving <= 50, `${what}: ${whole - receiving} ms`);
    }
    // Eight at once: on a machine that is busy enough, some are cut off after their 30 s.
    for (const body of Object.values(bodies)) {
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => browser.postText('/api/flow/session', body).catch(() => undefined)));
      for (const answer of answers) if (answer !== undefined) assert.equal(answer.status, 400);
    }
    assert.equal(vendor.seen.length, 0);
    // Eight photos, each of which is held until the vendor is given up.
    vendor.replyNever();
    const photo = { metadata: { face2face: { photo1: 'A'.repeat(14 * MB) } } };
    const asking = [];
    for (let count = 1; count <= AT_ONCE; count += 1) {
      asking.push(browser.post('/api/flow/session', photo));
      await vendor.asked(count);
    }
    for (const { status } of await Promise.all(asking)) assert.equal(status, 504);
    const { peak } = await running.cost();
    t.diagnostic(`at most ${peak.toFixed(0)} MB of memory`);
    assert.ok(peak <= MOST_MEMORY_MB[backend.name], `${peak} MB`);
    assert.equal((await browser.get('/missing')).status, 404);
  });
}
