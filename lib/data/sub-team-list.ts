import { ME, ORG, sql, WORKSPACE } from '../db/sql';
import { subTeamCalled } from './former-slugs';

/** A sub-team as lists show it. */
export type SubTeam = {
  id: string;
  slug: string;
  name: string;
  created_at: Date;
  archived_at: Date | null;
  /** How many are assigned to it; owners and admins are in it besides. */
  members: number;
};

/** True in SQL for a person who is in every sub-team. */
export const IN_ALL = sql`EXISTS (
  SELECT 1 FROM membership me WHERE me.org_id = ${ORG} AND me.user_id = ${ME}
    AND me.role IN ('owner', 'admin'))`;

const MINE = sql`t.org_id = ${ORG} AND t.deleted_at IS NULL AND (${IN_ALL} OR EXISTS (
    SELECT 1 FROM sub_team_member s WHERE s.org_id = ${ORG} AND s.sub_team_id = t.id
      AND s.user_id = ${ME}))`;

/** The sub-teams that the person in scope is in, archived ones last, else by name: of owners and admins all. */
export const MY_WORKSPACES = sql<Pick<SubTeam, 'slug' | 'name' | 'archived_at'>>`
  SELECT t.slug, t.name, t.archived_at FROM sub_team t WHERE ${MINE}
  ORDER BY t.archived_at IS NOT NULL, lower(t.name), t.id`;

/** The same by name, with how many are assigned to each. */
export const MY_SUB_TEAMS = sql<SubTeam>`
  SELECT t.id, t.slug, t.name, t.created_at, t.archived_at,
    (SELECT count(*)::int FROM sub_team_member c WHERE c.org_id = ${ORG} AND c.sub_team_id = t.id) AS members
  FROM sub_team t WHERE ${MINE}
  ORDER BY lower(t.name), t.id`;

export type DeletedSubTeam = {
  id: string;
  slug: string;
  name: string;
  deleted_at: Date;
  deleted_by: string;
  until: Date;
};

/** Sub-teams that can be brought back, for owners and admins; the latest deleted first. */
export const DELETED_SUB_TEAMS = sql<DeletedSubTeam>`
  SELECT t.id, t.slug, t.name, t.deleted_at, coalesce(t.deleted_by, '') AS deleted_by, t.deleted_at + interval '30 days' AS until
  FROM sub_team t
  WHERE t.org_id = ${ORG} AND t.deleted_at > now() - interval '30 days' AND ${IN_ALL}
  ORDER BY t.deleted_at DESC, t.id`;

/** How many sub-teams the org has, whoever asks. */
export const SUB_TEAM_COUNT = sql<{ count: number }>`
  SELECT count(*)::int AS count FROM sub_team t WHERE t.org_id = ${ORG} AND t.deleted_at IS NULL`;

/** Returns a sub-team by its slug, or by one that it had before; none when it isn't there or is deleted. */
export const subTeamBySlug = (slug: string) => sql<Omit<SubTeam, 'members'>>`
  SELECT t.id, t.slug, t.name, t.created_at, t.archived_at FROM sub_team t
  WHERE t.org_id = ${ORG} AND t.id = ${subTeamCalled(slug)} AND t.deleted_at IS NULL`;

export type Assigned = { user_id: string; name: string; email: string; role: string; added_at: Date };

/** Who is assigned to a sub-team, by name. */
export const assignedTo = (slug: string) => sql<Assigned>`
  SELECT m.user_id, m.name, m.email, m.role, s.added_at
  FROM sub_team t JOIN sub_team_member s ON s.org_id = ${ORG} AND s.sub_team_id = t.id
    JOIN membership m ON m.org_id = ${ORG} AND m.user_id = s.user_id
  WHERE t.org_id = ${ORG} AND t.id = ${subTeamCalled(slug)} AND t.deleted_at IS NULL
  ORDER BY m.name_key, m.user_id LIMIT 500`;

export type InIt = {
  user_id: string;
  name: string;
  email: string;
  role: string;
  assigned: boolean;
  total: number;
};

/** Who is in the workspace in scope: of a sub-team who is assigned, and owners and admins; of the main one everybody. */
export const WHO_IS_IN = sql<InIt>`
  SELECT m.user_id, m.name, m.email, m.role, s.user_id IS NOT NULL AS assigned, count(*) OVER ()::int AS total
  FROM membership m LEFT JOIN sub_team_member s ON s.org_id = ${ORG} AND s.sub_team_id = ${WORKSPACE} AND s.user_id = m.user_id
  WHERE m.org_id = ${ORG} AND (s.user_id IS NOT NULL OR m.role IN ('owner', 'admin') OR ${WORKSPACE} = ${ORG})
  ORDER BY s.user_id IS NULL, m.name_key, m.user_id LIMIT 12`;
