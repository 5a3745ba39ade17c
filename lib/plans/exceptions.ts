import { FEATURE_NAMES, type Feature, isFeature } from './features';
import { COUNTED, isLimit, LIMITS, type Limit } from './limits';
import { isPlan, PLAN_NAMES, type Plan } from './plans';

/** What an operator asks for: another plan, and exceptions from it. `null` takes an exception back. */
export type Wish = {
  plan?: Plan;
  features: Partial<Record<Feature, boolean | null>>;
  limits: Partial<Record<Limit, number | null>>;
  /** When events of its audit log are put into their chain (docs/audit.md). */
  chain?: Chain;
};

/** At the commit of each event, or many at a time by the worker. */
export type Chain = 'at commit' | 'in batches';

/** What an operator typed wrong, in a sentence. */
export class WishError extends Error {}

/**
 * Reads `--plan team --feature routing_log=on|off|default --limit members=500|default`, each as often as needed, and
 * `--audit-chain commit|batches`.
 * @throws WishError
 */
export function readWish(args: readonly string[]): Wish {
  const wish: Wish = { features: {}, limits: {} };
  for (let i = 0; i < args.length; i += 2) {
    const [option = '', value] = [args[i], args[i + 1]];
    if (!['--plan', '--feature', '--limit', '--audit-chain'].includes(option))
      throw new WishError(`There is no ${option}. ${USAGE}`);
    if (value === undefined) throw new WishError(`${option} needs a value. ${USAGE}`);
    if (option === '--plan') wish.plan = planNamed(value);
    else if (option === '--audit-chain') wish.chain = chain(value);
    else if (option === '--feature') Object.assign(wish.features, feature(value));
    else Object.assign(wish.limits, limit(value));
  }
  return wish;
}

export const USAGE =
  'Usage: npm run org -- <slug> [--plan <plan>] [--feature <feature>=on|off|default] [--limit <limit>=<number>|default] [--audit-chain commit|batches]';

function planNamed(name: string): Plan {
  if (isPlan(name)) return name;
  throw new WishError(`There is no plan ${name}. Plans: ${PLAN_NAMES.join(', ')}.`);
}

function chain(text: string): Chain {
  if (text === 'commit') return 'at commit';
  if (text === 'batches') return 'in batches';
  throw new WishError('Say --audit-chain commit or --audit-chain batches.');
}

function feature(text: string): Wish['features'] {
  const [name = '', value] = text.split('=');
  if (!isFeature(name))
    throw new WishError(`There is no feature ${name}. Features: ${FEATURE_NAMES.join(', ')}.`);
  if (value === 'default') return { [name]: null };
  if (value !== 'on' && value !== 'off')
    throw new WishError(`Say ${name}=on, ${name}=off or ${name}=default.`);
  return { [name]: value === 'on' };
}

function limit(text: string): Wish['limits'] {
  const [name = '', value = ''] = text.split('=');
  if (!isLimit(name))
    throw new WishError(`There is no limit ${name}. Limits: ${Object.keys(LIMITS).join(', ')}.`);
  if (value === 'default') return { [name]: null };
  const n = Number(value);
  if (!/^\d{1,15}$/.test(value) || !Number.isSafeInteger(n)) {
    const unit = LIMITS[name].unit === 'bytes' ? 'a number of bytes' : 'a whole number';
    throw new WishError(`Say ${name}= and ${unit}, or ${name}=default.`);
  }
  return { [name]: n };
}

/** The exceptions as the org's row keeps them, with those of the wish put in or taken out. */
export function withWish(
  now: Readonly<Record<string, unknown>>,
  wish: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const next: Record<string, unknown> = { ...now, ...wish };
  for (const name of Object.keys(next)) if (next[name] === null) delete next[name];
  return next;
}

/** True for a limit that use is counted for; the others are shown without. */
export const isCounted = (name: Limit): boolean => (COUNTED as readonly Limit[]).includes(name);
