'use client';

import { ArrowRight, Minus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { ConfirmAction } from '@/components/form/confirm-action';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import type { Plan } from '@/lib/plans/plans';
import { choosePlan } from './actions';

type ChangePlanProps = {
  plan: Plan;
  from: Plan;
  label: string;
  price: string;
  org: string;
  /** A step down. */
  smaller: boolean;
  gained: string[];
  lost: string[];
  limits: { label: string; before: string; after: string }[];
  /** Where more is used than there may be then, a line each. */
  over: string[];
};

/** Asks before the plan changes: what comes, what goes, and what is over a limit from then on. */
export function ChangePlan({ plan, from, label, price, org, smaller, ...changes }: ChangePlanProps) {
  const { gained, lost, limits, over } = changes;
  return (
    <ConfirmAction
      action={choosePlan}
      input={{ plan, from }}
      refresh
      trigger={
        <Button variant={smaller ? 'secondary' : 'primary'} className="w-full">
          Change to {label}
        </Button>
      }
      title={`Change ${org} to ${label}?`}
      description={`${price === 'Free' ? 'Free of charge' : price}. In force at once, for everybody.`}
      act={`Change to ${label}`}
      tone={lost.length || over.length ? 'danger' : 'primary'}
      keeps={smaller ? 'Nothing is deleted. What a feature kept is there again when the plan is.' : undefined}
    >
      {over.length ? (
        <Callout tone="warn" title="More is used than this plan has">
          <ul>
            {over.map((line) => (
              <li key={line} className="tabular-nums">
                {line}
              </li>
            ))}
          </ul>
          All of it stays. New ones are refused until there is room.
        </Callout>
      ) : null}
      {gained.length || lost.length ? (
        <Part title="Features">
          {lost.map((name) => (
            <Line key={name} icon={<Minus role="img" aria-label="Goes" className="text-red" />}>
              {name}
            </Line>
          ))}
          {gained.map((name) => (
            <Line key={name} icon={<Plus role="img" aria-label="Comes" className="text-green" />}>
              {name}
            </Line>
          ))}
        </Part>
      ) : null}
      {limits.length ? (
        <Part title="Limits">
          {limits.map(({ label: name, before, after }) => (
            <li key={name} className="flex items-center justify-between gap-4 px-3 py-1.5">
              {name}
              <span className="flex items-center gap-1.5 tabular-nums">
                <span className="text-ink-3">{before}</span>
                <ArrowRight role="img" aria-label="becomes" className="size-3.5! text-ink-3" />
                <span className="font-medium text-ink">{after}</span>
              </span>
            </li>
          ))}
        </Part>
      ) : null}
    </ConfirmAction>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid gap-1.5">
      <h3 className="text-xs font-medium text-ink-3">{title}</h3>
      <ul className="divide-y divide-line rounded-control border border-line">{children}</ul>
    </div>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-center gap-2 px-3 py-1.5">
      {icon}
      {children}
    </li>
  );
}
