import { expect, test } from 'vitest';
import { holdS, LEASE_S, MOST_ATTEMPTS, verdictOf } from './delivery';

const failed = { ms: 1, status: 500, error: 'answered 500' };

test('[C2] a success is delivered, whatever attempt it was', () => {
  for (const attempts of [1, MOST_ATTEMPTS, MOST_ATTEMPTS + 5])
    expect(verdictOf({ ms: 1, status: 204 }, attempts)).toEqual({ state: 'delivered' });
});

test('[C2] a failure is tried again, ever later, and is dead after the last attempt', () => {
  const waits = Array.from({ length: MOST_ATTEMPTS - 1 }, (_, i) => verdictOf(failed, i + 1, 0.5));
  const seconds = waits.map((verdict) => ('waitS' in verdict ? verdict.waitS : 0));
  expect(seconds).toEqual([5, 60, 300, 1800, 7200, 18_000, 36_000]);
  expect(verdictOf(failed, MOST_ATTEMPTS)).toEqual({ state: 'dead' });
  expect(verdictOf(failed, MOST_ATTEMPTS + 1)).toEqual({ state: 'dead' });
});

test('[C2] what failed together does not come back together, nor before a receiver asks for it', () => {
  expect(verdictOf(failed, 2, 0)).toEqual({ state: 'waiting', waitS: 54 });
  expect(verdictOf(failed, 2, 1)).toMatchObject({ waitS: 66 });
  expect(verdictOf({ ...failed, retryAfterS: 600 }, 1, 0.5)).toMatchObject({ waitS: 600 });
  expect(verdictOf({ ...failed, retryAfterS: 1e9 }, 1, 0.5)).toMatchObject({ waitS: 3600 });
});

test('[C2] a receiver that is gone for good is not asked again', () => {
  expect(verdictOf({ ms: 1, status: 410, error: 'answered 410' }, 1)).toEqual({ state: 'dead' });
});

test('[C2] a relay that keeps failing is left alone, ever longer and never for more than five minutes', () => {
  expect([1, 2, 3, 4, 5, 20].map(holdS)).toEqual([0, 0, 5, 10, 20, 300]);
});

test('[C2] a lease is longer than a call can take', () => {
  expect(LEASE_S).toBeGreaterThan(10);
});
