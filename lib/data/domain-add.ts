import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '../access/actor';
import type { OrgTx } from '../db/handle';
import { inOrgTx } from '../db/in-org';
import { newClaim } from '../domains/state';
import { env } from '../env';
import { AppError } from '../errors';
import { newId } from '../ids';
import { customHost } from '../tenancy/custom-host';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { stillMay } from './org-settings';
import { reserve } from './reserve';

export const addDomainSchema = z.strictObject({
  host: z
    .string()
    .max(1000, 'That is too long for a domain.')
    .transform((text, context) => {
      const read = customHost(text, env().ROOT_DOMAIN);
      if ('host' in read) return read.host;
      context.addIssue({ code: 'custom', message: read.why });
      return z.NEVER;
    }),
});

/**
 * Claims a host. That is nobody's right yet: it waits 14 days for its proof, and others may claim the same. A claim
 * that lapsed is taken up anew, with a new proof.
 * @returns the id of the domain
 * @throws AppError conflict (claimed already), quota_exceeded, forbidden
 */
export async function addDomain(
  actor: Actor,
  { host }: z.output<typeof addDomainSchema>,
  request: RequestInfo,
): Promise<{ id: string }> {
  return inOrgTx(actor, async (db) => {
    await stillMay(db, actor, 'domain.add');
    const old = await db.domain.findFirst({ where: { host }, select: { id: true, state: true } });
    if (old && old.state !== 'lapsed')
      throw new AppError('conflict', { fields: { host: 'That domain is in the list already.' } });
    await reserve(db, actor.limits, 'custom_domains');
    const id = old?.id ?? newId();
    await write(db, actor, id, host, old !== null);
    const target = { kind: 'domain', id, label: host };
    await record(db, { actor, request }, { action: 'domain.added', target });
    return { id };
  });
}

async function write(db: OrgTx, actor: Actor, id: string, host: string, again: boolean) {
  const now = new Date();
  const fresh = {
    ...newClaim(now),
    stateSince: now,
    proof: newProof(),
    checkedAt: null,
    nextLookAt: now,
    createdById: actor.userId,
    createdBy: actor.name,
    createdAt: now,
  };
  if (again) await db.domain.updateMany({ where: { id }, data: fresh });
  else await db.domain.create({ data: { orgId: db.orgId, id, host, ...fresh } });
}

/** What the owner publishes: of this claim alone, so that one organization's record proves nothing for another. */
const newProof = (): string => randomBytes(20).toString('hex');
