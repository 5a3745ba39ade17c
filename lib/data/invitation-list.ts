import type { Role } from '../access/permissions';
import { ORG, type Sql, sql } from '../db/sql';
import type { InvitationQuery, InvitationStatus } from './invitation-query';
import { beyond, inOrder, merged, type Placed, type Walk } from './keyset';
import { COUNTED } from './member-count';
import { invitationMatches } from './member-search';

/** A line of the list of invitations. Nothing of the link is in it: its secret is not even stored. */
export type InvitationRow = Placed & {
  email: string;
  role: Role;
  status: InvitationStatus;
  invited_by: string;
  created_at: Date;
  expires_at: Date;
  settled_at: Date | null;
  mail: 'queued' | 'sent' | 'failed';
  /** What it leads into besides the organization, by name. */
  teams: string[];
  sub_teams: string[];
};

const TEAMS = sql`coalesce((SELECT json_agg(t.name ORDER BY lower(t.name), t.id)
  FROM invitation_team p JOIN team t ON t.org_id = ${ORG} AND t.id = p.team_id
  WHERE p.org_id = ${ORG} AND p.invitation_id = i.id), '[]')`;
const SUB_TEAMS = sql`coalesce((SELECT json_agg(s.name ORDER BY lower(s.name), s.id)
  FROM invitation_sub_team p JOIN sub_team s ON s.org_id = ${ORG} AND s.id = p.sub_team_id AND s.deleted_at IS NULL
  WHERE p.org_id = ${ORG} AND p.invitation_id = i.id), '[]')`;

/** One page of invitations: a limited walk along the org's index for each status, merged. */
export const invitationList = (query: InvitationQuery, walk: Walk): Sql<InvitationRow> =>
  merged<InvitationRow>(
    walk,
    parts(query).map((part) => {
      const key = query.sort === 'email' ? sql`i.email` : sql`i.created_at`;
      const type = query.sort === 'email' ? 'text' : 'timestamptz';
      return sql`SELECT 0 AS run, ${key} AS key, i.id, i.email, i.role, i.invited_by, i.created_at, i.expires_at,
          i.settled_at, i.mail, ${TEAMS} AS teams, ${SUB_TEAMS} AS sub_teams, CASE WHEN i.status = 'revoked' THEN 'withdrawn'
            WHEN i.status = 'pending' AND i.expires_at <= now() THEN 'expired' ELSE i.status END AS status
        FROM invitation i WHERE i.org_id = ${ORG} AND ${part}${beyond(walk, 0, key, sql`i.id`, type)}${inOrder(walk, key, sql`i.id`)}`;
    }),
  );

/** How many there are; exact up to COUNTED. */
export function invitationCount(query: InvitationQuery): Sql<{ total: number }> {
  const counted = parts(query).map(
    (part) => sql`(SELECT 1 FROM invitation i WHERE i.org_id = ${ORG} AND ${part}
      ORDER BY i.email LIMIT ${COUNTED + 1}::int)`,
  );
  const all = counted.reduce((sum, one) => sql`${sum} UNION ALL ${one}`);
  return sql<{ total: number }>`SELECT count(*)::int AS total FROM (${all}) counted`;
}

/** One condition for each stored status that the query asks for. */
function parts({ q, role, status }: InvitationQuery): Sql[] {
  const wants = (one: InvitationStatus) => status.length === 0 || status.includes(one);
  const more = sql`${role.length ? sql` AND i.role = ANY (${role}::text[])` : sql``}
    ${q ? sql`AND ${invitationMatches(q)}` : sql``}`;
  const found: Sql[] = [];
  if (wants('pending') || wants('expired')) {
    const both = wants('pending') && wants('expired');
    const lapse = wants('pending') ? sql` AND i.expires_at > now()` : sql` AND i.expires_at <= now()`;
    found.push(sql`i.status = 'pending'${both ? sql`` : lapse}${more}`);
  }
  if (wants('accepted')) found.push(sql`i.status = 'accepted'${more}`);
  if (wants('withdrawn')) found.push(sql`i.status = 'revoked'${more}`);
  return found;
}
