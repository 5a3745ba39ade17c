import type { Actor } from '../access/actor';
import { atStop } from '../at-stop';
import { askGate, type Wanted } from '../db/enter';
import type { OrgId, Ticket } from '../db/scope';
import { ORG, sql } from '../db/sql';
import { AppError } from '../errors';
import { log } from '../log';
import { quotaSentence } from '../plans/quota-words';

// API requests are counted here and written in batches: a write for each would cost more than the request. What other
// processes have not written yet is not known here, so the limit of the month is a soft one: each process lets at
// most FLUSH_MS of requests through too many.
const FLUSH_MS = 1000;

/** How many of each org, and the newest ticket that was shown for it: the database counts for no other. */
let pending = new Map<OrgId, { ticket: Ticket; n: number }>();
let waiting: NodeJS.Timeout | undefined;

/** What was read lately: nobody reads it again until it was written anew, or FLUSH_MS later. */
const known = new Map<OrgId, { used: number; until: number }>();
/** Which org was entered by which name (a host, or an id): says for whom there is nothing to read, not for whom to count. */
const entered = new Map<string, OrgId>();
const MOST_KNOWN = 10_000;

/** The org's API requests of this month (UTC) as far as they are written. Read with the entry, in its round trip. */
export const API_REQUESTS = sql<{ used: number }>`
  SELECT coalesce(sum(d.value), 0)::float8 AS used FROM usage_day d
  WHERE d.org_id = ${ORG} AND d.limit_key = 'api_requests' AND d.day >= date_trunc('month', now() AT TIME ZONE 'UTC')::date`;

/**
 * What an entry has to read for the count, in its round trip: API_REQUESTS, or nothing while this process knows it. What it
 * read is for `learnQuota`.
 */
export function quotaReads(wanted: Wanted, now = Date.now()): (typeof API_REQUESTS)[] {
  const orgId = entered.get(nameOf(wanted));
  const last = orgId && known.get(orgId);
  return last && last.until > now ? [] : [API_REQUESTS];
}

/** Takes in the rows of what `quotaReads` asked for, and which org it was. */
export function learnQuota(wanted: Wanted, orgId: OrgId, [rows]: unknown[][], now = Date.now()): void {
  const [read] = (rows ?? []) as { used: number }[];
  if (!read) return;
  if (known.size >= MOST_KNOWN) known.clear();
  if (entered.size >= MOST_KNOWN) entered.clear();
  known.set(orgId, { used: read.used, until: now + FLUSH_MS });
  entered.set(nameOf(wanted), orgId);
}

const nameOf = (wanted: Wanted) => ('host' in wanted ? wanted.host : wanted.orgId);

/**
 * Counts one API request of the actor's org, or refuses it: before anything of the org is read.
 * @throws AppError quota_exceeded
 */
export function countApiRequest({ orgId, ticket, org, limits }: Actor): void {
  const used = known.get(orgId)?.used ?? 0;
  const mine = pending.get(orgId)?.n ?? 0;
  const most = limits.api_requests;
  if (used + mine >= most) {
    throw new AppError('quota_exceeded', {
      message: quotaSentence({ org: org.name, limit: 'api_requests', used: most, most }),
    });
  }
  pending.set(orgId, { ticket, n: mine + 1 });
  waiting ??= soon();
}

function soon(): NodeJS.Timeout {
  atStop('api requests', flush);
  return setTimeout(flush, FLUSH_MS).unref();
}

/** Writes what was counted; what can't be written is kept for the next time. */
export async function flush(): Promise<void> {
  clearTimeout(waiting);
  waiting = undefined;
  const counts = [...pending];
  if (counts.length === 0) return;
  pending = new Map();
  try {
    const [tickets, numbers] = [counts.map(([, { ticket }]) => ticket), counts.map(([, { n }]) => n)];
    await askGate(sql`SELECT add_api_requests(${tickets}::text[], ${numbers}::bigint[])`);
    for (const [orgId] of counts) known.delete(orgId); // what was read before doesn't hold them
  } catch (error) {
    log.warn('API requests not counted yet', { error });
    for (const [orgId, { ticket, n }] of counts) {
      const later = pending.get(orgId);
      pending.set(orgId, { ticket: later?.ticket ?? ticket, n: n + (later?.n ?? 0) });
    }
    waiting ??= soon();
  }
}
