import { describe, expect, test } from 'vitest';
import { PLANS } from './plans';
import { levelOf, warningsOf } from './warnings';

describe('[L5] warnings', () => {
  test('from 80 % on, and when it is reached', () => {
    const levels = [0, 79, 80, 99, 100, 130].map((used) => levelOf(used, 100));
    expect(levels).toEqual([null, null, 'near', 'near', 'full', 'full']);
  });

  test('a limit of none is no warning before something is used', () => {
    expect(levelOf(0, 0)).toBeNull();
    expect(levelOf(1, 0)).toBe('full');
  });

  test('the fullest first, and none for what is far off', () => {
    const limits = { ...PLANS.team.limits, members: 100, custom_domains: 4, storage: 1000 };
    const used = new Map([
      ['members', 85],
      ['custom_domains', 4],
      ['storage', 12],
    ] as const);
    expect(warningsOf(limits, used).map(({ limit, level }) => `${limit} ${level}`)).toEqual([
      'custom_domains full',
      'members near',
    ]);
  });
});
