import { ROOT_AUDIENCE } from '../../../lib/auth/session-claims.mjs';
import { networkOf } from '../../../lib/tenancy/address.mjs';
import { hostKeyOf, sessionReader, tenantNameOf, tokenOf } from './asker.mjs';
import { WINDOW_SECONDS } from './counters.mjs';

/**
 * @typedef {{ name: string, limit: number, used: number, resetMs: number }} Drawn what is left of one bucket
 * @typedef {{ party: string, crowd: string | null, drawn: Drawn[], full: Drawn | null }} Verdict party: who takes turns
 *   together; crowd: whom they are one of, when they are strangers; full: the bucket that had nothing left
 * @typedef {Verdict & { full: Drawn }} Refused
 */

/** One person's part of what their organization may: no single token takes all of it. */
const SHARE = 0.5;
/** Strangers of one organization together, in strangers of one address. */
const CROWD = 10;

/** What may be looked at uncounted: files of the build, and whether the server is well. */
const UNCOUNTED = /^\/(?:_next\/static\/[\w./~-]+|api\/health|(?:mark|icon)\.svg|favicon\.ico)(?:$|\?)/;
const LOOKING = new Set(['GET', 'HEAD']);
/** The way in for people without a session on this host, and for a relay's sender: a crowd must not close it. */
const DOORS = /^\/(?:auth|api\/relays)\//;

/**
 * Decides from its headers alone whether a request is one too many. Members draw from their organization's bucket, and
 * each session from one of its own; everybody else draws from others, so that nobody outside can use up what is theirs.
 * @param {{ registry: import('./registry.mjs').Registry, counters: import('./counters.mjs').Counters, rootDomain: string,
 *   secret: string, strangersPerMinute: number }} options
 * @returns {(req: import('./front-server.mjs').Settled) => Promise<Verdict | null>} null: it is not counted
 */
export function admission({ registry, counters, rootDomain, secret, strangersPerMinute }) {
  const sessionOf = sessionReader(secret);

  /**
   * Draws from one bucket after the other, until one is empty: what comes after it is left alone.
   * @param {string} party
   * @param {{ name: string, key: string, limit: number }[]} buckets
   * @param {string | null} [crowd]
   * @returns {Promise<Verdict>}
   */
  async function draw(party, buckets, crowd = null) {
    /** @type {Drawn[]} */
    const drawn = [];
    for (const { name, key, limit } of buckets) {
      const one = { name, limit, ...(await counters.count(key, limit)) };
      drawn.push(one);
      if (one.used > limit) return { party, crowd, drawn, full: one };
    }
    return { party, crowd, drawn, full: null };
  }

  return async (req) => {
    // Any path takes an action's POST: only looking is free. The target is settled (see front-server.mjs).
    if (LOOKING.has(req.method) && UNCOUNTED.test(req.url)) return null;
    const hostKey = hostKeyOf(req.headers, rootDomain);
    const token = tokenOf(req);
    const name = tenantNameOf(req, hostKey, token);
    const tenant = registry.tenant(name);
    // A request with a token is the token's, whatever cookie comes along. What is no token, or unknown, is a stranger's.
    const session =
      token === undefined ? await sessionOf(req, hostKey) : token && `token ${token.hash.toString('hex')}`;
    if (tenant && session && registry.isMember(tenant.orgId, session)) {
      const { orgId, requestsPerMinute } = tenant;
      const share = Math.max(1, Math.ceil(requestsPerMinute * SHARE));
      return draw(`org ${orgId}`, [
        { name: token ? 'token' : 'session', key: `member ${orgId} ${session}`, limit: share },
        { name: 'organization', key: `org ${orgId}`, limit: requestsPerMinute },
      ]);
    }
    if (session && token === undefined)
      return draw(`session ${session}`, [
        { name: 'session', key: `session ${session}`, limit: strangersPerMinute },
      ]);
    // Hosts that nobody has entered yet share one bucket: made-up names must not be a way to more.
    const place = tenant?.orgId ?? (name === ROOT_AUDIENCE ? name : 'unknown');
    const party = `address ${place} ${networkOf(String(req.headers['x-forwarded-for'] ?? ''))}`;
    const crowd = `strangers ${place}`;
    const address = { name: 'address', key: party, limit: strangersPerMinute };
    const all = { name: 'strangers', key: crowd, limit: strangersPerMinute * CROWD };
    return draw(party, tenant && !DOORS.test(req.url) ? [address, all] : [address], crowd);
  };
}

/**
 * RateLimit-Policy and RateLimit as draft-ietf-httpapi-ratelimit-headers has them since its eighth version: lists of
 * named policies with quota and window, and what is left of each with the seconds to its reset.
 * @param {Drawn[]} drawn
 * @returns {Record<string, string>}
 */
export function rateLimitHeaders(drawn) {
  const seconds = (/** @type {number} */ ms) => Math.max(1, Math.ceil(ms / 1000));
  return {
    'ratelimit-policy': drawn.map(({ name, limit }) => `"${name}";q=${limit};w=${WINDOW_SECONDS}`).join(', '),
    ratelimit: drawn
      .map(
        ({ name, limit, used, resetMs }) => `"${name}";r=${Math.max(0, limit - used)};t=${seconds(resetMs)}`,
      )
      .join(', '),
  };
}
