import type { Actor } from '../access/actor';
import { mayWith, standing, stronger } from '../access/compose';
import { KINDS, type ResourceKind, type ResourceRole } from '../access/grants';
import type { Permission } from '../access/permissions';
import type { OrgDb, OrgTx } from '../db/handle';
import { ME, ORG, type Sql, sql } from '../db/sql';
import { AppError } from '../errors';
import { lockStandings } from './owners';

/** One resource, by its kind and its own id. */
export type Target = { kind: ResourceKind; id: string };

export type GrantedRow = { id: string; role: ResourceRole };

/**
 * The grants that reach the person in scope on some resources of a kind, their own and their teams': one row for each. One
 * statement for however many resources, so that a list asks no more often than a page.
 */
export const grantedToMe = (kind: ResourceKind, ids: readonly string[]): Sql<GrantedRow> => sql<GrantedRow>`
  SELECT g.resource_id AS id, g.role FROM access_grant g
  WHERE g.org_id = ${ORG} AND g.kind = ${kind}::text AND g.resource_id = ANY (${ids}::uuid[]) AND g.user_id = ${ME}
  UNION ALL
  SELECT g.resource_id, g.role FROM access_grant g
    JOIN team_member t ON t.org_id = ${ORG} AND t.team_id = g.team_id AND t.user_id = ${ME}
  WHERE g.org_id = ${ORG} AND g.kind = ${kind}::text AND g.resource_id = ANY (${ids}::uuid[])`;

/** The same on all resources that a piece of SQL, a list of ids, names: for pages that find and judge in one round trip. */
export const myGrantsAmong = (
  kind: ResourceKind,
  list: Sql<{ id: string }>,
): Sql<GrantedRow> => sql<GrantedRow>`
  SELECT g.resource_id AS id, g.role FROM access_grant g
  WHERE g.org_id = ${ORG} AND g.kind = ${kind}::text AND g.resource_id IN (SELECT l.id FROM (${list}) l)
    AND (g.user_id = ${ME} OR g.team_id IN (
      SELECT t.team_id FROM team_member t WHERE t.org_id = ${ORG} AND t.user_id = ${ME}))`;

/** None: for lists of what can't be shared. */
export const NO_GRANTS: Sql<GrantedRow> = sql<GrantedRow>`SELECT NULL::uuid AS id, NULL::text AS role WHERE false`;

/** The strongest of them for each resource. */
export function strongestOf(rows: readonly GrantedRow[]): Map<string, ResourceRole> {
  const found = new Map<string, ResourceRole>();
  for (const { id, role } of rows) found.set(id, stronger(found.get(id) ?? null, role) ?? role);
  return found;
}

/** Which of these resources the actor may do this with: by their org role all, else those with a grant that allows it. */
export async function allowedAmong(
  db: OrgDb,
  actor: Actor,
  permission: Permission,
  kind: ResourceKind,
  ids: readonly string[],
): Promise<Set<string>> {
  if (mayWith(actor, kind, null, permission)) return new Set(ids);
  const granted = strongestOf(await db.rows(grantedToMe(kind, ids)));
  return new Set(ids.filter((id) => mayWith(actor, kind, granted.get(id) ?? null, permission)));
}

/**
 * Locks the org against other changes of who is what, and judges the actor by the role and the grants they have now on
 * this one resource. Of resources outside of the transaction's scope it says nothing: find them there.
 * @returns what they are on it, all told
 * @throws AppError forbidden
 */
export async function mayStill(
  db: OrgTx,
  actor: Actor,
  permission: Permission,
  { kind, id }: Target,
): Promise<ResourceRole | null> {
  const mine = (await lockStandings(db, [actor.userId])).get(actor.userId);
  if (!mine) throw new AppError('forbidden');
  const granted = strongestOf(await db.rows(grantedToMe(kind, [id]))).get(id) ?? null;
  if (!mayWith({ ...actor, role: mine.role }, kind, granted, permission)) throw new AppError('forbidden');
  const all = standing(kind, mine.role, granted);
  // A token without the scope for ownership is no owner's, whoever made it.
  const owns = mayWith({ ...actor, role: mine.role }, kind, granted, KINDS[kind].handOn);
  return all === 'owner' && !owns ? 'admin' : all;
}
