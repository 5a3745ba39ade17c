import { FEATURE_NAMES, type Feature, isFeature } from './features';
import { isLimit, LIMITS, type Limit, type Limits } from './limits';
import { isPlan, PLANS } from './plans';

/** An org's plan and the exceptions from it, as its row has them. */
export type PlanRow = {
  plan: string;
  /** An operator's word: {"routing_log": true}. */
  features: unknown;
  /** What the org itself switched off. */
  features_off: readonly string[];
  /** An operator's word: {"members": 500}. */
  limits: unknown;
};

/** What the plan, or an operator's exception from it, gives the org. */
export function entitledTo({ plan, features }: Pick<PlanRow, 'plan' | 'features'>): Set<Feature> {
  const given = new Set<Feature>(isPlan(plan) ? PLANS[plan].features : []);
  for (const [name, on] of entries(features)) {
    if (!isFeature(name)) continue;
    if (on === true) given.add(name);
    else if (on === false) given.delete(name);
  }
  return given;
}

/** The features that are on: given, and not switched off by the org itself. */
export function featuresOf(row: Pick<PlanRow, 'plan' | 'features' | 'features_off'>): ReadonlySet<Feature> {
  const on = entitledTo(row);
  for (const name of row.features_off) on.delete(name as Feature);
  return on;
}

/** The org's limits: the plan's, but where an operator wrote another number. */
export function limitsOf({ plan, limits }: Pick<PlanRow, 'plan' | 'limits'>): Limits {
  const own = Object.fromEntries(
    entries(limits).filter(
      ([name, value]) => isLimit(name) && Number.isSafeInteger(value) && Number(value) >= 0,
    ),
  );
  return { ...(isPlan(plan) ? PLANS[plan].limits : NOTHING), ...own };
}

/** All features, in the order in which they are written down. */
export const ALL_FEATURES: readonly Feature[] = FEATURE_NAMES;

// A plan that nobody knows gives nothing.
const NOTHING = Object.fromEntries((Object.keys(LIMITS) as Limit[]).map((name) => [name, 0])) as Limits;

const entries = (value: unknown): [string, unknown][] =>
  value !== null && typeof value === 'object' ? Object.entries(value) : [];
