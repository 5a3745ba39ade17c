import { entitledTo, limitsOf, type PlanRow } from './entitlements';
import type { Feature } from './features';
import { COUNTED, type CountedLimit, LIMITS, type Limit } from './limits';
import type { Plan } from './plans';

export type LimitChange = {
  limit: Limit;
  before: number;
  after: number;
  /** What is used now, when that is more than it may be then. Nothing is taken away; nothing is added either. */
  over: number | null;
};

export type PlanChange = { gained: Feature[]; lost: Feature[]; limits: LimitChange[] };

/**
 * What another plan changes for an org. What an operator arranged for it stays as it is: it wins over either plan.
 * @param used what the org uses of each limit; absent counts as nothing
 */
export function planChange(row: PlanRow, to: Plan, used: ReadonlyMap<CountedLimit, number>): PlanChange {
  const then = { ...row, plan: to };
  const [had, has] = [entitledTo(row), entitledTo(then)];
  const [before, after] = [limitsOf(row), limitsOf(then)];
  const changed = SHOWN.filter((limit) => before[limit] !== after[limit]);
  return {
    gained: [...has].filter((feature) => !had.has(feature)),
    lost: [...had].filter((feature) => !has.has(feature)),
    limits: changed.map((limit) => {
      const now = used.get(limit as CountedLimit) ?? 0;
      return { limit, before: before[limit], after: after[limit], over: now > after[limit] ? now : null };
    }),
  };
}

/** The limits that people are shown: those that something is counted for, and the one of time. */
export const SHOWN: readonly Limit[] = [
  ...COUNTED,
  ...(Object.keys(LIMITS) as Limit[]).filter((limit) => LIMITS[limit].kind === 'rate'),
];
