import { z } from 'zod';
import type { Actor } from '../access/actor';
import { inOrgTx } from '../db/in-org';
import { AppError } from '../errors';
import { entitledTo } from '../plans/entitlements';
import { FEATURE_NAMES, FEATURES } from '../plans/features';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { stillMay } from './org-settings';

export const switchFeatureSchema = z.strictObject({
  feature: z.enum(FEATURE_NAMES, 'There is no such feature.'),
  on: z.boolean(),
});

/**
 * Switches a feature on or off for this org alone, in force with everybody's next request. What is so already stays so,
 * and is not recorded.
 * @throws AppError feature_off for switching on what the plan does not give, forbidden when the role was lost
 */
export async function switchFeature(
  actor: Actor,
  { feature, on }: z.output<typeof switchFeatureSchema>,
  request: RequestInfo,
): Promise<void> {
  await inOrgTx(actor, async (db) => {
    await stillMay(db, actor, 'feature.switch');
    const now = await db.org.findFirstOrThrow({ select: { plan: true, features: true, featuresOff: true } });
    const { label } = FEATURES[feature];
    if (on && !entitledTo(now).has(feature)) {
      throw new AppError('feature_off', { message: `${label} is not part of your plan.` });
    }
    const isOff = now.featuresOff.includes(feature);
    if (isOff !== on) return;
    const others = now.featuresOff.filter((name) => name !== feature);
    await db.org.updateMany({
      where: {},
      data: { featuresOff: { set: on ? others : [...others, feature] } },
    });
    await record(
      db,
      { actor, request },
      {
        action: on ? 'feature.switched_on' : 'feature.switched_off',
        target: { kind: 'feature', id: feature, label },
      },
    );
  });
}
