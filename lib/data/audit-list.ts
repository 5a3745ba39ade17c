import { ORG, type Sql, sql } from '../db/sql';
import type { AuditQuery } from './audit-query';
import { firstIdOfDay, idAt, timeOf } from './id-time';
import { inOrder, type Placed, type Walk } from './keyset';

/** One event of the log, with the names that its people have here today. */
export type AuditRow = Placed & {
  at: Date;
  actor_kind: string;
  actor_id: string | null;
  actor_label: string;
  actor_name: string | null;
  action: string;
  outcome: 'allowed' | 'refused';
  reason: string | null;
  target_kind: string | null;
  target_id: string | null;
  target_label: string | null;
  target_name: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  ip: string;
  user_agent: string;
  request_id: string;
  /** Its place in the org's chain: a BigInt as text. */
  seq: string | null;
  hash: Uint8Array | null;
};

/** Events are counted up to here; beyond it there are "more than". */
export const COUNTED = 10_000;

/** One page of the events that answer the query, and one event more, to know whether there is another page. */
export function auditPage(query: AuditQuery, walk: Walk): Sql<AuditRow> {
  const back = walk.cursor?.way === 'before';
  const start = walk.cursor
    ? back
      ? sql` AND e.id > ${walk.cursor.id}::uuid`
      : sql` AND e.id < ${walk.cursor.id}::uuid`
    : sql``;
  return named(sql`${matching(query)}${start}${inOrder(walk, sql`e.id`, sql`e.id`)}`, back);
}

/** The newest events of all. */
export const latestEvents = (count: number, condition: Sql): Sql<AuditRow> =>
  named(sql`${condition} ORDER BY e.id DESC LIMIT ${count}::int`, false);

/** The events after a number of the chain, in the order of their numbers. @param seq a BigInt as text */
export const eventsAfter = (seq: string, count: number): Sql<AuditRow> =>
  sql`SELECT * FROM (${named(
    sql`e.id IN (SELECT n.event_id FROM audit_link n WHERE n.org_id = ${ORG} AND n.seq > ${seq}::bigint ORDER BY n.seq LIMIT ${count}::int)`,
    true,
  )}) numbered ORDER BY numbered.seq::bigint`;

/** One event; nothing for an id that isn't one of this org's. */
export const auditEvent = (id: string | null): Sql<AuditRow> => named(sql`e.id = ${id}::uuid`, false);

/** Events that the live view gets at once. */
export const TAIL = 100;

// An event stands in the log when its transaction is over, and its id is older than that: those of the last while are
// given again, and whoever follows knows what they have.
const OVERLAP_MS = 20_000;

/** What came in since `after`, newest first. @param after an event's id, or null for the newest of all */
export const auditTail = (query: AuditQuery, after: string | null): Sql<AuditRow> => {
  const since = after ? sql` AND e.id >= ${idAt(timeOf(after) - OVERLAP_MS)}::uuid` : sql``;
  return named(sql`${matching(query)}${since} ORDER BY e.id DESC LIMIT ${TAIL}::int`, false);
};

/** How many events answer the query: at most COUNTED + 1. In the order of the index, so that the index is walked. */
export const auditCount = (query: AuditQuery): Sql<{ count: number }> =>
  sql`SELECT count(*)::int AS count FROM (
    SELECT 1 FROM audit_event e WHERE e.org_id = ${ORG} AND ${matching(query)}
    ORDER BY e.id DESC LIMIT ${COUNTED + 1}::int) counted`;

/** Each filter has an index that leads with the org: (org_id, actor | e-mail | action | target | outcome, id). */
function matching({ q, actor, target, action, outcome, from, to }: AuditQuery): Sql {
  const conditions = [
    q && sql`e.actor_label ^@ ${q}`,
    actor && sql`e.actor_id = ${actor}::uuid`,
    target && sql`e.target_id = ${target}`,
    action && sql`e.action = ${action}`,
    outcome && sql`e.outcome = ${outcome}`,
    from && sql`e.id >= ${firstIdOfDay(from)}::uuid`,
    to && sql`e.id < ${firstIdOfDay(to, 1)}::uuid`,
  ];
  return conditions.reduce<Sql>((all, one) => (one ? sql`${all} AND ${one}` : all), sql`true`);
}

/** One look-up by key a row, however many members there are. */
const nameOf = (id: Sql) =>
  sql`(SELECT m.name FROM membership m WHERE m.org_id = ${ORG} AND m.user_id = ${id})`;

const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

// The page is cut first; then each of its rows looks its people up by key. The target's id becomes a uuid inside
// the cut: outside, a cast is a leak to the planner and would cost the index.
const named = (which: Sql, ascending: boolean): Sql<AuditRow> => sql`
  WITH e AS MATERIALIZED (
    SELECT e.*, CASE WHEN e.target_kind = 'member' AND e.target_id ~ ${UUID} THEN e.target_id::uuid END AS member_id
    FROM audit_event e WHERE e.org_id = ${ORG} AND ${which}
  )
  SELECT 0 AS run, '' AS key, e.id, e.at, e.actor_kind, e.actor_id, e.actor_label, ${nameOf(sql`e.actor_id`)} AS actor_name,
    e.action, e.outcome, e.reason, e.target_kind, e.target_id, e.target_label,
    ${nameOf(sql`e.member_id`)} AS target_name, e.before, e.after, e.ip, e.user_agent, e.request_id,
    l.seq::text AS seq, l.hash
  FROM e LEFT JOIN audit_link l ON l.org_id = ${ORG} AND l.event_id = e.id
  ORDER BY ${ascending ? sql`e.id` : sql`e.id DESC`}`;
