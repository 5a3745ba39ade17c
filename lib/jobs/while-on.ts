import { inOrgAsJob } from '../db/as-job';
import type { OrgDb } from '../db/handle';
import type { OrgId } from '../db/scope';
import { featuresOf } from '../plans/entitlements';
import type { Feature } from '../plans/features';

/**
 * Runs `fn` in one org as a job, unless the feature is off there: what is off does nothing by itself either.
 * @returns whether it ran
 * @throws AppError not_found when the org is gone or deleted
 */
export function whileOn(
  feature: Feature,
  orgId: OrgId,
  fn: (db: OrgDb) => Promise<unknown>,
): Promise<boolean> {
  return inOrgAsJob(orgId, async (db) => {
    const { plan, features, featuresOff } = await db.org.findFirstOrThrow({
      select: { plan: true, features: true, featuresOff: true },
    });
    if (!featuresOf({ plan, features, features_off: featuresOff }).has(feature)) return false;
    await fn(db);
    return true;
  });
}
