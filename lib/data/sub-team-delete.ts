import { z } from 'zod';
import type { Actor } from '../access/actor';
import { inOrgTx, readOrg } from '../db/in-org';
import { ORG, sql } from '../db/sql';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { type Content, MOST_COUNTED, told } from './org-contents';
import { stillMay } from './org-settings';
import { ONE_ID } from './picked';
import { reserve } from './reserve';
import { target, theSubTeam } from './sub-teams';

export const deleteSubTeamSchema = z.strictObject({
  subTeam: ONE_ID,
  /** Its slug, typed. */
  slug: z.string().max(60),
});

type By = { actor: Actor; request: RequestInfo };

/**
 * Everything that goes with a sub-team, by kind: of every table of workspaces there is, those with rows.
 * @throws AppError not_found
 */
export async function subTeamContents(actor: Actor, id: string): Promise<Content[]> {
  const [[there], tables] = await readOrg(actor, [
    sql<{ members: number }>`
      SELECT (SELECT count(*)::int FROM sub_team_member s WHERE s.org_id = ${ORG} AND s.sub_team_id = t.id) AS members
      FROM sub_team t WHERE t.org_id = ${ORG} AND t.id = ${id}::uuid AND t.deleted_at IS NULL`,
    sql<{ in_table: string; rows: string }>`
      SELECT in_table, rows FROM count_workspace_rows(${id}::uuid, ${MOST_COUNTED + 1}::bigint)`,
  ] as const);
  if (!there) throw new AppError('not_found');
  return [...told(tables), { label: 'Assigned members', count: there.members }];
}

/**
 * Deletes a sub-team: from the commit on it is nowhere, for anybody; owners and admins can bring it back for 30 days.
 * Nothing outside of its workspace is touched.
 * @throws AppError invalid (the slug is another), not_found
 */
export async function deleteSubTeam(by: By, id: string, typed: string): Promise<void> {
  await inOrgTx(by.actor, async (db) => {
    await stillMay(db, by.actor, 'sub_team.delete');
    const { name, slug } = await theSubTeam(db, id);
    if (typed.trim() !== slug)
      throw new AppError('invalid', { fields: { slug: `Type ${slug} as it stands above.` } });
    const deletedAt = new Date();
    await db.subTeam.updateMany({ where: { id }, data: { deletedAt, deletedBy: by.actor.name } });
    await record(db, by, { action: 'sub_team.deleted', target: target(id, name), before: { name, slug } });
  });
}

/**
 * Brings a deleted sub-team back as it was, with all of its rows and members, for 30 days.
 * @throws AppError not_found, quota_exceeded (others took its place)
 */
export async function restoreSubTeam(by: By, id: string): Promise<void> {
  await inOrgTx(by.actor, async (db) => {
    await stillMay(db, by.actor, 'sub_team.delete');
    await reserve(db, by.actor.limits, 'sub_teams');
    const [restored] = await db.rows(sql<{ name: string }>`
      UPDATE sub_team SET deleted_at = NULL, deleted_by = NULL
      WHERE org_id = ${ORG} AND id = ${id}::uuid AND deleted_at > now() - interval '30 days' RETURNING name`);
    if (!restored) throw new AppError('not_found');
    await record(db, by, { action: 'sub_team.restored', target: target(id, restored.name) });
  });
}
