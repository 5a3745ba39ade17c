import { canGrant } from '../access/can';
import type { Role } from '../access/permissions';
import type { OrgTx } from '../db/handle';
import { sql } from '../db/sql';
import { AppError } from '../errors';

export type Standing = { user_id: string; role: Role; email: string; name: string };

/**
 * THE RULE for every change of who is what in an org (role change, removal, leaving, transfer, deletion of an
 * account, provisioning): lock the org first, then read who stands how, then decide. Two such changes wait for
 * each other, so that two last owners can't leave at the same moment, and nobody acts on a role that they or
 * the other have just lost.
 *
 * @returns the standing of each asked user that is a member, by user id
 * @throws AppError not_found when the org was deleted in the meantime: nobody changes anything there
 */
export async function lockStandings(db: OrgTx, userIds: string[]): Promise<Map<string, Standing>> {
  const { deleted, standings } = await lockEvenDeleted(db, userIds);
  if (deleted) throw new AppError('not_found');
  return standings;
}

/** The same in an org that may be deleted: for restoring it, and for leaving it with one's account. */
export async function lockEvenDeleted(
  db: OrgTx,
  userIds: string[],
): Promise<{ deleted: boolean; standings: Map<string, Standing> }> {
  const [org] = await db.rows(sql<{ deleted: boolean }>`
    SELECT deleted_at IS NOT NULL AS deleted FROM org WHERE id = ${db.orgId}::uuid FOR NO KEY UPDATE`);
  if (!org) throw new AppError('not_found'); // purged
  const rows = await db.rows(sql<Standing>`
    SELECT user_id, role, email, name FROM membership
    WHERE org_id = ${db.orgId}::uuid AND user_id = ANY (${userIds}::uuid[])`);
  return { ...org, standings: new Map(rows.map((row) => [row.user_id, row])) };
}

/** Throws last_owner when the org would keep no owner but those leaving. Call it inside `lockStandings`' lock. */
export async function keepAnOwner(db: OrgTx, leaving: string[]): Promise<void> {
  const others = await db.membership.count({ where: { role: 'owner', userId: { notIn: leaving } } });
  if (others === 0) throw new AppError('last_owner');
}

/**
 * Judges one change under the lock: `mine` is the actor's role as it stands now, `from` the target's.
 * @throws AppError forbidden
 */
export function mayChange(mine: Role | undefined, from: Role | null, to: Role | null): void {
  if (!mine || !canGrant(mine, from, to)) {
    throw new AppError('forbidden', { message: 'Only an owner can make, change or remove an owner.' });
  }
}
