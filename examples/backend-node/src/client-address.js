// The address that a client is counted by.

import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/**
 * Each proxy adds the address it saw at the end of `X-Forwarded-For`. It is read from the end for as long as a trusted proxy
 * wrote it: whatever stands before that is the client's own claim.
 */
export class ClientAddresses {
  #trusted = new BlockList();
  #log;
  #isWarned = false;

  constructor(trustedProxies, log) {
    this.#log = log;
    for (const entry of trustedProxies) {
      const [address, bits] = entry.split('/');
      if (bits === undefined) this.#trusted.addAddress(address, family(address));
      else this.#trusted.addSubnet(address, Number(bits), family(address));
    }
  }

  /** An IPv6 address counts as its /64 network: one subscriber holds a whole one. */
  of({ ip, headers }) {
    const forwarded = headers['x-forwarded-for'];
    if (forwarded !== undefined && !this.#isTrusted(ip)) this.#warnOnce();
    let address = ip;
    for (const claim of (forwarded ?? '').split(',').reverse()) {
      const claimed = addressIn(claim.trim());
      if (claimed === undefined || !this.#isTrusted(address)) break;
      address = claimed;
    }
    return networkOf(address);
  }

  #isTrusted(address) {
    return this.#trusted.check(address, family(address));
  }

  /** Once: clients write that header too, as often as they like. */
  #warnOnce() {
    if (this.#isWarned) return;
    this.#isWarned = true;
    this.#log.warn(
      'X-Forwarded-For came from an address that is not in TRUSTED_PROXIES, and is ignored. If that is your proxy, name it there: ' +
        'until then everybody behind it counts as one address',
    );
  }
}

/** Some proxies write the client's port too: `192.0.2.9:50123`, `[2001:db8::9]:50123`. */
function addressIn(claim) {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(claim) ?? [];
  if (port > 65535) return undefined;
  if (isIPv4(plain)) return plain;
  const address = bracketed ?? claim;
  // A zone (`fe80::1%eth0`) means something on the proxy's own machine only.
  return isIPv6(address) && !address.includes('%') ? address : undefined;
}

function family(address) {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}

/** One subscriber holds a whole /64 of IPv6 addresses. */
function networkOf(address) {
  const [, mapped] = /^::ffff:([\d.]+)$/i.exec(address) ?? [];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  // The URL parser writes it in one form, with at most one gap.
  const [head, tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [before, after] = [head, tail ?? ''].map((groups) => groups.split(':').filter(Boolean));
  const gap = Array(8 - before.length - after.length).fill('0');
  const groups = [...before, ...gap, ...after];
  const isMapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  return isMapped ? groups.slice(6).map(ipv4Half).join('.') : `${groups.slice(0, 4).join(':')}::`;
}

function ipv4Half(group) {
  const value = parseInt(group, 16);
  return `${value >> 8}.${value & 255}`;
}
