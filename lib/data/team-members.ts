import { z } from 'zod';
import type { Actor } from '../access/actor';
import { can, inScope } from '../access/can';
import type { OrgTx } from '../db/handle';
import { inOrgTx } from '../db/in-org';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { recordMany, recordRefusal } from './audit';
import { type Outcome, refusedFor } from './outcome';
import { lockStandings, type Standing } from './owners';
import { theTeam } from './teams';

export const TEAM_ROLES = ['lead', 'member'] as const;
export type TeamRole = (typeof TEAM_ROLES)[number];
export const teamRoleSchema = z.enum(TEAM_ROLES, 'Choose lead or member.');

type By = { actor: Actor; request: RequestInfo };
type Changing = {
  db: OrgTx;
  team: { id: string; name: string; slug: string };
  standings: Map<string, Standing>;
};

/**
 * THE RULE for a team's members: owners and admins of the org manage every team's, a lead their own team's. It is judged
 * in the transaction of the change, behind the lock that every change of who is what takes: a lead who was demoted a
 * moment ago is none. A token changes them with the scope alone. A refused attempt stands in the audit log.
 */
async function managing<T>(
  { actor, request }: By,
  teamId: string,
  userIds: string[],
  work: (changing: Changing) => Promise<T>,
): Promise<T> {
  try {
    return await inOrgTx(actor, async (db) => {
      const standings = await lockStandings(db, [actor.userId, ...userIds]);
      const mine = standings.get(actor.userId);
      const team = await theTeam(db, teamId);
      if (!mine || !inScope(actor, 'team.manage_members')) throw new AppError('forbidden');
      if (!can(mine.role, 'team.manage_members')) {
        const where = { teamId, userId: actor.userId, role: 'lead' };
        if (!(await db.teamMember.count({ where })))
          throw new AppError('forbidden', {
            message: 'Only leads of this team, owners and admins change who is in it.',
          });
      }
      return work({ db, team, standings });
    });
  } catch (error) {
    if (error instanceof AppError && error.code === 'forbidden')
      await recordRefusal(actor, 'team.manage_members', request);
    throw error;
  }
}

/**
 * Puts members of the org into a team, and says of each what became of it. Who is in it already stays as they are; who
 * is no member of the org is not found.
 * @throws AppError forbidden, not_found (the team)
 */
export function addToTeam(by: By, teamId: string, userIds: string[], role: TeamRole): Promise<Outcome[]> {
  const asked = [...new Set(userIds)];
  return managing(by, teamId, asked, async ({ db, team, standings }) => {
    const there = await db.teamMember.findMany({ where: { teamId, userId: { in: asked } } });
    const already = new Set(there.map(({ userId }) => userId));
    const coming = asked.filter((id) => standings.has(id) && !already.has(id));
    await db.teamMember.createMany({
      data: coming.map((userId) => ({ orgId: db.orgId, teamId, userId, role })),
    });
    await recordMany(
      db,
      by,
      coming.map((id) => ({
        action: 'team.member_added',
        target: memberTarget(standings.get(id)),
        after: { team: team.name, slug: team.slug, role },
      })),
    );
    return asked.map((id) => {
      const who = standings.get(id);
      if (!who)
        return refusedFor(id, '', 'not_found', 'Is no member of the organization. Invite them first.');
      if (already.has(id)) return refusedFor(id, who.name, 'already_member', 'Is in the team already.');
      return { id, label: who.name, done: true };
    });
  });
}

/** Makes a member of a team its lead, or a lead a member. @throws AppError forbidden, not_found */
export function changeTeamRole(
  by: By,
  teamId: string,
  userId: string,
  role: TeamRole,
): Promise<{ name: string }> {
  return managing(by, teamId, [userId], async ({ db, team, standings }) => {
    const { who, was } = await inTeam(db, teamId, standings.get(userId));
    if (was === role) return { name: who.name };
    await db.teamMember.updateMany({ where: { teamId, userId }, data: { role } });
    const named = { team: team.name, slug: team.slug };
    await recordMany(db, by, [
      {
        action: 'team.member_role_changed',
        target: memberTarget(who),
        before: { ...named, role: was },
        after: { ...named, role },
      },
    ]);
    return { name: who.name };
  });
}

/** Takes a member out of a team, and with that out of what it alone gave. @throws AppError forbidden, not_found */
export function removeFromTeam(by: By, teamId: string, userId: string): Promise<{ name: string }> {
  return managing(by, teamId, [userId], async ({ db, team, standings }) => {
    const { who, was } = await inTeam(db, teamId, standings.get(userId));
    await db.teamMember.deleteMany({ where: { teamId, userId } });
    await recordMany(db, by, [
      {
        action: 'team.member_removed',
        target: memberTarget(who),
        before: { team: team.name, slug: team.slug, role: was },
      },
    ]);
    return { name: who.name };
  });
}

async function inTeam(db: OrgTx, teamId: string, who: Standing | undefined) {
  const row = who && (await db.teamMember.findFirst({ where: { teamId, userId: who.user_id } }));
  if (!who || !row) throw new AppError('not_found');
  return { who, was: row.role as TeamRole };
}

const memberTarget = (who: Standing | undefined) => ({
  kind: 'member',
  id: who?.user_id ?? '',
  label: who?.email ?? '',
});
