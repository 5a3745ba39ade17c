'use server';

import { orgAction } from '@/lib/admit/action';
import { changePlan, changePlanSchema } from '@/lib/data/plan';
import { PLANS } from '@/lib/plans/plans';

/** Puts the organization on another plan. */
export const choosePlan = orgAction(
  'billing.change_plan',
  changePlanSchema,
  async ({ actor, input, request }) => {
    await changePlan(actor, input, request);
    return { message: `${actor.org.name} is on the ${PLANS[input.plan].label} plan now` };
  },
);
