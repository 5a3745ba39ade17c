import { z } from 'zod';
import type { Actor } from '../access/actor';
import { holds } from '../access/can';
import type { Permission } from '../access/permissions';
import type { OrgTx } from '../db/handle';
import { inOrgTx } from '../db/in-org';
import { ORG, sql } from '../db/sql';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { newOrgSchema } from './new-org';
import { lockStandings } from './owners';

export const updateOrgSchema = z.strictObject({
  name: newOrgSchema.shape.name,
  color: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^#[0-9a-f]{6}$/, 'Write a colour as # and six digits or letters a to f, like #4f46e5.'),
});

/**
 * Changes name and colour. What stays as it was is no change: nothing at all changed, nothing is recorded.
 * @throws AppError forbidden when the role was lost in the meantime
 */
export async function updateOrg(
  actor: Actor,
  input: z.output<typeof updateOrgSchema>,
  request: RequestInfo,
): Promise<void> {
  await inOrgTx(actor, async (db) => {
    await stillMay(db, actor, 'org.update');
    const now = await db.org.findFirstOrThrow({ select: { name: true, color: true } });
    const changed = (['name', 'color'] as const).filter((key) => now[key] !== input[key]);
    if (changed.length === 0) return;
    const only = (from: typeof input) => Object.fromEntries(changed.map((key) => [key, from[key]]));
    await db.org.updateMany({ where: {}, data: input });
    await record(
      db,
      { actor, request },
      {
        action: 'org.updated',
        target: { kind: 'org', id: db.orgId, label: input.name },
        before: only(now),
        after: only(input),
      },
    );
  });
}

/** Locks the org against other changes of who is what, and judges the actor by the role they have now. */
export async function stillMay(db: OrgTx, actor: Actor, permission: Permission): Promise<void> {
  const mine = (await lockStandings(db, [actor.userId])).get(actor.userId);
  if (!mine || !holds({ ...actor, role: mine.role }, permission)) throw new AppError('forbidden');
}

/** Former subdomains that still lead here, with the time until which they do. */
export const FORMER_HOSTS = sql<{ host: string; former_until: Date }>`
  SELECT h.host, h.former_until FROM org_host h
  WHERE h.org_id = ${ORG} AND h.state = 'former' AND h.former_until > now() ORDER BY h.former_until DESC`;

/** How many owners there are: the last one can't leave. */
export const OWNER_COUNT = sql<{ owners: number }>`
  SELECT count(*)::int AS owners FROM membership m WHERE m.org_id = ${ORG} AND m.role = 'owner'`;
