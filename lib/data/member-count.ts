import { ORG, type Sql, sql } from '../db/sql';
import { showsInvitations, showsMembers, stillOpen } from './member-filters';
import type { MemberQuery } from './member-query';
import { bothWays, hits, withHits } from './member-search';

/** How far a list is counted: beyond it says "20,000+". */
export const COUNTED = 20_000;

/** `total` is exact up to COUNTED, and more than that when there is more. `owners` is counted to 2. */
export type MemberCount = { total: number; owners: number };

// With a limit but no order the planner may try its luck with the whole table, all organizations' rows. An index's
// own order costs nothing, and keeps it on that index.
const UP_TO = sql` LIMIT ${COUNTED + 1}::int`;
const BY_ID = sql` ORDER BY m.user_id${UP_TO}`;
const BY_ROLE = sql` ORDER BY m.role, m.name_key${UP_TO}`;
const BY_EMAIL = sql` ORDER BY i.email${UP_TO}`;

/** How many lines `memberList` has in all, and whether the org's owner is the only one. */
export function memberCount(query: MemberQuery): Sql<MemberCount> {
  const none = sql`SELECT NULL::uuid WHERE false`;
  return sql<MemberCount>`SELECT count(*)::int AS total, (SELECT count(*)::int FROM (
      SELECT 1 FROM membership WHERE org_id = ${ORG} AND role = 'owner' LIMIT 2) o) AS owners
    FROM ((${showsMembers(query) ? members(query) : none})
      UNION ALL (${showsInvitations(query) ? invitations(query) : none})) counted`;
}

function members({ q, role }: MemberQuery): Sql {
  if (q && !role.length) return hits(q, COUNTED + 1);
  const rest = role.length ? sql` AND m.role = ANY (${role}::text[])${BY_ROLE}` : BY_ID;
  if (!q) return sql`SELECT m.user_id FROM membership m WHERE m.org_id = ${ORG}${rest}`;
  const [few, many] = bothWays(q, sql`m.user_id`, rest);
  return sql`${withHits(q)} (${few}) UNION ALL (${many})`;
}

function invitations(query: MemberQuery): Sql {
  const ofRole = query.role.length ? sql` AND i.role = ANY (${query.role}::text[])` : sql``;
  return sql`SELECT i.id FROM invitation i
    WHERE i.org_id = ${ORG} AND ${stillOpen(query)}${ofRole}${BY_EMAIL}`;
}
