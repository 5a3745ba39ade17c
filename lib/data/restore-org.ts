import type { Person } from '../access/actor';
import { enterDeletedOrg } from '../db/enter';
import { inOrgTx } from '../db/in-org';
import { ORG, sql } from '../db/sql';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { lockEvenDeleted } from './owners';

/**
 * Brings a deleted organization back as it was, with all its members, hosts and invitations: for an owner of it, and
 * for 30 days. Everybody else, and later, gets the answer for an organization that never was.
 * @returns its name and the host key to open it at
 * @throws AppError not_found, unauthenticated
 */
export async function restoreOrg(
  orgId: string,
  person: Person,
  request: RequestInfo,
): Promise<{ name: string; slug: string }> {
  const inside = await enterDeletedOrg(orgId, person);
  return inOrgTx(inside, async (db) => {
    // Judged again under the lock: the 30 days may end, and an owner may go with their account, at this very moment.
    const { deleted, standings } = await lockEvenDeleted(db, [person.userId]);
    if (!deleted || standings.get(person.userId)?.role !== 'owner') throw new AppError('not_found');
    const [org] = await db.rows(sql<{ name: string; slug: string }>`
      UPDATE org SET deleted_at = NULL, deleted_by = NULL
      WHERE id = ${ORG} AND deleted_at > now() - interval '30 days' RETURNING name, slug`);
    if (!org) throw new AppError('not_found');
    await record(
      db,
      { actor: { kind: 'user', userId: person.userId, email: person.email }, request },
      { action: 'org.restored', target: { kind: 'org', id: db.orgId, label: org.name } },
    );
    return org;
  });
}
