// What the front server decides about a request before the application sees it: pure functions of its headers.
import { readAddress, readHop } from '../../../lib/tenancy/address.mjs';
import { readTarget } from '../../../lib/tenancy/target.mjs';

export const MAX_COOKIES = 64;
export const MAX_COOKIE_BYTES = 16 * 1024;
export const MAX_BODY_BYTES = 2 * 1024 * 1024;
/** Forms are a few fields: what is larger would be split into parameters by code that takes long for many. */
export const MAX_FORM_BYTES = 64 * 1024;
export const MAX_PARAMETERS = 500;

/** @typedef {{ status: number, code: string, message: string, headers?: Record<string, string> }} Refusal */

/** @param {number} status @param {string} code @param {string} message @returns {Refusal} */
const no = (status, code, message) => ({ status, code, message });

/** The methods that anything here answers. Others would end in Next's own failure. */
const ANSWERED = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** @type {Refusal} */
export const methodRefused = {
  ...no(405, 'method_not_allowed', 'Nothing here answers this method.'),
  headers: { allow: [...ANSWERED].join(', ') },
};

/** A name or address of at most 253 characters, and a port: what is left to the application is which hosts it knows. */
const HOST = /^(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::(\d{1,5}))?$/;

/** @param {string} host a Host header's value @returns {boolean} */
export function isWellFormedHost(host) {
  const match = HOST.exec(host);
  return match !== null && Number(match[1] ?? 0) <= 65_535;
}

/** @param {string[]} rawHeaders names and values in turn @param {string} name */
const valuesOf = (rawHeaders, name) =>
  rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === name);

/**
 * Why this request goes no further, or null. Looks at the headers as they came: Node itself takes the first of two
 * Host headers, and another server on the way might have taken the second.
 * @param {{ url?: string, method?: string, rawHeaders: string[], headers: Record<string, string | string[] | undefined> }} req
 * @param {{ trusted: boolean }} peer trusted: it is a proxy whose X-Forwarded-* headers count
 * @returns {Refusal | null}
 */
export function refusal({ url = '', method = 'GET', rawHeaders, headers }, { trusted }) {
  const hosts = valuesOf(rawHeaders, 'host');
  const [host = ''] = hosts;
  if (host === '' && hosts.length < 2) return no(400, 'host_missing', 'This request names no host.');
  if (hosts.length > 1) return no(400, 'host_duplicate', 'This request names more than one host.');
  if (!isWellFormedHost(host))
    return no(400, 'host_malformed', 'The host that this request names is malformed.');

  const forwarded = valuesOf(rawHeaders, 'x-forwarded-host');
  if (forwarded.length > 1)
    return no(400, 'host_duplicate', 'This request names more than one forwarded host.');
  if (trusted && forwarded.length === 1 && !isWellFormedHost(forwarded[0] ?? '')) {
    return no(400, 'host_malformed', 'The forwarded host that this request names is malformed.');
  }
  if (!ANSWERED.has(method)) return methodRefused;
  if (!readTarget(url)) return no(400, 'target_malformed', 'The path or query of this request is malformed.');

  const cookie = typeof headers.cookie === 'string' ? headers.cookie : '';
  if (Buffer.byteLength(cookie) > MAX_COOKIE_BYTES || cookie.split(';').length > MAX_COOKIES) {
    return no(
      431,
      'cookies_too_large',
      'This request carries too many cookies. Clear the cookies of this site and try again.',
    );
  }
  if (url.split('&', MAX_PARAMETERS + 1).length > MAX_PARAMETERS)
    return no(414, 'query_too_long', `A request may have at most ${MAX_PARAMETERS} parameters in its query.`);
  const kind = bodyKind(headers);
  if (kind === 'multipart')
    return no(
      415,
      'multipart_refused',
      'Nothing here takes multipart bodies. Send the file itself, or JSON.',
    );
  if (Number(headers['content-length'] ?? 0) > bodyLimit(kind)) return bodyTooLarge(kind);
  return null;
}

/** @typedef {'json' | 'form' | 'multipart' | 'other'} BodyKind */

/**
 * What a body is to be read as. The calls of server actions are JSON, under another name.
 * @param {Record<string, string | string[] | undefined>} headers
 * @returns {BodyKind}
 */
export function bodyKind(headers) {
  const type = String(headers['content-type'] ?? '').toLowerCase();
  if (type.includes('multipart/')) return 'multipart';
  if (type.includes('urlencoded')) return 'form';
  return type.includes('json') || headers['next-action'] !== undefined ? 'json' : 'other';
}

/** @param {BodyKind} kind @returns {number} bytes */
export const bodyLimit = (kind) => (kind === 'form' ? MAX_FORM_BYTES : MAX_BODY_BYTES);

/** @param {BodyKind} kind @returns {Refusal} */
export const bodyTooLarge = (kind) =>
  no(
    413,
    'body_too_large',
    kind === 'form'
      ? `A form may carry at most ${MAX_FORM_BYTES / 1024} KB.`
      : `A request may carry at most ${MAX_BODY_BYTES / 1024 / 1024} MB.`,
  );

/** @type {Refusal} */
export const noUpgrade = {
  ...no(426, 'upgrade_refused', 'This server speaks HTTP/1.1 only.'),
  headers: { upgrade: 'HTTP/1.1' },
};

/** @typedef {Record<string, string | string[] | undefined>} Headers */

/** Headers by which Next steers itself. From outside they are an attempt, so they never reach it. */
const STEERING = new Set([
  'x-matched-path',
  'x-now-route-matches',
  'next-resume',
  'x-next-resume-state-length',
  'x-nextjs-data',
  'x-nonce',
  // Next reads the nonce for its scripts from these, on the request.
  'content-security-policy',
  'content-security-policy-report-only',
]);
const STEERING_PREFIXES = ['x-middleware-', 'x-invoke-'];

/** Deletes the headers that steer Next. @param {Headers} headers */
export function dropSteering(headers) {
  for (const name of Object.keys(headers)) {
    if (STEERING.has(name) || STEERING_PREFIXES.some((prefix) => name.startsWith(prefix)))
      delete headers[name];
  }
}

/** The one header of ours that a client may send: the organization an API request asks for. */
const CLIENTS_OWN = 'x-rowhouse-organization';

/** Deletes the headers that only this application may set, and Next's mark of a request to itself. @param {Headers} headers */
export function dropInternal(headers) {
  dropSteering(headers);
  delete headers['x-action-forwarded'];
  for (const name of Object.keys(headers)) {
    if (name.startsWith('x-rowhouse-') && name !== CLIENTS_OWN) delete headers[name];
  }
}

/**
 * TRUSTED_PROXY's addresses, each in its one spelling.
 * @param {string | undefined} list separated by commas
 * @throws {Error} when one is not an IP address
 */
export function trustedProxies(list) {
  const addresses = (list ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  return new Set(
    addresses.map((one) => {
      const address = readAddress(one);
      if (address === null) throw new Error(`TRUSTED_PROXY: "${one}" is not an IP address.`);
      return address;
    }),
  );
}

/**
 * The client behind trusted proxies: from the right, the first address of the chain that is no proxy of ours. At a hop
 * that can't be read the reading ends: what is left of it may be the client's own text, so the peer counts instead.
 * @param {string} chain X-Forwarded-For
 * @param {string} peer
 * @param {Set<string>} proxies
 */
function clientOf(chain, peer, proxies) {
  for (const hop of chain.split(',').reverse()) {
    const address = readHop(hop);
    if (address === null) return peer;
    if (!proxies.has(address)) return address;
  }
  return peer;
}

/**
 * Leaves only what may be believed of who asks for which host: X-Forwarded-Host, -Proto and -Port from a trusted proxy
 * alone, and always exactly one address in X-Forwarded-For, the client's, so that the application has one place to
 * read it from.
 * @param {Headers} headers changed in place
 * @param {string} peerAddress the socket's
 * @param {Set<string>} proxies
 */
export function settleForwarding(headers, peerAddress, proxies) {
  const peer = readAddress(peerAddress) ?? peerAddress;
  const trusted = proxies.has(peer);
  const client = trusted ? clientOf(String(headers['x-forwarded-for'] ?? ''), peer, proxies) : peer;
  // No setting makes these count: one family of proxy headers is enough to get right.
  delete headers.forwarded;
  delete headers['x-real-ip'];
  for (const name of Object.keys(headers)) {
    if (
      name.startsWith('x-forwarded-') &&
      !(trusted && ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port'].includes(name))
    ) {
      delete headers[name];
    }
  }
  if (!/^https?$/.test(String(headers['x-forwarded-proto'] ?? ''))) delete headers['x-forwarded-proto'];
  if (!/^\d{1,5}$/.test(String(headers['x-forwarded-port'] ?? ''))) delete headers['x-forwarded-port'];
  headers['x-forwarded-for'] = client;
}
