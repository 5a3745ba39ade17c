import { z } from 'zod';
import type { Actor } from '../access/actor';
import { mustBeProvedPerson } from '../auth/proof';
import { inOrgTx } from '../db/in-org';
import { ORG, sql } from '../db/sql';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { stillMay } from './org-settings';

export const deleteOrgSchema = z.strictObject({
  /** The organization's slug, typed. */
  slug: z.string().max(60),
});

export type Deleted = {
  name: string;
  color: string;
  /** Until when an owner can bring it back. */
  until: Date;
  /** Addresses of its owners. */
  owners: string[];
};

/**
 * Deletes the organization: from the commit on it is nowhere, for anybody; its owners can bring it back for 30 days.
 * @throws AppError invalid (the slug is another), forbidden (no owner any more), not_found (deleted in the meantime),
 *   password_required, sign_in_required
 */
export async function deleteOrg(
  actor: Actor,
  { slug }: z.output<typeof deleteOrgSchema>,
  request: RequestInfo,
): Promise<Deleted> {
  return inOrgTx(actor, async (db) => {
    await stillMay(db, actor, 'org.delete');
    const org = await db.org.findFirstOrThrow({ select: { slug: true, name: true, color: true } });
    if (slug.trim() !== org.slug)
      throw new AppError('invalid', { fields: { slug: `Type ${org.slug} as it stands above.` } });
    await mustBeProvedPerson(db, actor);
    const [deleted] = await db.rows(sql<{ until: Date }>`
      UPDATE org SET deleted_at = now(), deleted_by = ${actor.userId}::uuid WHERE id = ${ORG} AND deleted_at IS NULL
      RETURNING deleted_at + interval '30 days' AS until`);
    if (!deleted) throw new AppError('not_found');
    await record(
      db,
      { actor, request },
      {
        action: 'org.deleted',
        target: { kind: 'org', id: db.orgId, label: org.name },
        after: { restorable_until: deleted.until.toISOString() },
      },
    );
    const owners = await db.membership.findMany({ where: { role: 'owner' }, select: { email: true } });
    return {
      name: org.name,
      color: org.color,
      until: deleted.until,
      owners: owners.map(({ email }) => email),
    };
  });
}
