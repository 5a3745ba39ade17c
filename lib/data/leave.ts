import type { Caller } from '../db/enter';
import { inMyOrgTx } from '../db/in-org';
import type { OrgId } from '../db/scope';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { bequeath } from './offboard';
import { keepAnOwner, lockStandings } from './owners';

type Leaving = Caller & { kind: 'user'; orgId: OrgId; email: string };

/**
 * The actor leaves the organization; their other memberships and their account stay as they are. What they own by name
 * gets the heir, in the same transaction; without one it is left to the org's own owners and admins.
 * @param heir a member who stays
 * @throws AppError last_owner, tenant_forbidden (removed in the meantime); not_found, or invalid, for the heir: then
 *   nobody leaves
 */
export async function leaveOrg(actor: Leaving, request: RequestInfo, heir?: string): Promise<void> {
  const { orgId, userId, email } = actor;
  await inMyOrgTx(orgId, actor, async (db) => {
    const mine = (await lockStandings(db, [userId])).get(userId);
    if (!mine) throw new AppError('tenant_forbidden');
    if (mine.role === 'owner') await keepAnOwner(db, [userId]);
    if (heir) await bequeath(db, { actor, request }, [mine], heir);
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
