import { ME, ORG, type Sql, sql } from '../db/sql';
import { teamCalled } from './former-slugs';
import { beyond, inOrder, merged, type Placed, passed, type Walk } from './keyset';
import type { TeamRole } from './team-members';
import { MOST_TEAMS } from './teams';

/** A team as lists show it. */
export type TeamRow = {
  id: string;
  slug: string;
  name: string;
  created_at: Date;
  members: number;
  grants: number;
  /** What the person in scope is in it; null: not in it. */
  mine: TeamRole | null;
};

const TEAM = sql<TeamRow>`
  SELECT t.id, t.slug, t.name, t.created_at,
    (SELECT count(*)::int FROM team_member c WHERE c.org_id = ${ORG} AND c.team_id = t.id) AS members,
    (SELECT count(*)::int FROM access_grant g WHERE g.org_id = ${ORG} AND g.team_id = t.id) AS grants,
    (SELECT me.role FROM team_member me WHERE me.org_id = ${ORG} AND me.team_id = t.id AND me.user_id = ${ME}) AS mine
  FROM team t WHERE t.org_id = ${ORG}`;

/** The org's teams whose name has this text in it, by name; all for ''. */
export const teamsLike = (q: string): Sql<TeamRow> => sql<TeamRow>`${TEAM}
  AND strpos(lower(t.name || ' ' || t.slug), lower(${q})) > 0 ORDER BY lower(t.name), t.id LIMIT ${MOST_TEAMS}::int`;

/** How many teams the org has. */
export const TEAM_COUNT = sql<{
  count: number;
}>`SELECT count(*)::int AS count FROM team t WHERE t.org_id = ${ORG}`;

/** Returns a team by its slug, or by one that it had before; none when it isn't there. */
export const teamBySlug = (slug: string): Sql<TeamRow> =>
  sql<TeamRow>`${TEAM} AND t.id = ${teamCalled(slug)}`;

export type TeamMemberRow = Placed & {
  name: string;
  email: string;
  org_role: string;
  role: TeamRole;
  added_at: Date;
};

/** Who is in a team, leads first, then by name: one page, by its key. */
export function teamMembers(slug: string, walk: Walk): Sql<TeamMemberRow> {
  const [key, id] = [sql`m.name_key`, sql`m.user_id`];
  const of = (run: number, role: Sql) => sql`
    SELECT ${run}::int AS run, ${key} AS key, ${id} AS id, m.name, m.email, m.role AS org_role, s.role, s.added_at
    FROM team t JOIN team_member s ON s.org_id = ${ORG} AND s.team_id = t.id
      JOIN membership m ON m.org_id = ${ORG} AND m.user_id = s.user_id
    WHERE t.org_id = ${ORG} AND t.id = ${teamCalled(slug)} AND s.role = ${role}${beyond(walk, run, key, id, 'text')}${inOrder(walk, key, id)}`;
  const sources = [of(0, sql`'lead'`), of(1, sql`'member'`)].filter((_, run) => !passed(walk, run));
  return merged<TeamMemberRow>(walk, sources);
}
