import { z } from 'zod';
import type { Actor } from '../access/actor';
import { inOrgTx } from '../db/in-org';
import { ORG, sql } from '../db/sql';
import { AppError } from '../errors';
import type { PlanRow } from '../plans/entitlements';
import { PLAN_NAMES } from '../plans/plans';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { stillMay } from './org-settings';

/** The org's plan, and what an operator and it itself changed of it. */
export const PLAN_ROW = sql<PlanRow>`
  SELECT o.plan, o.features, o.features_off, o.limits FROM org o WHERE o.id = ${ORG}`;

export const changePlanSchema = z.strictObject({
  plan: z.enum(PLAN_NAMES, 'Choose a plan.'),
  /** The plan that the change was offered for: somebody else may have changed it meanwhile. */
  from: z.enum(PLAN_NAMES),
});

/**
 * Changes the plan, in force with everybody's next request. What an operator arranged for this org stays, and what it
 * switched off itself stays off.
 * @throws AppError conflict when the plan is another one by now, forbidden when the role was lost in the meantime
 */
export async function changePlan(
  actor: Actor,
  { plan, from }: z.output<typeof changePlanSchema>,
  request: RequestInfo,
): Promise<void> {
  await inOrgTx(actor, async (db) => {
    await stillMay(db, actor, 'billing.change_plan');
    const now = await db.org.findFirstOrThrow({ select: { plan: true, name: true } });
    if (now.plan === plan) return;
    if (now.plan !== from) throw new AppError('conflict');
    await db.org.updateMany({ where: {}, data: { plan } });
    await record(
      db,
      { actor, request },
      {
        action: 'org.plan_changed',
        target: { kind: 'org', id: db.orgId, label: now.name },
        before: { plan: from },
        after: { plan },
      },
    );
  });
}
