// Pure string work: the front server and the middleware read hosts by this one grammar.

/**
 * What a Host header names. A key without a dot is a subdomain's label, with dots a custom domain. `local` is this
 * machine under its own name (health checks, and Next talking to itself), never an organization.
 * @typedef {{ kind: 'root' } | { kind: 'org', key: string } | { kind: 'local' } | { kind: 'bad', why: string }} HostKind
 */

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const PORT = /^[0-9]{1,5}$/;
const PRINTABLE = /^[!-~]+$/;

/**
 * Reads a Host header. One exact grammar: lower-cased ASCII labels, one optional port, one trailing dot dropped.
 * Exactly one label may stand before the root domain. IP addresses, punycode under the root, empty labels,
 * lists, credentials and escapes are refused.
 * @param {string | null | undefined} header
 * @param {string} rootDomain host name of the console, without port
 * @returns {HostKind}
 */
export function parseHost(header, rootDomain) {
  if (!header) return { kind: 'bad', why: 'missing' };
  if (header.length > 260) return { kind: 'bad', why: 'too long' };
  // Before lower-casing: the lower case of a Kelvin sign is a plain k.
  if (!PRINTABLE.test(header)) return { kind: 'bad', why: 'name' };
  const lower = header.toLowerCase();
  const colon = lower.indexOf(':');
  const port = colon < 0 ? null : lower.slice(colon + 1);
  if (port !== null && (!PORT.test(port) || Number(port) === 0 || Number(port) > 65535))
    return { kind: 'bad', why: 'port' };
  let name = colon < 0 ? lower : lower.slice(0, colon);
  if (name.endsWith('.')) name = name.slice(0, -1);
  if (name.length > 253) return { kind: 'bad', why: 'too long' };
  const labels = name.split('.');
  if (!labels.every((label) => LABEL.test(label))) return { kind: 'bad', why: 'name' };
  if (name === 'localhost') return { kind: 'local' };
  if (name === rootDomain) return { kind: 'root' };
  if (name === '127.0.0.1') return { kind: 'local' };
  if (labels.every((label) => /^[0-9]+$/.test(label))) return { kind: 'bad', why: 'an IP address' };
  if (name.endsWith(`.${rootDomain}`)) {
    const label = name.slice(0, -rootDomain.length - 1);
    if (label.includes('.')) return { kind: 'bad', why: 'one label below the root only' };
    if (label.startsWith('xn--')) return { kind: 'bad', why: 'punycode' };
    return { kind: 'org', key: label };
  }
  // A bare label ("intranet") can't be a custom domain, and must not pass for a subdomain's key.
  if (labels.length < 2) return { kind: 'bad', why: 'name' };
  return { kind: 'org', key: name };
}

const KEY = /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*$/;

/**
 * Tells whether a text from a query or a form can be a host's key at all, before the database is asked for it.
 * @param {string} text
 * @returns {boolean}
 */
export const isHostKey = (text) => text.length <= 253 && KEY.test(text);

/** The first segment of every org page's internal path. No client path may reach it. */
export const INTERNAL = 't~';

/**
 * True when a client's path would land on an internal one, however it is spelt (escapes, also of escapes,
 * slashes and dots before it, backslashes).
 * @param {string} path
 * @returns {boolean}
 */
export function isInternalPath(path) {
  let text = path;
  for (let i = 0; i < 4; i++) {
    const segments = text.replaceAll('\\', '/').split('/');
    if (segments.some((s) => s.toLowerCase() === INTERNAL)) return true;
    if (!text.includes('%')) return false;
    try {
      text = decodeURIComponent(text);
    } catch {
      return true; // not decodable: nothing of ours has such a path
    }
  }
  return true; // escaped deeper than any honest client does
}
