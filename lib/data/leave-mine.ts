import type { Person } from '../access/actor';
import { inOrgTx } from '../db/in-org';
import type { OrgId } from '../db/scope';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { myOrgs } from './my-orgs';
import { keepAnOwner, lockStandings } from './owners';

/**
 * A person leaves one of their organizations, from their own page. What they may see of it is asked first: of an
 * organization that isn't theirs, or isn't, the answer is the same.
 * @throws AppError not_found, last_owner
 */
export async function leaveMine(
  person: Person,
  org: string,
  request: RequestInfo,
): Promise<{ name: string }> {
  const { userId, email } = person;
  const mine = (await myOrgs(person)).find(({ org_id: id }) => id === org);
  if (!mine) throw new AppError('not_found');
  const orgId: OrgId = mine.org_id;
  await inOrgTx({ orgId, userId }, async (db) => {
    const standing = (await lockStandings(db, [userId])).get(userId);
    if (!standing) throw new AppError('not_found'); // removed in the meantime
    if (standing.role === 'owner') await keepAnOwner(db, [userId]);
    await db.membership.deleteMany({ where: { userId } });
    await record(
      db,
      { actor: { kind: 'user', userId, email }, request },
      {
        action: 'member.left',
        target: { kind: 'member', id: userId, label: email },
        before: { role: standing.role },
      },
    );
  });
  return { name: mine.name };
}
