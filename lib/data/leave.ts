import type { Actor } from '../access/actor';
import { inOrgTx } from '../db/in-org';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { keepAnOwner, lockStandings } from './owners';

/**
 * The actor leaves the organization; their other memberships and their account stay as they are.
 * @throws AppError last_owner, tenant_forbidden (removed in the meantime)
 */
export async function leaveOrg(actor: Actor, request: RequestInfo): Promise<void> {
  const { userId, email } = actor;
  await inOrgTx(actor, async (db) => {
    const mine = (await lockStandings(db, [userId])).get(userId);
    if (!mine) throw new AppError('tenant_forbidden');
    if (mine.role === 'owner') await keepAnOwner(db, [userId]);
    await db.membership.deleteMany({ where: { userId } });
    await record(
      db,
      { actor, request },
      {
        action: 'member.left',
        target: { kind: 'member', id: userId, label: email },
        before: { role: mine.role },
      },
    );
  });
}
