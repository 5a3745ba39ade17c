import { ORG, type Sql, sql } from '../db/sql';
import type { ResolvedBy, Surface } from '../routing/decision';
import { firstIdOfDay, idAt, timeOf } from './id-time';
import { inOrder, type Placed, type Walk } from './keyset';
import type { RoutingQuery } from './routing-query';

/** One decision of the log, with the name that its actor has here today. */
export type RoutingRow = Placed & {
  at: Date;
  request_id: string;
  method: string;
  host: string;
  path: string;
  surface: Surface;
  resolved_by: ResolvedBy;
  header: string | null;
  token_org: string | null;
  disagreed: boolean;
  actor_kind: string;
  actor_id: string | null;
  actor_label: string;
  actor_name: string | null;
  outcome: 'allowed' | 'refused';
  reason: string | null;
  ip: string;
};

/** Decisions are counted up to here; beyond it there are "more than". */
export const COUNTED = 10_000;

/** What the live view gets at most at a time. */
export const TAIL = 100;

/** One page of the decisions that answer the query, and one more, to know whether there is another page. */
export function routingPage(query: RoutingQuery, walk: Walk): Sql<RoutingRow> {
  const back = walk.cursor?.way === 'before';
  const start = walk.cursor
    ? back
      ? sql` AND r.id > ${walk.cursor.id}::uuid`
      : sql` AND r.id < ${walk.cursor.id}::uuid`
    : sql``;
  return named(sql`${matching(query)}${start}${inOrder(walk, sql`r.id`, sql`r.id`)}`, back);
}

/** One decision; nothing for an id that isn't one of this org's. */
export const routingDecision = (id: string | null): Sql<RoutingRow> => named(sql`r.id = ${id}::uuid`, false);

/**
 * The newest decisions from a little before `after` on, or of the last minute without it: decisions are written in
 * batches, by several processes, so one may come in behind another that is younger. Who asks knows some already.
 */
export function routingTail(query: RoutingQuery, after: string | null, now = Date.now()): Sql<RoutingRow> {
  const since = (after ? timeOf(after) : now - MINUTE_MS) - OVERLAP_MS;
  return named(
    sql`${matching(query)} AND r.id >= ${idAt(since)}::uuid ORDER BY r.id DESC LIMIT ${TAIL}::int`,
    false,
  );
}

const OVERLAP_MS = 5000;
const MINUTE_MS = 60_000;

/** How many decisions answer the query: at most COUNTED + 1. In the order of the index, so that it is walked. */
export const routingCount = (query: RoutingQuery): Sql<{ count: number }> =>
  sql`SELECT count(*)::int AS count FROM (
    SELECT 1 FROM routing_decision r WHERE r.org_id = ${ORG} AND ${matching(query)}
    ORDER BY r.id DESC LIMIT ${COUNTED + 1}::int) counted`;

/** The hosts that led here, to choose from. */
export const ROUTING_HOSTS = sql<{ host: string }>`
  SELECT h.host FROM org_host h WHERE h.org_id = ${ORG} ORDER BY h.host`;

/** Each filter has an index that leads with the org: (org_id, outcome | by | host | actor | disagreed | request, id). */
function matching({ q, outcome, by, host, actor, disagreed, from, to }: RoutingQuery): Sql {
  const conditions = [
    q && sql`r.request_id ^@ ${q}`,
    outcome && sql`r.outcome = ${outcome}`,
    by && sql`r.resolved_by = ${by}`,
    host && sql`r.host = ${host}`,
    actor && sql`r.actor_id = ${actor}::uuid`,
    disagreed && sql`r.disagreed = true`,
    from && sql`r.id >= ${firstIdOfDay(from)}::uuid`,
    to && sql`r.id < ${firstIdOfDay(to, 1)}::uuid`,
  ];
  return conditions.reduce<Sql>((all, one) => (one ? sql`${all} AND ${one}` : all), sql`true`);
}

// The page is cut first; then each of its rows looks its actor up by key, however many members there are.
const named = (which: Sql, ascending: boolean): Sql<RoutingRow> => sql`
  WITH r AS MATERIALIZED (SELECT r.* FROM routing_decision r WHERE r.org_id = ${ORG} AND ${which})
  SELECT 0 AS run, '' AS key, r.id, r.at, r.request_id, r.method, r.host, r.path, r.surface, r.resolved_by, r.header,
    r.token_org, r.disagreed, r.actor_kind, r.actor_id, r.actor_label,
    (SELECT m.name FROM membership m WHERE m.org_id = ${ORG} AND m.user_id = r.actor_id) AS actor_name,
    r.outcome, r.reason, r.ip
  FROM r
  ORDER BY ${ascending ? sql`r.id` : sql`r.id DESC`}`;
