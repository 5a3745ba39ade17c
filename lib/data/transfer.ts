import { z } from 'zod';
import type { Actor } from '../access/actor';
import { can } from '../access/can';
import { mustBeProvedPerson } from '../auth/proof';
import { inOrgTx } from '../db/in-org';
import { AppError } from '../errors';
import { fromUlid } from '../ids';
import type { RequestInfo } from '../tenancy/request';
import { recordMany } from './audit';
import { lockStandings } from './owners';

export const transferSchema = z.strictObject({
  /** The member's ULID. */
  member: z.string().min(1, 'Choose who becomes the owner.').max(26),
});

/**
 * Makes another member an owner and the actor an admin, in one transaction: first the one, then the other, so that
 * no moment and no crash leaves the organization without an owner.
 * @throws AppError not_found (no member has that id), invalid (oneself), forbidden (no owner any more),
 *   password_required, sign_in_required
 */
export async function transferOwnership(
  actor: Actor,
  { member }: z.output<typeof transferSchema>,
  request: RequestInfo,
): Promise<{ name: string }> {
  const { userId } = actor;
  const heir = fromUlid(member);
  if (!heir) throw new AppError('not_found');
  if (heir === userId)
    throw new AppError('invalid', {
      message: 'You are the owner already. Choose somebody else.',
      fields: { member: 'You are the owner already. Choose somebody else.' },
    });
  return inOrgTx(actor, async (db) => {
    const standings = await lockStandings(db, [userId, heir]);
    const mine = standings.get(userId)?.role;
    if (!mine || !can(mine, 'org.transfer')) throw new AppError('forbidden');
    const theirs = standings.get(heir);
    if (!theirs) throw new AppError('not_found');
    await mustBeProvedPerson(db, actor);
    await db.membership.updateMany({ where: { userId: heir }, data: { role: 'owner' } });
    await db.membership.updateMany({ where: { userId }, data: { role: 'admin' } });
    await recordMany(db, { actor, request }, [
      {
        action: 'org.ownership_transferred',
        target: { kind: 'member', id: heir, label: theirs.email },
        before: { role: theirs.role },
        after: { role: 'owner' },
      },
      {
        action: 'member.role_changed',
        target: { kind: 'member', id: userId, label: actor.email },
        before: { role: mine },
        after: { role: 'admin' },
      },
    ]);
    return { name: theirs.name };
  });
}
