import type { Actor } from '../access/actor';
import type { OrgTx } from '../db/handle';
import { inOrgTx } from '../db/in-org';
import { AppError } from '../errors';
import { featuresOf } from '../plans/entitlements';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { domainLocked } from './domains';
import { stillMay } from './org-settings';

/**
 * Makes a verified or live custom domain the org's primary host: links lead there, and its other custom domains too.
 * The subdomain keeps opening, so that a broken domain locks nobody out.
 * @returns the host
 * @throws AppError not_found, conflict (not verified, or failing), forbidden, feature_off
 */
export async function makePrimary(actor: Actor, id: string, request: RequestInfo): Promise<{ host: string }> {
  return inOrgTx(actor, async (db) => {
    await stillMay(db, actor, 'domain.set_primary');
    const [row] = await db.rows(domainLocked(id));
    if (!row) throw new AppError('not_found');
    if (row.state !== 'verified' && row.state !== 'live')
      throw new AppError('conflict', { message: 'Only a verified or live domain can be the primary one.' });
    await setPrimary(db, actor, request, row.host);
    return { host: row.host };
  });
}

/** Makes the subdomain the primary host again. */
export async function makeSubdomainPrimary(actor: Actor, request: RequestInfo): Promise<void> {
  await inOrgTx(actor, async (db) => {
    await stillMay(db, actor, 'domain.set_primary');
    await setPrimary(db, actor, request, null);
  });
}

async function setPrimary(db: OrgTx, actor: Actor, request: RequestInfo, host: string | null) {
  const org = await db.org.findFirstOrThrow({
    select: { name: true, slug: true, plan: true, features: true, featuresOff: true },
  });
  // Asked again under the lock: the feature may have been switched off since the actor came in.
  if (!featuresOf({ ...org, features_off: org.featuresOff }).has('custom_domains'))
    throw new AppError('feature_off');
  const old = await db.orgHost.findFirst({ where: { primaryOf: db.orgId }, select: { host: true } });
  if ((old?.host ?? null) === host) return;
  await db.orgHost.updateMany({ where: { primaryOf: db.orgId }, data: { primaryOf: null } });
  if (host) await db.orgHost.updateMany({ where: { host }, data: { primaryOf: db.orgId } });
  await record(
    db,
    { actor, request },
    {
      action: 'domain.made_primary',
      target: { kind: 'org', id: db.orgId, label: org.name },
      before: { host: old?.host ?? org.slug },
      after: { host: host ?? org.slug },
    },
  );
}
