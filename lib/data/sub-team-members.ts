import type { Actor } from '../access/actor';
import { inOrgTx } from '../db/in-org';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { stillMay } from './org-settings';
import { theSubTeam } from './sub-teams';

type By = { actor: Actor; request: RequestInfo };

/** Assigns a member of the org to a sub-team; once more is no change. @throws AppError not_found */
export async function assignMember(by: By, subTeam: string, userId: string): Promise<{ name: string }> {
  return change(by, subTeam, userId, true);
}

/** Takes a member out of a sub-team: from their next click on they are not in it. @throws AppError not_found */
export async function unassignMember(by: By, subTeam: string, userId: string): Promise<{ name: string }> {
  return change(by, subTeam, userId, false);
}

function change(by: By, subTeamId: string, userId: string, into: boolean): Promise<{ name: string }> {
  return inOrgTx(by.actor, async (db) => {
    await stillMay(db, by.actor, 'sub_team.assign');
    const team = await theSubTeam(db, subTeamId);
    const member = await db.membership.findFirst({ where: { userId }, select: { name: true, email: true } });
    if (!member) throw new AppError('not_found');
    const row = { subTeamId, userId };
    const { count } = into
      ? await db.subTeamMember.createMany({ data: [{ orgId: db.orgId, ...row }], skipDuplicates: true })
      : await db.subTeamMember.deleteMany({ where: row });
    if (count > 0)
      await record(db, by, {
        action: into ? 'sub_team.member_added' : 'sub_team.member_removed',
        target: { kind: 'member', id: userId, label: member.email },
        [into ? 'after' : 'before']: { sub_team: team.name, slug: team.slug },
      });
    return { name: member.name };
  });
}
