import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALL_FEATURES, entitledTo, featuresOf, limitsOf } from './entitlements';
import { LIMITS, type Limit } from './limits';
import { PLANS, type Plan } from './plans';

const plan = fc.constantFrom(...(Object.keys(PLANS) as Plan[]));
const feature = fc.constantFrom(...ALL_FEATURES);
const overrides = fc.dictionary(feature, fc.boolean());

describe('[L1] what an organization may', () => {
  test('its plan says, but for an operator’s exceptions and what it switched off itself', () => {
    fc.assert(
      fc.property(plan, overrides, fc.array(feature), (name, features, off) => {
        const on = featuresOf({ plan: name, features, features_off: off });
        for (const one of ALL_FEATURES) {
          const given = features[one] ?? (PLANS[name].features as readonly string[]).includes(one);
          expect(on.has(one)).toBe(given && !off.includes(one));
          expect(entitledTo({ plan: name, features }).has(one)).toBe(given);
        }
      }),
    );
  });

  test('its limits are the plan’s, but for an operator’s numbers', () => {
    expect(limitsOf({ plan: 'team', limits: { members: 7 } })).toEqual({ ...PLANS.team.limits, members: 7 });
    for (const wrong of [{ members: -1 }, { members: '9' }, { members: 1.5 }, { nothing: 9 }, null, [], 'x'])
      expect(limitsOf({ plan: 'team', limits: wrong })).toEqual(PLANS.team.limits);
  });

  test('a plan that nobody knows gives nothing', () => {
    expect(featuresOf({ plan: 'gold', features: {}, features_off: [] }).size).toBe(0);
    expect(new Set(Object.values(limitsOf({ plan: 'gold', limits: {} })))).toEqual(new Set([0]));
  });

  test('what is no feature, or neither on nor off, changes nothing', () => {
    for (const features of [{ teleport: true }, { branding: 1 }, { branding: 'false' }, null, 'branding', 7])
      expect(featuresOf({ plan: 'team', features, features_off: ['teleport'] })).toEqual(
        new Set(PLANS.team.features),
      );
  });

  test('a dearer plan takes nothing away', () => {
    for (const [less, more] of [
      ['free', 'team'],
      ['team', 'business'],
    ] as const) {
      for (const one of PLANS[less].features) expect(PLANS[more].features).toContain(one);
      for (const limit of Object.keys(LIMITS) as Limit[])
        expect(PLANS[more].limits[limit]).toBeGreaterThanOrEqual(PLANS[less].limits[limit]);
    }
  });
});
