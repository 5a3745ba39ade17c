import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planChange } from './compare';
import { ALL_FEATURES, entitledTo, limitsOf } from './entitlements';
import { PLAN_NAMES, PLANS } from './plans';

const row = (plan: string, more = {}) => ({ plan, features: {}, features_off: [], limits: {}, ...more });

describe('[L1] what another plan changes', () => {
  test('features that come and go, limits before and after', () => {
    const { gained, lost, limits } = planChange(row('free'), 'business', new Map());
    expect(gained.sort()).toEqual(['branding', 'custom_domains', 'routing_log']);
    expect(lost).toEqual([]);
    expect(limits).toContainEqual({
      limit: 'members',
      before: PLANS.free.limits.members,
      after: PLANS.business.limits.members,
      over: null,
    });
    expect(planChange(row('business'), 'free', new Map()).lost.sort()).toEqual(gained.sort());
  });

  test('what is used beyond the new limit is named', () => {
    const used = new Map([['members', 46]] as const);
    const over = planChange(row('business'), 'free', used).limits.filter((one) => one.over !== null);
    expect(over).toEqual([
      {
        limit: 'members',
        before: PLANS.business.limits.members,
        after: PLANS.free.limits.members,
        over: 46,
      },
    ]);
  });

  test('what an operator arranged is the same in either plan', () => {
    const arranged = row('business', { features: { routing_log: true }, limits: { members: 500 } });
    const { lost, limits } = planChange(arranged, 'free', new Map([['members', 400]]));
    expect(lost).not.toContain('routing_log');
    expect(limits.map(({ limit }) => limit)).not.toContain('members');
  });

  test('whatever the exceptions: what was had, without what is lost, with what is gained, is what is had then', () => {
    const plan = fc.constantFrom(...PLAN_NAMES);
    const exceptions = fc.dictionary(fc.constantFrom(...ALL_FEATURES), fc.boolean());
    fc.assert(
      fc.property(plan, plan, exceptions, (from, to, features) => {
        const now = row(from, { features });
        const { gained, lost, limits } = planChange(now, to, new Map());
        const had = [...entitledTo(now)].filter((one) => !lost.includes(one));
        expect([...had, ...gained].sort()).toEqual([...entitledTo({ plan: to, features })].sort());
        for (const { limit, after } of limits) expect(after).toBe(limitsOf(row(to))[limit]);
        if (from === to) expect([...gained, ...lost, ...limits]).toEqual([]);
      }),
    );
  });
});
