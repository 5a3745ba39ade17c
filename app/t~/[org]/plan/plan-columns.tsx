import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { SHOWN } from '@/lib/plans/compare';
import { ALL_FEATURES, type PlanRow } from '@/lib/plans/entitlements';
import { FEATURES, type Feature } from '@/lib/plans/features';
import { type CountedLimit, LIMITS } from '@/lib/plans/limits';
import { PLAN_NAMES, PLANS, type Plan } from '@/lib/plans/plans';
import { amount } from '@/lib/plans/quota-words';
import { PlanButton } from './plan-button';

type PlanColumnsProps = { row: PlanRow; current: Plan; org: string; used: ReadonlyMap<CountedLimit, number> };

/** The plans side by side, below each other on phones; the one of today is tinted. */
export function PlanColumns(props: PlanColumnsProps) {
  return (
    <section aria-label="Plans" className="overflow-clip rounded-card border border-line">
      <ul className="grid divide-line max-md:divide-y md:grid-cols-3 md:divide-x">
        {PLAN_NAMES.map((plan) => (
          <Column key={plan} plan={plan} {...props} />
        ))}
      </ul>
    </section>
  );
}

function Column({ plan, current, ...rest }: PlanColumnsProps & { plan: Plan }) {
  const { label, sentence, price, limits } = PLANS[plan];
  const features: readonly Feature[] = PLANS[plan].features;
  return (
    <li
      data-plan={plan}
      className={cn('flex flex-col gap-5 px-5 py-5', plan === current && 'bg-accent-soft')}
    >
      <div>
        <h2 className="text-base font-semibold text-ink">{label}</h2>
        <p className="mt-0.5 text-ink-2 md:min-h-10">{sentence}</p>
        <Price text={price} />
      </div>
      <PlanButton plan={plan} current={current} {...rest} />
      <div className="grid gap-1.5">
        <h3 className="text-xs font-medium text-ink-3">Up to</h3>
        <dl className="grid gap-1.5">
          {SHOWN.map((limit) => (
            <div key={limit} className="flex items-baseline justify-between gap-4">
              <dt className="text-ink-2">{LIMITS[limit].label}</dt>
              <dd className={cn('font-medium tabular-nums', limits[limit] ? 'text-ink' : 'text-ink-3')}>
                {limits[limit] ? amount(limit, limits[limit]) : 'None'}
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <div className="grid gap-1.5">
        <h3 className="text-xs font-medium text-ink-3">Features</h3>
        <ul className="grid gap-1.5">
          {ALL_FEATURES.map((feature) => (
            <Included key={feature} is={features.includes(feature)}>
              {FEATURES[feature].label}
            </Included>
          ))}
        </ul>
      </div>
    </li>
  );
}

/** "€12 per member a month": the amount large, what it is for small. */
function Price({ text }: { text: string }) {
  const [amountOf = '', ...rest] = text.split(' ');
  return (
    <p className="mt-3 flex items-baseline gap-1.5">
      <span className="text-title font-semibold text-ink tabular-nums">{amountOf}</span>
      <span className="text-ink-3">{rest.join(' ')}</span>
    </p>
  );
}

function Included({ is, children }: { is: boolean; children: ReactNode }) {
  return (
    <li className={cn('flex items-center gap-2', is ? 'text-ink' : 'text-ink-3')}>
      {is ? (
        <Check role="img" aria-label="Included" className="text-accent-text" />
      ) : (
        <Minus role="img" aria-label="Not included" className="text-ink-3" />
      )}
      {children}
    </li>
  );
}
