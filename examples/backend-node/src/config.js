// The configuration: environment variables only, all checked before anything is served.

import { statSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { resolve } from 'node:path';
import { inspect } from 'node:util';

/** The name under which the key of FLOW_API_KEY is kept. */
export const DEFAULT_FLOW = 'default';
const VENDOR = 'https://kyc.biometric.kz';
const VENDOR_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
// The vendor's keys have 47 or more characters: a shorter one was cut when it was copied.
const SHORTEST_API_KEY = 47;
const SHORTEST_SECRET = 32;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** A flow's API key. Neither printing nor JSON shows it. */
export class ApiKey {
  #key;

  constructor(key) {
    this.#key = key;
  }

  /** The key itself, for the request to the vendor and nothing else. */
  expose() {
    return this.#key;
  }

  toJSON() {
    return 'ApiKey(hidden)';
  }

  [inspect.custom]() {
    return 'ApiKey(hidden)';
  }
}

/** A variable that is missing or wrong. Its value is not repeated: it may be a secret. */
export class ConfigError extends Error {
  constructor(variable, problem) {
    super(`${variable}: ${problem}`);
    this.name = 'ConfigError';
  }
}

/** Reads and checks the variables of `environment`. An empty one counts as one that is not set. */
export function readConfig(environment) {
  const get = (name) => environment[name]?.trim() || undefined;
  const host = readHost(get);
  const allowedOrigin = readAllowedOrigin(get);
  const isPublic = allowedOrigin === undefined ? !isLoopback(host) : allowedOrigin.startsWith('https:');
  return Object.freeze({
    host,
    port: readNumber(get, 'PORT', 8080, 0, 65535),
    apiKeys: readApiKeys(get),
    apiBase: readApiBase(get),
    // For one request to the vendor, from connecting to the last byte.
    vendorTimeout: VENDOR_TIMEOUT_MS,
    // For a request to arrive as a whole.
    requestTimeout: REQUEST_TIMEOUT_MS,
    cookieSecret: readCookieSecret(get),
    cookieSecure: readFlag(get, 'COOKIE_SECURE', isPublic),
    allowedOrigin,
    trustedProxies: readTrustedProxies(get),
    // Requests a minute.
    rateLimits: {
      sessionsPerVisitor: readRate(get, 'SESSIONS_PER_VISITOR', 6),
      sessionsPerAddress: readRate(get, 'SESSIONS_PER_ADDRESS', 60),
      resultsPerVisitor: readRate(get, 'RESULTS_PER_VISITOR', 60),
      resultsPerAddress: readRate(get, 'RESULTS_PER_ADDRESS', 600),
    },
    // Bodies with a photo that the whole server holds at once.
    photosAtOnce: readNumber(get, 'PHOTOS_AT_ONCE', 8, 1, 4_294_967_295),
    publicDir: readDirectory(get, 'PUBLIC_DIR'),
    distDir: readDirectory(get, 'DIST_DIR'),
    playgroundJson: readJson(get, 'PLAYGROUND_JSON'),
    contentSecurityPolicy: readHeader(get, 'CONTENT_SECURITY_POLICY'),
  });
}

function readApiKeys(get) {
  const keys = new Map();
  const single = get('FLOW_API_KEY');
  if (single !== undefined) keys.set(DEFAULT_FLOW, readApiKey('FLOW_API_KEY', single));
  const entries = (get('FLOW_API_KEYS') ?? '').split(',').map((entry) => entry.trim()).filter(Boolean);
  for (const [index, entry] of entries.entries()) {
    // By position, not by content: where the `=` is missing, the content may be the key.
    const position = `entry ${index + 1}`;
    const equals = entry.indexOf('=');
    if (equals < 0) throw new ConfigError('FLOW_API_KEYS', `${position} is not \`name=key\``);
    const name = entry.slice(0, equals);
    if (!/^[A-Za-z0-9-]{1,64}$/.test(name)) {
      throw new ConfigError('FLOW_API_KEYS', `${position} has a name that is not 1 to 64 letters, digits and hyphens`);
    }
    if (keys.has(name)) throw new ConfigError('FLOW_API_KEYS', `the flow \`${name}\` is given twice`);
    keys.set(name, readApiKey('FLOW_API_KEYS', entry.slice(equals + 1)));
  }
  if (keys.size === 0) {
    throw new ConfigError('FLOW_API_KEY', 'set FLOW_API_KEY to the key of your flow, or FLOW_API_KEYS to `name=key,name=key`');
  }
  return keys;
}

function readApiKey(variable, key) {
  if (key.length < SHORTEST_API_KEY) {
    throw new ConfigError(variable, `a key has ${key.length} characters; the vendor's have 47 or more`);
  }
  // Also what makes the key recognizable in an answer: none of these is ever escaped in JSON.
  if (!/^[A-Za-z0-9._~+/=-]+$/.test(key)) {
    throw new ConfigError(variable, 'a key has a character other than letters, digits and - . _ ~ + / =');
  }
  return new ApiKey(key);
}

function readApiBase(get) {
  const url = readWebUrl('FLOW_API_BASE', get('FLOW_API_BASE') ?? VENDOR);
  if (url.search !== '' || url.hash !== '') throw new ConfigError('FLOW_API_BASE', 'must not have a query or a fragment');
  return url.href.replace(/\/+$/, '');
}

function readAllowedOrigin(get) {
  const value = get('ALLOWED_ORIGIN');
  if (value === undefined) return undefined;
  const { origin } = readWebUrl('ALLOWED_ORIGIN', value);
  if (value.replace(/\/$/, '') !== origin) {
    throw new ConfigError('ALLOWED_ORIGIN', `must be an origin as browsers write it: ${origin}`);
  }
  return origin;
}

function readCookieSecret(get) {
  const secret = Buffer.from(get('COOKIE_SECRET') ?? '');
  if (secret.length < SHORTEST_SECRET) {
    throw new ConfigError(
      'COOKIE_SECRET',
      'set it to at least 32 random bytes, the same for every instance: `openssl rand -base64 32`',
    );
  }
  return secret;
}

function readHost(get) {
  const host = get('HOST') ?? '127.0.0.1';
  if (host === 'localhost') return '127.0.0.1';
  if (isIP(host) === 0) throw new ConfigError('HOST', 'must be an IP address, as 127.0.0.1 or 0.0.0.0');
  return host;
}

function readTrustedProxies(get) {
  const entries = (get('TRUSTED_PROXIES') ?? '').split(',').map((entry) => entry.trim()).filter(Boolean);
  for (const entry of entries) {
    const [address, bits, ...rest] = entry.split('/');
    const version = isIP(address);
    const isNetwork = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
    if (version === 0 || !isNetwork || rest.length > 0) {
      throw new ConfigError('TRUSTED_PROXIES', `\`${entry}\` is neither an IP address nor a network as 10.0.0.0/8`);
    }
    if (bits !== undefined && Number(bits) === 0) {
      throw new ConfigError('TRUSTED_PROXIES', `\`${entry}\` trusts everybody: every client could claim any address`);
    }
  }
  return entries;
}

function readNumber(get, variable, fallback, smallest, largest) {
  const value = get(variable) ?? String(fallback);
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < smallest || number > largest) {
    throw new ConfigError(variable, `must be a whole number from ${smallest} to ${largest}`);
  }
  return number;
}

function readRate(get, variable, fallback) {
  return readNumber(get, variable, fallback, 1, 4_294_967_295);
}

function readFlag(get, variable, fallback) {
  const value = get(variable) ?? String(fallback);
  if (value !== 'true' && value !== 'false') throw new ConfigError(variable, 'must be `true` or `false`');
  return value === 'true';
}

function readDirectory(get, variable) {
  const path = get(variable);
  if (path === undefined) return undefined;
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new ConfigError(variable, `\`${path}\` is not a directory`);
  }
  return resolve(path);
}

function readJson(get, variable) {
  const text = get(variable);
  if (text === undefined) return undefined;
  try {
    JSON.parse(text);
  } catch {
    throw new ConfigError(variable, 'is not JSON');
  }
  return text;
}

function readHeader(get, variable) {
  const value = get(variable);
  if (value !== undefined && !/^[\x20-\x7e]+$/.test(value)) {
    throw new ConfigError(variable, 'must be one line of printable ASCII characters');
  }
  return value;
}

/** An https URL, or an http one of this machine: neither keys nor cookies go over the network in the open. */
function readWebUrl(variable, value) {
  if (!URL.canParse(value)) throw new ConfigError(variable, 'is not a URL');
  const url = new URL(value);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!isSafe) {
    throw new ConfigError(variable, 'must start with https:// (http:// only for 127.0.0.1, [::1] and localhost)');
  }
  if (url.username !== '' || url.password !== '') {
    throw new ConfigError(variable, 'must not have a user name or a password');
  }
  return url;
}

function isLoopback(host) {
  const address = host.replace(/^\[|\]$/g, '');
  const version = isIP(address);
  return version === 0 ? address === 'localhost' : loopback.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
