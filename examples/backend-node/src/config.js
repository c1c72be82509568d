// The configuration: environment variables only, all checked before anything is served.

import { statSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { resolve } from 'node:path';
import { inspect } from 'node:util';

import { customCleanEnv, makeValidator } from 'envalid';

/** The name under which the key of FLOW_API_KEY is kept. */
export const DEFAULT_FLOW = 'default';
// The vendor's keys have 47 or more characters: a shorter one was cut when it was copied.
const SHORTEST_API_KEY = 47;
const SHORTEST_SECRET = 32;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** A key or a secret. Neither printing nor JSON shows it. */
class Secret {
  #value;

  constructor(value) {
    this.#value = value;
  }

  expose() {
    return this.#value;
  }

  toJSON() {
    return '(hidden)';
  }

  [inspect.custom]() {
    return '(hidden)';
  }
}

const host = makeValidator((value) => {
  const address = value === 'localhost' ? '127.0.0.1' : value;
  if (isIP(address) === 0) throw new Error('must be an IP address, as 127.0.0.1 or 0.0.0.0');
  return address;
});

const apiKey = makeValidator(readApiKey);

const apiKeys = makeValidator((list) => {
  const keys = new Map();
  for (const [index, entry] of entries(list).entries()) {
    // By position, not by content: where the `=` is missing, the content may be the key.
    const position = `entry ${index + 1}`;
    const [, name, key] = /^([^=]*)=(.*)$/.exec(entry) ?? [];
    if (name === undefined) throw new Error(`${position} is not \`name=key\``);
    if (!/^[A-Za-z0-9-]{1,64}$/.test(name)) {
      throw new Error(`${position} has a name that is not 1 to 64 letters, digits and hyphens`);
    }
    if (keys.has(name)) throw new Error(`the flow \`${name}\` is given twice`);
    keys.set(name, readApiKey(key));
  }
  return keys;
});

const secrets = makeValidator((list) =>
  entries(list).map((secret) => {
    if (Buffer.byteLength(secret) < SHORTEST_SECRET) throw new Error(secretTooShort);
    return new Secret(secret);
  }),
);

/** These stand in a URL. */
const webhookSecrets = makeValidator((list) => {
  if (!/^[A-Za-z0-9_,-]*$/.test(list)) throw new Error('must be letters, digits, - and _: `openssl rand -hex 24`');
  return secrets()._parse(list);
});

const apiBase = makeValidator((value) => {
  const url = readWebUrl(value);
  if (url.search !== '' || url.hash !== '') throw new Error('must not have a query or a fragment');
  return url.href.replace(/\/+$/, '');
});

const allowedOrigin = makeValidator((value) => {
  const { origin } = readWebUrl(value);
  if (value.replace(/\/$/, '') !== origin) throw new Error(`must be an origin as browsers write it: ${origin}`);
  return origin;
});

const networks = makeValidator((list) => {
  for (const entry of entries(list)) {
    const [address, bits, ...rest] = entry.split('/');
    const version = isIP(address);
    const isNetwork = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
    if (version === 0 || !isNetwork || rest.length > 0) {
      throw new Error(`\`${entry}\` is neither an IP address nor a network as 10.0.0.0/8`);
    }
    if (bits !== undefined && Number(bits) === 0) {
      throw new Error(`\`${entry}\` trusts everybody: every client could claim any address`);
    }
  }
  return entries(list);
});

const redisUrl = makeValidator((value) => {
  if (!/^rediss?:$/.test(URL.canParse(value) && new URL(value).protocol)) {
    throw new Error('must be a URL as redis://:password@host:6379/0, or rediss:// for TLS');
  }
  return new Secret(value);
});

const number = (smallest, largest, fallback) =>
  makeValidator((value) => {
    if (!/^\d+$/.test(value) || Number(value) < smallest || Number(value) > largest) {
      throw new Error(`must be a whole number from ${smallest} to ${largest}`);
    }
    return Number(value);
  })({ default: fallback });
const atLeastOne = (fallback) => number(1, 4_294_967_295, fallback);

const flag = makeValidator((value) => {
  if (value !== 'true' && value !== 'false') throw new Error('must be `true` or `false`');
  return value === 'true';
});

const directory = makeValidator((path) => {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`\`${path}\` is not a directory`);
  return resolve(path);
});

const json = makeValidator((text) => {
  try {
    JSON.parse(text);
  } catch {
    throw new Error('is not JSON');
  }
  return text;
});

const header = makeValidator((value) => {
  if (!/^[\x20-\x7e]+$/.test(value)) throw new Error('must be one line of printable ASCII characters');
  return value;
});

const nothing = { default: undefined };
const variables = {
  HOST: host({ default: '127.0.0.1' }),
  PORT: number(0, 65535, 8080),
  FLOW_API_KEY: apiKey(nothing),
  FLOW_API_KEYS: apiKeys({ default: new Map() }),
  FLOW_API_BASE: apiBase({ default: 'https://kyc.biometric.kz' }),
  COOKIE_SECRET: secrets({ default: [] }),
  COOKIE_SECURE: flag(nothing),
  ALLOWED_ORIGIN: allowedOrigin(nothing),
  TRUSTED_PROXIES: networks({ default: [] }),
  SESSIONS_PER_VISITOR: atLeastOne(6),
  SESSIONS_PER_ADDRESS: atLeastOne(60),
  RESULTS_PER_VISITOR: atLeastOne(60),
  RESULTS_PER_ADDRESS: atLeastOne(600),
  WEBHOOKS_PER_ADDRESS: atLeastOne(600),
  WEBHOOK_SECRET: webhookSecrets({ default: [] }),
  REDIS_URL: redisUrl(nothing),
  MAX_CONNECTIONS: atLeastOne(900),
  PHOTOS_AT_ONCE: atLeastOne(8),
  PUBLIC_DIR: directory(nothing),
  DIST_DIR: directory(nothing),
  PLAYGROUND_JSON: json(nothing),
  CONTENT_SECURITY_POLICY: header(nothing),
};

/** Reads and checks the variables; an empty one counts as one that is not set. The problem never shows a value that may be a secret. */
export function readConfig(environment) {
  const given = Object.entries(environment).map(([name, value]) => [name, value.trim()]);
  const present = Object.fromEntries(given.filter(([, value]) => value !== ''));
  const config = customCleanEnv(present, variables, (values) => ({ ...values }), { reporter: throwFirst });
  if (config.FLOW_API_KEY !== undefined) {
    if (config.FLOW_API_KEYS.has(DEFAULT_FLOW)) throw new Error(`FLOW_API_KEYS: the flow \`${DEFAULT_FLOW}\` is given twice`);
    config.FLOW_API_KEYS.set(DEFAULT_FLOW, config.FLOW_API_KEY);
  }
  if (config.FLOW_API_KEYS.size === 0) {
    throw new Error('FLOW_API_KEY: set FLOW_API_KEY to the key of your flow, or FLOW_API_KEYS to `name=key,name=key`');
  }
  if (config.COOKIE_SECRET.length === 0) throw new Error(`COOKIE_SECRET: ${secretTooShort}`);
  const isPublic = config.ALLOWED_ORIGIN?.startsWith('https:') ?? !isLoopback(config.HOST);
  return { ...config, COOKIE_SECURE: config.COOKIE_SECURE ?? isPublic };
}

function throwFirst({ errors }) {
  for (const [variable, error] of Object.entries(errors)) throw new Error(`${variable}: ${error.message}`);
}

const secretTooShort = `set it to at least ${SHORTEST_SECRET} random characters, the same for every instance: \`openssl rand -hex 32\``;

function entries(list) {
  return list.split(',').map((entry) => entry.trim()).filter(Boolean);
}

function readApiKey(key) {
  if (key.length < SHORTEST_API_KEY) throw new Error(`a key has ${key.length} characters; the vendor's have 47 or more`);
  // Also what makes the key recognizable in an answer: none of these is ever escaped in JSON.
  if (!/^[A-Za-z0-9._~+/=-]+$/.test(key)) throw new Error('a key has a character other than letters, digits and - . _ ~ + / =');
  return new Secret(key);
}

/** An https URL, or an http one of this machine: neither keys nor cookies go over the network in the open. */
function readWebUrl(value) {
  if (!URL.canParse(value)) throw new Error('is not a URL');
  const url = new URL(value);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw new Error('must start with https:// (http:// only for 127.0.0.1, [::1] and localhost)');
  }
  if (url.username !== '' || url.password !== '') throw new Error('must not have a user name or a password');
  return url;
}

/** Whether the host is this very machine, by a name that no DNS server can give to another. */
export function isLoopback(host) {
  const address = host.replace(/^\[|\]$/g, '');
  const version = isIP(address);
  return version === 0 ? address === 'localhost' : loopback.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
