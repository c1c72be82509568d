// Generated requests, and generated answers of the vendor: both backends are held to one table.
import assert from 'node:assert/strict';
import test, { before } from 'node:test';

import { OTHER_SECRET, backends, use } from './support/backends.mjs';
import { ask } from './support/browser.mjs';
import { harmless, result, resultRows, session, sessionRows } from './support/table.mjs';

// A run is told by its seed: SEED=… repeats it.
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 32);
const ROUNDS = 2000;

/** mulberry32: small, and the same everywhere. */
function generator(state) {
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count) => Math.floor(random() * count);
  const pick = (list) => list[below(list.length)];
  const some = (most, make) => Array.from({ length: below(most + 1) }, make);
  return { below, pick, some };
}

const cookiesOf = (browser) => [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
const codeOf = ({ status, text }) => (status >= 400 && text !== '' ? JSON.parse(text).error.code : undefined);

let rooms;
before(async () => {
  rooms = await Promise.all(backends.map((backend) => use(backend)));
  for (const room of rooms) room.id = await room.browser.newSession();
});

/** Asks both the same; each has a session of its own, whose id is written as SESSION here. */
function askBoth({ method, path, query, headers, body }, cookie = (room) => cookiesOf(room.browser)) {
  return Promise.all(
    rooms.map(async (room) => {
      const answer = await ask(room.origin, path + query.replaceAll('SESSION', room.id), { method, headers: { cookie: cookie(room), ...headers }, body });
      return { ...answer, text: answer.text.replaceAll(room.id, 'SESSION') };
    }),
  );
}

function assertAnswers(answers, expected, what) {
  for (const [index, answer] of answers.entries()) {
    const { status, code } = { status: answer.status, code: codeOf(answer) };
    assert.deepEqual({ status, code }, expected, `${backends[index].name}, seed ${seed}: ${what}`);
  }
}

/** A good request with up to three changes, in an order of the table's own. */
function changed(good, rows, { pick, some }) {
  const chosen = some(3, () => pick(rows));
  const decided = [...new Map(chosen.map((row) => [row.name, row])).values()].sort((one, other) => rows.indexOf(one) - rows.indexOf(other));
  // The one that decides comes last, so that no other undoes it.
  return { request: decided.toReversed().reduce((request, { change }) => change(request), good), decided };
}

for (const [what, good, rows] of [['sessions', session, sessionRows], ['results', result, resultRows]]) {
  test(`${ROUNDS} generated requests for ${what} are answered as the table says`, async () => {
    const random = generator(seed);
    for (const room of rooms) room.vendor.reset();
    for (let round = 0; round < ROUNDS; round += 1) {
      const first = harmless[what === 'sessions' ? 'session' : 'result'];
      const start = random.some(2, () => random.pick(first)).reduce((request, change) => change(request), good);
      const { request, decided } = changed(start, rows, random);
      const asked = rooms.map(({ vendor }) => vendor.seen.length);
      const answers = await askBoth(request);
      const expected = decided[0]?.answer ?? { status: 200, code: undefined };
      assertAnswers(answers, expected, JSON.stringify({ rows: decided.map(({ name }) => name), ...request, body: String(request.body).slice(0, 200) }));
      rooms.forEach(({ vendor }, index) => assert.equal(vendor.seen.length - asked[index], expected.status === 200 ? 1 : 0, 'requests to the vendor'));
    }
  });
}

/** JSON as people and programs write it: values that all readers read alike. */
function json(random, depth = 0) {
  const { below, pick, some } = random;
  const space = () => pick(['', '', ' ', '\n', '\t ']);
  const text = () => pick(['""', '"a"', '"Алматы"', '"\\u0041\\n"', '"\\ud83d\\ude00"', '"😀"', '"\\/"', '"__proto__"', '"7700"', '"\u2028"']);
  const number = () => pick(['0', '-1', '1.5', '1e3', '1E-2', '9007199254740991', '-9007199254740991', '0.1', '123456789012']);
  const kinds = [text, number, () => pick(['true', 'false', 'null'])];
  if (depth < 4) {
    kinds.push(() => `[${some(4, () => space() + json(random, depth + 1) + space()).join(',')}]`);
    kinds.push(() => `{${some(4, () => `${space()}"${pick(['a', 'b', 'iin', 'value', 'ключ', '', 'a b', 'toString', '\\u0061'])}${below(9)}"${space()}:${json(random, depth + 1)}`).join(',')}}`);
  }
  return pick(kinds)();
}

test('generated metadata reach the vendor as they were sent', async () => {
  const random = generator(seed + 1);
  for (let round = 0; round < 500; round += 1) {
    const text = `{"a":${json(random)},"edocument":{"iin":{"value":${json(random)}}},"b":${json(random)}}`;
    for (const room of rooms) room.vendor.reset();
    assertAnswers(await askBoth({ ...session, body: `{"metadata":${text}}` }), { status: 200, code: undefined }, text);
    const seen = rooms.map(({ vendor }) => JSON.stringify(vendor.seen[0].body.metadata));
    for (const one of seen) assert.deepEqual(JSON.parse(one), JSON.parse(text), `seed ${seed}`);
  }
});

const values = ['null', 'true', 'false', '0', '1', '"true"', '"FINISHED"', '"PROGRESS"', '[]', '{}', '[true]', '["FINISHED"]', '""', '{"name":"a"}', '[{"name":"a"}]', '[null,{"name":"a","code":7,"photo":"x"},{"name":7},"b",{"type":"OTHER","detail":"d"},{"type":"CLIENT","detail":null},{"type":7}]'];
const odd = [
  ['a list', (fields) => `[${fields.map(([, value]) => value).join(',')}]`],
  ['in a list', (fields) => `[${object(fields)}]`],
  ['with a field twice', (fields) => object([...fields, ['flow_session_result', 'true'], ['status', '"FINISHED"'], ['flow_session_result', 'true']])],
  ['with a field twice in other letters', (fields) => object([['\\u0073tatus', '"FINISHED"'], ...fields, ['status', '"FINISHED"']])],
  ['after a byte order mark', (fields) => `\ufeff${object(fields)}`],
  ['with something behind it', (fields) => `${object(fields)}x`],
  ['cut', (fields) => object(fields).slice(0, -1)],
  ['no UTF-8', (fields) => Buffer.from(object([...fields, ['photo', '"\xff"']]), 'latin1')],
  ['nothing', () => ''],
  ['a text', () => '"FINISHED"'],
];
const object = (fields) => `{${fields.map(([name, value]) => `"${name}":${value}`).join(',')}}`;

/** What the page is to be told, by another way than either backend has. */
function expectedPage(fields) {
  const answer = JSON.parse(object(fields));
  const isText = (value) => typeof value === 'string';
  const listOf = (value) => (Array.isArray(value) ? value : []);
  const only = (value, names) => Object.fromEntries(names.filter((name) => isText(value[name])).map((name) => [name, value[name]]));
  const page = {
    id: 'SESSION',
    technologies: listOf(answer.technologies).flatMap((one) => (isText(one?.name) ? [only(one, ['name', 'description', 'code'])] : [])),
    status: answer.status === 'FINISHED' ? 'FINISHED' : 'PROGRESS',
  };
  if (page.status === 'PROGRESS') return page;
  const reasons = listOf(answer.flow_session_failure_reasons).flatMap((one) => (isText(one) ? [one] : isText(one?.type) ? [only(one, ['type', 'detail'])] : []));
  return { ...page, flow_session_result: answer.flow_session_result === true, flow_session_failure_reasons: reasons };
}

test(`${ROUNDS} generated answers of the vendor give the page what the table says, and of an odd one nothing passes`, async () => {
  const random = generator(seed + 2);
  const names = ['status', 'flow_session_result', 'technologies', 'flow_session_failure_reasons', 'edocument_result', 'id', 'photo', '__proto__'];
  for (let round = 0; round < ROUNDS; round += 1) {
    const given = names.filter(() => random.below(4) > 0);
    const fields = given.map((name) => [name, random.pick(random.below(3) > 0 && name === 'status' ? ['"FINISHED"'] : values)]);
    const [what, write] = random.below(4) === 0 ? random.pick(odd) : ['a good one', object];
    const text = write(fields);
    for (const room of rooms) room.vendor.reply(200, text);
    const answers = await askBoth(result);
    if (write !== object) {
      assertAnswers(answers, { status: 502, code: 'vendor_answer' }, `${what}: ${text}`);
      continue;
    }
    for (const [index, answer] of answers.entries()) {
      assert.deepEqual(JSON.parse(answer.text), expectedPage(fields), `${backends[index].name}, seed ${seed}: ${text}`);
    }
  }
});

test('500 generated cookie headers: only the right visitor with the right binding reads a result', async () => {
  const random = generator(seed + 3);
  for (const room of rooms) room.vendor.reset();
  const others = await Promise.all(
    backends.map(async (backend) => {
      const { browser } = await use(backend, { COOKIE_SECRET: OTHER_SECRET });
      await browser.newSession();
      return browser;
    }),
  );
  for (let round = 0; round < 500; round += 1) {
    const kinds = random.some(5, () => random.pick(['visitor', 'binding', 'foreign', 'other visitor', 'broken binding', 'text']));
    const cookie = (room) => {
      const [[visitor, token], [name, binding]] = [...room.browser.cookies].sort(([one]) => (one.startsWith('visitor') ? -1 : 1));
      const other = [...others[rooms.indexOf(room)].cookies].find(([key]) => key.startsWith('visitor'));
      const written = {
        visitor: `${visitor}=${token}`, binding: `${name}=${binding}`, foreign: 'visitor_x=a; flow_x=b; c=d', 'other visitor': other.join('='),
        'broken binding': `flow_y=${binding}`, text: '%00; =; ;; "',
      };
      return kinds.map((kind) => written[kind]).join('; ');
    };
    const isHers = kinds.includes('visitor') && kinds.includes('binding');
    assertAnswers(await askBoth(result, cookie), isHers ? { status: 200, code: undefined } : { status: 404, code: 'unknown_session' }, String(kinds));
  }
});
