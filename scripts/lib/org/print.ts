import { SHOWN } from '../../../lib/plans/compare';
import { ALL_FEATURES, entitledTo, featuresOf, limitsOf } from '../../../lib/plans/entitlements';
import { isCounted } from '../../../lib/plans/exceptions';
import { FEATURES } from '../../../lib/plans/features';
import { LIMITS } from '../../../lib/plans/limits';
import { amount } from '../../../lib/plans/quota-words';
import type { Shown } from './change-org';

type Line = [name: string, value: string, note: string];

/** What an org may and uses, as a table for a terminal. */
export function stateOf(org: Shown): string {
  return [`${org.name} (${org.slug}), plan ${org.plan}`, '', ...table(linesOf(org))].join('\n');
}

/** What changed between two states, a line each. */
export function changesOf(before: Shown, after: Shown): string {
  const was = new Map(linesOf(before).map(([name, value]) => [name, value]));
  const changed = linesOf(after).flatMap(([name, value]): Line[] => {
    const old = was.get(name) ?? '';
    return old === value ? [] : [[name, `${old} → ${value}`, '']];
  });
  if (before.plan !== after.plan) changed.unshift(['plan', `${before.plan} → ${after.plan}`, '']);
  return changed.length ? table(changed).join('\n') : 'Nothing changed.';
}

function linesOf(org: Shown): Line[] {
  const [given, on, limits] = [entitledTo(org), featuresOf(org), limitsOf(org)];
  const exceptions = { ...org.features, ...org.limits };
  const note = (name: string) => (Object.hasOwn(exceptions, name) ? 'exception' : '');
  return [
    ...ALL_FEATURES.map((name): Line => {
      const state = on.has(name) ? 'on' : given.has(name) ? 'switched off by the organization' : 'off';
      return [`feature ${name}`, state, note(name) || FEATURES[name].label];
    }),
    ...SHOWN.map((name): Line => {
      const most = amount(name, limits[name]);
      const value = isCounted(name) ? `${amount(name, org.used[name] ?? 0)} of ${most}` : most;
      return [`limit ${name}`, value, note(name) || LIMITS[name].label];
    }),
    ['audit chain', org.chain, org.chain === 'at commit' ? 'Each event when it is written' : 'By the worker'],
  ];
}

function table(lines: Line[]): string[] {
  const [name, value] = [0, 1].map((i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  return lines.map(([a, b, c]) => `  ${a.padEnd(name ?? 0)}  ${b.padEnd(value ?? 0)}  ${c}`.trimEnd());
}
