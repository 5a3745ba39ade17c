import { worthOf } from '../access/compose';
import type { ResourceKind, ResourceRole } from '../access/grants';
import { ROLES, type Role } from '../access/permissions';
import { ME, ORG, type Sql, sql } from '../db/sql';
import { teamCalled } from './former-slugs';
import type { Target } from './granted';
import { MOST_GRANTS } from './grants';
import { beyond, inOrder, merged, type Placed, type Walk } from './keyset';

/** A resource, and where it is: `home_slug` is null in the main workspace and outside of any. */
export type Thing = {
  kind: ResourceKind;
  id: string;
  name: string;
  home_id: string | null;
  home_slug: string | null;
  home_name: string | null;
};

/** Things that can be shared, by part of their name, among those that the person in scope may come to. */
export const thingsLike = (q: string): Sql<Thing> => sql<Thing>`
  SELECT s.* FROM shared_things(NULL, ${q}, 8) s ORDER BY lower(s.name), s.id LIMIT 8`;

/** One of them, by its id. */
export const thingOf = ({ kind, id }: Target): Sql<Thing> => sql<Thing>`
  SELECT s.* FROM shared_things(ARRAY[${id}::uuid], NULL, 8) s WHERE s.kind = ${kind}::text`;

export type TeamOf = { id: string; name: string; slug: string; lead: boolean };

/** A resource that somebody has a grant on, with the way: their own grant, or a team's. */
export type HeldRow = Thing & { role: ResourceRole; team: TeamOf | null };

/** More of them are not shown on one page. */
export const MOST_HELD = 300;

/** What is shared with a team. */
export const teamGrants = (slug: string): Sql<HeldRow> => sql<HeldRow>`
  WITH held AS (
    SELECT g.kind, g.resource_id AS id, g.role FROM team t JOIN access_grant g ON g.org_id = ${ORG} AND g.team_id = t.id
    WHERE t.org_id = ${ORG} AND t.id = ${teamCalled(slug)} ORDER BY g.resource_id LIMIT ${MOST_HELD}::int
  )
  SELECT s.*, h.role, NULL::json AS team FROM held h
    JOIN shared_things(ARRAY(SELECT x.id FROM held x), NULL, ${MOST_HELD}::int) s ON s.kind = h.kind AND s.id = h.id
  ORDER BY lower(s.name), s.id`;

/** What a member has grants on, by every way: their own and each of their teams'. */
export const memberGrants = (userId: string | Sql): Sql<HeldRow> => sql<HeldRow>`
  WITH held AS (
    SELECT g.kind, g.resource_id AS id, g.role, NULL::json AS team FROM access_grant g
    WHERE g.org_id = ${ORG} AND g.user_id = ${userId}::uuid
    UNION ALL
    SELECT g.kind, g.resource_id, g.role,
      json_build_object('id', t.id, 'name', t.name, 'slug', t.slug, 'lead', m.role = 'lead')
    FROM team_member m JOIN team t ON t.org_id = ${ORG} AND t.id = m.team_id
      JOIN access_grant g ON g.org_id = ${ORG} AND g.team_id = t.id
    WHERE m.org_id = ${ORG} AND m.user_id = ${userId}::uuid
    LIMIT ${MOST_HELD}::int
  )
  SELECT s.*, h.role, h.team FROM held h
    JOIN shared_things(ARRAY(SELECT x.id FROM held x), NULL, ${MOST_HELD}::int) s ON s.kind = h.kind AND s.id = h.id
  ORDER BY lower(s.name), s.id`;

/** What the person in scope has grants on. */
export const MY_GRANTS = memberGrants(ME);

/** A grant on a resource, as its share dialog shows it. */
export type GrantRow = {
  role: ResourceRole;
  /** The member … */
  user_id: string | null;
  name: string;
  email: string;
  org_role: Role | null;
  /** Whether they come into the workspace where the resource is. A grant alone opens none. */
  enters: boolean;
  /** … or the team. */
  team_id: string | null;
  slug: string;
  members: number;
  granted_by: string;
  granted_at: Date;
};

/** True in SQL for a member `m` who comes to where the resource is: the CTE `home` says where. */
const ENTERS = sql`(m.role IN ('owner', 'admin') OR (SELECT h.open FROM home h) OR EXISTS (
  SELECT 1 FROM sub_team_member a WHERE a.org_id = ${ORG} AND a.user_id = m.user_id
    AND a.sub_team_id = (SELECT h.home_id FROM home h)))`;

const homeOf = ({ kind, id }: Target) => sql`home AS MATERIALIZED (
  SELECT g.home_id, g.home_id IS NULL OR g.home_id = ${ORG} AS open FROM grantable g
  WHERE g.org_id = ${ORG} AND g.kind = ${kind}::text AND g.id = ${id}::uuid)`;

/** Who has grants on a resource: owners first, then by role and name. */
export const grantsOn = (target: Target): Sql<GrantRow> => sql<GrantRow>`
  WITH ${homeOf(target)}
  SELECT g.role, g.user_id, coalesce(m.name, t.name) AS name, coalesce(m.email, '') AS email, m.role AS org_role,
    m.user_id IS NULL OR ${ENTERS} AS enters, g.team_id, coalesce(t.slug, '') AS slug, g.granted_by, g.granted_at,
    (SELECT count(*)::int FROM team_member c WHERE c.org_id = ${ORG} AND c.team_id = g.team_id) AS members
  FROM access_grant g
    LEFT JOIN membership m ON m.org_id = ${ORG} AND m.user_id = g.user_id
    LEFT JOIN team t ON t.org_id = ${ORG} AND t.id = g.team_id
  WHERE g.org_id = ${ORG} AND g.kind = ${target.kind}::text AND g.resource_id = ${target.id}::uuid
  ORDER BY array_position(ARRAY['owner', 'admin', 'editor', 'reviewer', 'viewer'], g.role), lower(coalesce(m.name, t.name)), g.id
  LIMIT ${MOST_GRANTS}::int`;

/** How many come to where a resource is, by their org role. */
export const rolesAround = (target: Target): Sql<{ role: Role; count: number }> => sql<{
  role: Role;
  count: number;
}>`WITH ${homeOf(target)}
  SELECT m.role, count(*)::int AS count FROM membership m WHERE m.org_id = ${ORG} AND ${ENTERS} GROUP BY m.role`;

/** A person who can reach a resource, with everything that lets them. */
export type ReachRow = Placed & {
  name: string;
  email: string;
  org_role: Role;
  enters: boolean;
  direct: ResourceRole | null;
  teams: (TeamOf & { role: ResourceRole })[];
};

/** The org roles that give something of a kind. */
const giving = (kind: ResourceKind): Role[] => ROLES.filter((role) => worthOf(kind, role) !== null);

const granted = ({ kind, id }: Target) => sql`granted AS MATERIALIZED (
  SELECT g.user_id FROM access_grant g
  WHERE g.org_id = ${ORG} AND g.kind = ${kind}::text AND g.resource_id = ${id}::uuid AND g.user_id IS NOT NULL
  UNION
  SELECT c.user_id FROM access_grant g JOIN team_member c ON c.org_id = ${ORG} AND c.team_id = g.team_id
  WHERE g.org_id = ${ORG} AND g.kind = ${kind}::text AND g.resource_id = ${id}::uuid)`;

/** What lets a member \`p\` reach the resource, besides their org role. */
const WAYS = ({ kind, id }: Target) => sql`
  (SELECT g.role FROM access_grant g WHERE g.org_id = ${ORG} AND g.kind = ${kind}::text AND g.resource_id = ${id}::uuid
    AND g.user_id = p.id) AS direct,
  coalesce((SELECT json_agg(json_build_object('id', t.id, 'name', t.name, 'slug', t.slug, 'lead', c.role = 'lead', 'role', g.role)
      ORDER BY t.name, t.id)
    FROM team_member c JOIN team t ON t.org_id = ${ORG} AND t.id = c.team_id
      JOIN access_grant g ON g.org_id = ${ORG} AND g.team_id = t.id AND g.kind = ${kind}::text AND g.resource_id = ${id}::uuid
    WHERE c.org_id = ${ORG} AND c.user_id = p.id), '[]') AS teams`;

/**
 * Everybody who can reach a resource, by name, and through what: one page, by its key. Each org role that gives
 * something is a limited walk along the members' index; those with grants alone are looked up by their keys.
 */
export function reachOf(target: Target, walk: Walk): Sql<ReachRow> {
  const [key, id] = [sql`m.name_key`, sql`m.user_id`];
  const columns = sql`0 AS run, ${key} AS key, ${id} AS id, m.name, m.email, m.role AS org_role`;
  const rest = sql`AND ${ENTERS}${beyond(walk, 0, key, id, 'text')}${inOrder(walk, key, id)}`;
  const roles = giving(target.kind);
  const sources = [
    ...roles.map(
      (role) =>
        sql`SELECT ${columns} FROM membership m WHERE m.org_id = ${ORG} AND m.role = ${role}::text ${rest}`,
    ),
    sql`SELECT ${columns} FROM granted r JOIN membership m ON m.org_id = ${ORG} AND m.user_id = r.user_id
      WHERE m.role <> ALL (${roles}::text[]) ${rest}`,
  ];
  const order = walk.cursor?.way === 'before' ? sql`p.key DESC, p.id DESC` : sql`p.key, p.id`;
  return sql<ReachRow>`WITH ${homeOf(target)}, ${granted(target)}
    SELECT p.*, true AS enters, ${WAYS(target)} FROM (${merged(walk, sources)}) p ORDER BY ${order}`;
}

/** How many they are. */
export const reachCount = (target: Target): Sql<{ count: number }> => sql<{ count: number }>`
  WITH ${homeOf(target)}, ${granted(target)}
  SELECT count(*)::int AS count FROM membership m
  WHERE m.org_id = ${ORG} AND EXISTS (SELECT 1 FROM home h) AND ${ENTERS}
    AND (m.role = ANY (${giving(target.kind)}::text[]) OR m.user_id IN (SELECT r.user_id FROM granted r))`;

/** The same of one member, whether they reach it or not, and whether the sub-team lets them in; none for anybody else's id. */
export const waysOf = (target: Target, userId: string): Sql<ReachRow & { let_in: boolean }> => sql<
  ReachRow & { let_in: boolean }
>`
  WITH ${homeOf(target)}
  SELECT p.*, ${WAYS(target)} FROM (
    SELECT 0 AS run, m.name_key AS key, m.user_id AS id, m.name, m.email, m.role AS org_role, ${ENTERS} AS enters,
      (SELECT h.open FROM home h) OR EXISTS (SELECT 1 FROM sub_team_member a WHERE a.org_id = ${ORG}
        AND a.user_id = m.user_id AND a.sub_team_id = (SELECT h.home_id FROM home h)) AS let_in
    FROM membership m WHERE m.org_id = ${ORG} AND m.user_id = ${userId}::uuid
  ) p WHERE EXISTS (SELECT 1 FROM home h)`;
