import type { Role } from '../access/permissions';
import { ORG, type Sql, sql } from '../db/sql';
import type { TeamOf } from './access-of';

/** A member as their own page shows them. */
export type MemberCard = {
  user_id: string;
  name: string;
  email: string;
  role: Role;
  joined_at: Date;
  last_seen_at: Date;
  teams: TeamOf[];
  sub_teams: { slug: string; name: string }[];
};

/** One member, with their teams and the sub-teams that they are assigned to; none for anybody else's id. */
export const memberCard = (userId: string): Sql<MemberCard> => sql<MemberCard>`
  SELECT m.user_id, m.name, m.email, m.role, m.joined_at, m.last_seen_at,
    coalesce((SELECT json_agg(json_build_object('id', t.id, 'name', t.name, 'slug', t.slug, 'lead', c.role = 'lead') ORDER BY lower(t.name), t.id)
      FROM team_member c JOIN team t ON t.org_id = ${ORG} AND t.id = c.team_id
      WHERE c.org_id = ${ORG} AND c.user_id = m.user_id), '[]') AS teams,
    coalesce((SELECT json_agg(json_build_object('slug', s.slug, 'name', s.name) ORDER BY lower(s.name), s.id)
      FROM sub_team_member a JOIN sub_team s ON s.org_id = ${ORG} AND s.id = a.sub_team_id
      WHERE a.org_id = ${ORG} AND a.user_id = m.user_id AND s.deleted_at IS NULL), '[]') AS sub_teams
  FROM membership m WHERE m.org_id = ${ORG} AND m.user_id = ${userId}::uuid`;
