import { z } from 'zod';
import type { Actor } from '../access/actor';
import type { OrgTx } from '../db/handle';
import { inOrgTx, readOrg } from '../db/in-org';
import { ORG, sql } from '../db/sql';
import { isUniqueViolation } from '../db/violations';
import { AppError } from '../errors';
import { newId } from '../ids';
import type { RequestInfo } from '../tenancy/request';
import { teamSlugProblem } from '../tenancy/sub-team-slug';
import { record } from './audit';
import { mustNotBeHeld } from './former-slugs';
import { stillMay } from './org-settings';
import { thingName } from './thing-name';

/** Teams that an org may have: all of them are one list. */
export const MOST_TEAMS = 500;

export const teamSchema = z.strictObject({
  name: thingName,
  slug: z
    .string()
    .trim()
    .superRefine((slug, context) => {
      const problem = teamSlugProblem(slug);
      if (problem) context.addIssue({ code: 'custom', message: problem });
    }),
});
export type TeamInput = z.output<typeof teamSchema>;

type By = { actor: Actor; request: RequestInfo };

/** Makes a team with nobody in it. @throws AppError slug_taken, conflict (there are as many as can be), forbidden */
export async function createTeam(by: By, { name, slug }: TeamInput): Promise<{ slug: string }> {
  await orTaken(by.actor, slug, async (db) => {
    await stillMay(db, by.actor, 'team.create');
    if ((await db.team.count()) >= MOST_TEAMS)
      throw new AppError('conflict', {
        message: `An organization has at most ${MOST_TEAMS} teams. Delete one first.`,
      });
    const id = newId();
    await mustNotBeHeld(db, 'team', slug, id);
    await db.team.create({ data: { orgId: db.orgId, id, name, slug } });
    await record(db, by, { action: 'team.created', target: teamTarget(id, name), after: { name, slug } });
  });
  return { slug };
}

/**
 * Changes name and address. For 90 days the old address still leads to it, and no other team can have it.
 * @throws AppError slug_taken, not_found
 */
export async function renameTeam(by: By, id: string, { name, slug }: TeamInput): Promise<void> {
  await orTaken(by.actor, slug, async (db) => {
    await stillMay(db, by.actor, 'team.rename');
    const before = await theTeam(db, id);
    if (before.name === name && before.slug === slug) return;
    await mustNotBeHeld(db, 'team', slug, id);
    await db.team.updateMany({ where: { id }, data: { name, slug } });
    await record(db, by, {
      action: 'team.renamed',
      target: teamTarget(id, name),
      before: { name: before.name, slug: before.slug },
      after: { name, slug },
    });
  });
}

/** What goes with a team: how many are in it, and on how many resources it has grants. */
export type TeamContents = { members: number; grants: number };

const contents = (id: string) => sql<TeamContents>`
  SELECT (SELECT count(*)::int FROM team_member m WHERE m.org_id = ${ORG} AND m.team_id = t.id) AS members,
    (SELECT count(*)::int FROM access_grant g WHERE g.org_id = ${ORG} AND g.team_id = t.id) AS grants
  FROM team t WHERE t.org_id = ${ORG} AND t.id = ${id}::uuid`;

/** @throws AppError not_found */
export async function teamContents(actor: Actor, id: string): Promise<TeamContents> {
  const [[found]] = await readOrg(actor, [contents(id)] as const);
  if (!found) throw new AppError('not_found');
  return found;
}

/** Deletes a team with its grants: what its members had through it alone, they lose at once. @throws AppError not_found */
export async function deleteTeam(by: By, id: string): Promise<{ name: string }> {
  return inOrgTx(by.actor, async (db) => {
    await stillMay(db, by.actor, 'team.delete');
    const { name, slug } = await theTeam(db, id);
    const [went] = await db.rows(contents(id));
    await db.team.deleteMany({ where: { id } });
    await record(db, by, {
      action: 'team.deleted',
      target: teamTarget(id, name),
      before: { name, slug, members: went?.members ?? 0, grants: went?.grants ?? 0 },
    });
    return { name };
  });
}

/** The team, in the transaction of its change. @throws AppError not_found */
export async function theTeam(db: OrgTx, id: string) {
  const found = await db.team.findFirst({ where: { id } });
  if (!found) throw new AppError('not_found');
  return found;
}

/** The team as the audit log names it. */
export const teamTarget = (id: string, name: string) => ({ kind: 'team', id, label: name });

async function orTaken(actor: Actor, slug: string, work: (db: OrgTx) => Promise<void>): Promise<void> {
  try {
    await inOrgTx(actor, work);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError('slug_taken', { fields: { slug: `Another team has “${slug}”. Choose another one.` } });
  }
}
