import { Button } from '@/components/ui/button';
import { planChange } from '@/lib/plans/compare';
import type { PlanRow } from '@/lib/plans/entitlements';
import { FEATURES } from '@/lib/plans/features';
import { type CountedLimit, LIMITS } from '@/lib/plans/limits';
import { PLAN_NAMES, PLANS, type Plan } from '@/lib/plans/plans';
import { amount } from '@/lib/plans/quota-words';
import { ChangePlan } from './change-plan';

type PlanButtonProps = {
  plan: Plan;
  current: Plan;
  row: PlanRow;
  org: string;
  used: ReadonlyMap<CountedLimit, number>;
};

/** The way to one plan, with everything that it changes for this organization. */
export function PlanButton({ plan, current, row, org, used }: PlanButtonProps) {
  if (plan === current) {
    return (
      <Button disabled className="w-full">
        Your plan
      </Button>
    );
  }
  const { gained, lost, limits } = planChange(row, plan, used);
  return (
    <ChangePlan
      plan={plan}
      from={current}
      label={PLANS[plan].label}
      price={PLANS[plan].price}
      org={org}
      smaller={PLAN_NAMES.indexOf(plan) < PLAN_NAMES.indexOf(current)}
      gained={gained.map((feature) => FEATURES[feature].label)}
      lost={lost.map((feature) => FEATURES[feature].label)}
      limits={limits.map(({ limit, before, after }) => ({
        label: LIMITS[limit].label,
        before: amount(limit, before),
        after: amount(limit, after),
      }))}
      over={limits.flatMap(({ limit, after, over }) =>
        over === null
          ? []
          : [`${LIMITS[limit].label}: ${amount(limit, over)} now, ${amount(limit, after)} in this plan`],
      )}
    />
  );
}
