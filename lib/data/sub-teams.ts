import { z } from 'zod';
import type { Actor } from '../access/actor';
import type { OrgTx } from '../db/handle';
import { inOrgTx } from '../db/in-org';
import { sql } from '../db/sql';
import { isUniqueViolation } from '../db/violations';
import { AppError } from '../errors';
import { newId } from '../ids';
import type { RequestInfo } from '../tenancy/request';
import { subTeamSlugProblem } from '../tenancy/sub-team-slug';
import { record } from './audit';
import { mustNotBeHeld } from './former-slugs';
import { stillMay } from './org-settings';
import { keepOutOfSharedRelays } from './relay-reach';
import { reserve } from './reserve';
import { thingName } from './thing-name';

export const subTeamSchema = z.strictObject({
  name: thingName,
  slug: z
    .string()
    .trim()
    .superRefine((slug, context) => {
      const problem = subTeamSlugProblem(slug);
      if (problem) context.addIssue({ code: 'custom', message: problem });
    }),
});
export type SubTeamInput = z.output<typeof subTeamSchema>;

type By = { actor: Actor; request: RequestInfo };

/** Makes a sub-team with nobody in it but owners and admins. @throws AppError slug_taken, quota_exceeded, forbidden */
export async function createSubTeam(by: By, { name, slug }: SubTeamInput): Promise<{ slug: string }> {
  await orTaken(by.actor, slug, async (db) => {
    await stillMay(db, by.actor, 'sub_team.create');
    await reserve(db, by.actor.limits, 'sub_teams');
    const id = newId();
    await mustNotBeHeld(db, 'sub_team', slug, id);
    await db.subTeam.create({ data: { orgId: db.orgId, id, name, slug } });
    await record(db, by, { action: 'sub_team.created', target: target(id, name), after: { name, slug } });
    await keepOutOfSharedRelays(db, by, { id, name });
  });
  return { slug };
}

/**
 * Changes name and address. For 90 days the old address still leads to it, and no other sub-team can have it.
 * @throws AppError slug_taken, not_found
 */
export async function renameSubTeam(by: By, id: string, { name, slug }: SubTeamInput): Promise<void> {
  await orTaken(by.actor, slug, async (db) => {
    await stillMay(db, by.actor, 'sub_team.rename');
    const before = await theSubTeam(db, id);
    if (before.name === name && before.slug === slug) return;
    await mustNotBeHeld(db, 'sub_team', slug, id);
    await db.subTeam.updateMany({ where: { id }, data: { name, slug } });
    await record(db, by, {
      action: 'sub_team.renamed',
      target: target(id, name),
      before: { name: before.name, slug: before.slug },
      after: { name, slug },
    });
  });
}

/** Makes it readable only, or takes that back. @throws AppError not_found */
export async function archiveSubTeam(by: By, id: string, archived: boolean): Promise<void> {
  await inOrgTx(by.actor, async (db) => {
    await stillMay(db, by.actor, 'sub_team.archive');
    const { name, archivedAt } = await theSubTeam(db, id);
    if ((archivedAt !== null) === archived) return;
    await db.subTeam.updateMany({ where: { id }, data: { archivedAt: archived ? new Date() : null } });
    const action = archived ? 'sub_team.archived' : 'sub_team.unarchived';
    await record(db, by, { action, target: target(id, name) });
  });
}

/** Locks the sub-team, so that a purge or another change waits. @throws AppError not_found when it isn't there or deleted */
export async function theSubTeam(db: OrgTx, id: string) {
  await db.rows(
    sql`SELECT 1 FROM sub_team WHERE org_id = ${db.orgId}::uuid AND id = ${id}::uuid FOR NO KEY UPDATE`,
  );
  const found = await db.subTeam.findFirst({ where: { id, deletedAt: null } });
  if (!found) throw new AppError('not_found');
  return found;
}

/** The sub-team as the audit log names it. */
export const target = (id: string, name: string) => ({ kind: 'sub_team', id, label: name });

async function orTaken(actor: Actor, slug: string, work: (db: OrgTx) => Promise<void>): Promise<void> {
  try {
    await inOrgTx(actor, work);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError('slug_taken', {
      fields: { slug: `Another sub-team has “${slug}”, or one had it that was deleted and can be restored.` },
    });
  }
}
