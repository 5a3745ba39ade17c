import { COUNTED, type CountedLimit, type Limits } from './limits';

/** From which share of a limit on people are told: amber, then red. */
export const NEAR = 0.8;

/** A limit that is nearly, or wholly, used up. */
export type Warning = { limit: CountedLimit; used: number; most: number; level: 'near' | 'full' };

/** How close a use is to its limit. A limit of none that nothing is used of is no warning: the plan hasn't got it. */
export function levelOf(used: number, most: number): Warning['level'] | null {
  if (used === 0) return null;
  if (used >= most) return 'full';
  return used >= most * NEAR ? 'near' : null;
}

/** What an org is to be warned of, the fullest first. */
export function warningsOf(limits: Limits, used: ReadonlyMap<CountedLimit, number>): Warning[] {
  const share = ({ used: now, most }: Warning) => (most === 0 ? Number.POSITIVE_INFINITY : now / most);
  return COUNTED.flatMap((limit): Warning[] => {
    const [now, most] = [used.get(limit) ?? 0, limits[limit]];
    const level = levelOf(now, most);
    return level ? [{ limit, used: now, most, level }] : [];
  }).sort((a, b) => share(b) - share(a));
}
