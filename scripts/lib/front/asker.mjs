import { bearerToken } from '../../../lib/auth/api-token.mjs';
import { ROOT_AUDIENCE, readClaims, sessionKey } from '../../../lib/auth/session-claims.mjs';
import { parseHost } from '../../../lib/tenancy/host.mjs';
import { Lru } from './lru.mjs';

const KNOWN_TOKENS = 20_000;
const COOKIE = /(?:^|;\s*)(?:__Host-)?rowhouse=([^;]{1,1024})/;
const ULID = /^[0-9A-Z]{26}$/;
const API = /^\/api\/v1\//;
/** An organization in an API path. */
const ORG_PATH = /^\/api\/v1\/orgs\/([0-9A-Za-z]{26})(?:[/?]|$)/;

/** Stands for hosts that are none of ours. No host key and no token's audience is spelled like it. */
const NO_HOST = '@none';

/**
 * The key of the host that a request names: a subdomain's label, a custom domain, ROOT_AUDIENCE, or NO_HOST for what
 * the application will turn away. Whose host it is, the application decides.
 * @param {Record<string, string | string[] | undefined>} headers settled ones (see settleForwarding)
 * @param {string} rootDomain
 * @returns {string}
 */
export function hostKeyOf(headers, rootDomain) {
  const host = parseHost(String(headers['x-forwarded-host'] ?? headers.host ?? ''), rootDomain);
  if (host.kind === 'root') return ROOT_AUDIENCE;
  return host.kind === 'org' ? host.key : NO_HOST;
}

/**
 * The name under which the registry may know a request's organization: its host's key, or the ULID that an API request
 * on the root host names: in its path, in the header, or by its token.
 * @param {import('./front-server.mjs').Settled} req
 * @param {string} hostKey
 * @param {{ orgUlid: string | null } | null | undefined} token
 */
export function tenantNameOf(req, hostKey, token) {
  if (hostKey !== ROOT_AUDIENCE || !req.url.startsWith('/api/')) return hostKey;
  const named =
    ORG_PATH.exec(req.url)?.[1] ??
    (String(req.headers['x-rowhouse-organization'] ?? '').trim() || token?.orgUlid);
  const ulid = named?.toUpperCase() ?? '';
  return ULID.test(ulid) ? ulid : hostKey;
}

/**
 * The API token that a request carries, by its form alone. undefined: it carries none; null: what it carries is none.
 * @param {import('./front-server.mjs').Settled} req
 */
export const tokenOf = (req) =>
  API.test(req.url ?? '') ? bearerToken(req.headers.authorization) : undefined;

/**
 * Reads the session that a request's cookie names on its host, by the token's signature alone. Answers are kept for a
 * while, so that a flood with one token is not a flood of signatures to check.
 * @param {string} secret AUTH_SECRET
 * @returns {(req: import('node:http').IncomingMessage, hostKey: string) => Promise<string | null>} the session's id
 */
export function sessionReader(secret) {
  const key = sessionKey(secret);
  /** @type {Lru<string, { sessionId: string | null }>} */
  const known = new Lru(KNOWN_TOKENS);
  return async (req, hostKey) => {
    const token = COOKIE.exec(String(req.headers.cookie ?? ''))?.[1];
    if (token?.split('.').length !== 3) return null;
    const name = `${hostKey} ${token}`;
    const seen = known.get(name);
    if (seen) return seen.sessionId;
    const claims = await readClaims(token, key, hostKey);
    const sessionId = typeof claims?.sid === 'string' ? claims.sid : null;
    known.set(name, { sessionId });
    return sessionId;
  };
}
