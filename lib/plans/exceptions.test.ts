import { describe, expect, test } from 'vitest';
import { readWish, WishError, withWish } from './exceptions';

describe('[L1] what an operator types', () => {
  test('a plan, and any number of exceptions', () => {
    const args = '--plan team --feature routing_log=on --feature branding=default --limit members=500'.split(
      ' ',
    );
    expect(readWish(args)).toEqual({
      plan: 'team',
      features: { routing_log: true, branding: null },
      limits: { members: 500 },
    });
    expect(readWish([])).toEqual({ features: {}, limits: {} });
    expect(readWish(['--audit-chain', 'batches'])).toMatchObject({ chain: 'in batches' });
  });

  test.each([
    ['--plan gold', 'Plans: free, team, business'],
    ['--plan', 'needs a value'],
    ['--feature teleport=on', 'There is no feature teleport'],
    ['--feature branding=maybe', 'branding=on, branding=off or branding=default'],
    ['--feature branding', 'branding=on'],
    ['--limit branding=1', 'There is no limit branding'],
    ['--limit members=-1', 'a whole number'],
    ['--limit members=1e3', 'a whole number'],
    ['--limit members=', 'a whole number'],
    ['--limit storage=5MB', 'a number of bytes'],
    ['--limit members=9999999999999999', 'a whole number'],
    ['--audit-chain never', '--audit-chain commit or --audit-chain batches'],
    ['--limits members=1', 'There is no --limits'],
    ['acme', 'There is no acme'],
    ['--limit constructor=1', 'There is no limit constructor'],
  ])('%s is refused with the reason', (text, why) => {
    expect(() => readWish(text.split(' '))).toThrow(WishError);
    expect(() => readWish(text.split(' '))).toThrow(why);
  });

  test('default takes an exception back, and leaves the others', () => {
    expect(withWish({ branding: true, routing_log: false }, { branding: null })).toEqual({
      routing_log: false,
    });
    expect(withWish({}, { members: 0 })).toEqual({ members: 0 });
  });
});
