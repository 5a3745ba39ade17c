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
  const { deletedAt } = await lockOrg(db);
  if (deletedAt) throw new AppError('not_found');
  return standings(db, userIds);
}

/** The same in a deleted org, for restoring it and for leaving it with one's account. Null when it is not deleted. */
export async function lockDeleted(db: OrgTx, userIds: string[]): Promise<Map<string, Standing> | null> {
  const { deletedAt } = await lockOrg(db);
  return deletedAt && standings(db, userIds);
}

async function lockOrg(db: OrgTx): Promise<{ deletedAt: Date | null }> {
  const [org] = await db.rows(sql<{ deleted_at: Date | null }>`
    SELECT deleted_at FROM org WHERE id = ${db.orgId}::uuid FOR NO KEY UPDATE`);
  if (!org) throw new AppError('not_found'); // purged
  return { deletedAt: org.deleted_at };
}

async function standings(db: OrgTx, userIds: string[]): Promise<Map<string, Standing>> {
  const rows = await db.rows(sql<Standing>`
    SELECT user_id, role, email, name FROM membership
    WHERE org_id = ${db.orgId}::uuid AND user_id = ANY (${userIds}::uuid[])`);
  return new Map(rows.map((row) => [row.user_id, row]));
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
