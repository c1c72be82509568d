// The one table of answers that both backends are held to. A request is a good one with some changes; the first row in which one of
// its changes stands says what is answered.

const own = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
const answer = (status, code) => ({ status, code });
const withHeaders = (headers) => (request) => ({ ...request, headers: { ...request.headers, ...headers } });
const without = (name) => (request) => ({ ...request, headers: Object.fromEntries(Object.entries(request.headers).filter(([key]) => key !== name)) });
const withBody = (body) => (request) => ({ ...request, body });
const withQuery = (query) => (request) => ({ ...request, query });
const metadata = (json) => withBody(`{"metadata":${json}}`);
const each = (row, changes) => changes.map((change) => ({ ...row, change }));

export const session = { method: 'POST', path: '/api/flow/session', query: '', headers: own, body: '{}' };
export const result = { method: 'GET', path: '/api/flow/result', query: '?session_id=SESSION', headers: { 'sec-fetch-site': 'same-origin' }, body: '' };

const crossSite = ['cross-site', 'same-site', 'none', 'Same-Origin', ''].map((site) => withHeaders({ 'sec-fetch-site': site }));
const foreignName = [
  ...['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80', '0.0.0.0', 'a b'].map((host) => withHeaders({ host })),
];

/** Rows in the order in which they decide; `change` makes a good request one of the row. */
export const sessionRows = [
  ...each({ name: 'from elsewhere', answer: answer(403, 'cross_site') }, [
    ...crossSite,
    (request) => ({ ...without('sec-fetch-site')(request), method: 'POST' }),
  ]),
  ...each({ name: 'an https page without ALLOWED_ORIGIN', answer: answer(500, 'misconfigured') }, [withHeaders({ origin: 'https://bank.example' })]),
  ...each({ name: 'under a foreign name', answer: answer(403, 'cross_site') }, foreignName),
  ...each({ name: 'no such address', answer: answer(404, 'not_found') }, [
    ...['/api', '/api/', '/api/flow', '/api/flow/session/', '/api/flow/Session', '/api/flow/%73ession', '/api//flow/session'].map((path) => (request) => ({ ...request, path })),
  ]),
  ...each({ name: 'another method', answer: answer(405, 'wrong_method') }, ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'].map((method) => (request) => ({ ...request, method }))),
  ...each({ name: 'no JSON', answer: answer(415, 'not_json') }, [
    ...['text/plain', 'application/jsonx', 'application/x-www-form-urlencoded', 'json', ' ;application/json'].map((type) => withHeaders({ 'content-type': type })),
    without('content-type'),
  ]),
  ...each({ name: 'a wrong query', answer: answer(400, 'invalid_request') }, [withQuery('?flow=default&flow=default'), withQuery('?flow=a&x=1&flow=b')]),
  ...each({ name: 'an unknown flow', answer: answer(404, 'unknown_flow') }, ['?flow=', '?flow=other', '?flow=Default', '?flow=__proto__', '?flow=%64efaul', '?flow=default%20'].map(withQuery)),
  ...each({ name: 'a body that is not as it has to be', answer: answer(400, 'invalid_request') }, [
    ...['', ' ', 'null', 'true', '1', '"a"', '[]', '[{}]', '{', '{}}', '{}x', "{'a':1}", '{"metadata":}', '{"metadata":{},}', '{metadata:{}}', '\ufeff{}', '{"a":1}', '{"Metadata":{}}', '{"metadata":{},"a":1}', '{"api_key":"x"}', '{"__proto__":{}}', '{"metadata":{}}\u0000', '{"metadata":{}}\u00a0'].map(withBody),
    ...['[]', '""', '1', 'false', '{"api_key":1}', '{"face2face":{"photo1":1}}', '{"face2face":{"photo1":[]}}', '{"face2face":{"photo1":{}}}', '{"a":9007199254740992}', '{"a":-9007199254740993}', '{"a":18446744073709551616}', '{"a":1e16}', '{"a":1e400}', '{"a":-1e400}', '{"a":01}', '{"a":+1}', '{"a":.5}', '{"a":1.}', '{"a":NaN}', '{"a":0x1}', '{"a":"\\ud800"}', '{"a":"\\udc00\\ud800"}', '{"\\ud800":1}', '{"a":"\\x41"}', '{"a":"\\u12"}', '{"a":"\t"}', '{"a":{"__proto__":1}}', '{"\\u005f_proto__":1}', '{"constructor":{"prototype":1}}', '{"a":[{"prototype":1}]}', `{"a":"${'x'.repeat(16_500)}"}`, `{"photo1":"${'x'.repeat(20_000)}"}`, `{"a":[${'1,'.repeat(9000)}1]}`, `{"a":${'['.repeat(126)}${']'.repeat(126)}}`].map(metadata),
    withBody(Buffer.from('{"metadata":{"a":"\xff"}}', 'latin1')),
    withBody(Buffer.from('{"metadata":{"a":"\xc0\x80"}}', 'latin1')),
    withBody(Buffer.from('{"metadata":{"a":"\xed\xa0\x80"}}', 'latin1')),
  ]),
];

export const resultRows = [
  ...each({ name: 'from elsewhere', answer: answer(403, 'cross_site') }, crossSite),
  ...each({ name: 'an https page without ALLOWED_ORIGIN', answer: answer(500, 'misconfigured') }, [withHeaders({ origin: 'https://bank.example' })]),
  ...each({ name: 'under a foreign name', answer: answer(403, 'cross_site') }, foreignName),
  ...each({ name: 'no such address', answer: answer(404, 'not_found') }, ['/api/flow/results', '/api/flow/result/', '/api/flow/resul%74'].map((path) => (request) => ({ ...request, path }))),
  ...each({ name: 'another method', answer: answer(405, 'wrong_method') }, ['POST', 'PUT', 'DELETE', 'OPTIONS'].map((method) => (request) => ({ ...request, method }))),
  ...each({ name: 'a wrong query', answer: answer(400, 'invalid_request') }, ['', '?session=a', '?session_id=a&session_id=b', '?session_id=SESSION&session_id=SESSION'].map(withQuery)),
  ...each({ name: 'no session of this visitor', answer: answer(404, 'unknown_session') }, ['?session_id=', '?session_id=other', '?session_id=SESSIO', '?session_id=SESSION%20', '?session_id=SESSION%00', '?session_id=a%2Fb', '?session_id=__proto__', `?session_id=${'a'.repeat(200)}`].map(withQuery)),
];

/** Changes that change nothing. */
export const harmless = {
  session: [
    withHeaders({ host: 'localhost' }), withHeaders({ host: '127.0.0.1:1' }), withHeaders({ host: '[::1]' }), withHeaders({ 'x-forwarded-for': '192.0.2.1' }),
    withHeaders({ 'content-type': 'application/json; charset=utf-8' }), withHeaders({ 'content-type': ' APPLICATION/JSON ' }), withHeaders({ accept: 'text/html' }),
    withQuery('?flow=default'), withQuery('?'), withQuery('?x=1&x=2'), withQuery('?flow=%64efault'),
  ],
  result: [withHeaders({ host: 'localhost' }), withHeaders({ origin: 'http://127.0.0.1' }), withHeaders({ accept: 'image/png' }), withQuery('?session_id=SESSION&x=1')],
};
