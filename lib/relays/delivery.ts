import type { Called } from './post';

/** One attempt of a delivery that ended, as it is kept. Times are ISO. */
export type Try = { at: string; ms: number; status?: number; error?: string };

export const DELIVERY_STATES = ['waiting', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Seconds to wait after the first, second … attempt that failed. After the last one it is dead. */
const WAITS_S = [5, 60, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600];
export const MOST_ATTEMPTS = WAITS_S.length + 1;

/** How long an attempt may take in all. A worker that dies in the middle leaves it due again after this. */
export const LEASE_S = 15;

/** Failures in a row after which a relay is left alone for a while, and how long that is at most. */
const HOLD_AFTER = 3;
const HOLD_MOST_S = 300;
/** What a receiver may ask for at most by Retry-After. */
const ASKED_MOST_S = 3600;

/** What becomes of a delivery after an attempt. `waitS` is when it is tried again. */
export type Verdict = { state: 'delivered' } | { state: 'dead' } | { state: 'waiting'; waitS: number };

/**
 * THE RULE of retries. A 2xx is delivered. 410 says that nobody is there for good: dead at once. Everything else is
 * tried again, ever later, and later still when the receiver asks for it; after the eighth attempt it is dead.
 * @param attempts how many were begun, this one included
 * @param chance 0 … 1: spreads what failed together over a fifth of its wait
 */
export function verdictOf(
  { status, error, retryAfterS }: Called,
  attempts: number,
  chance = Math.random(),
): Verdict {
  if (error === undefined) return { state: 'delivered' };
  const wait = WAITS_S[attempts - 1];
  if (status === 410 || wait === undefined) return { state: 'dead' };
  const spread = wait * (0.9 + chance * 0.2);
  return { state: 'waiting', waitS: Math.max(spread, Math.min(retryAfterS ?? 0, ASKED_MOST_S)) };
}

/** Seconds for which a relay is left alone after so many failures in a row: its queue waits, its attempts do not. */
export const holdS = (failures: number): number =>
  failures < HOLD_AFTER ? 0 : Math.min(2 ** (failures - HOLD_AFTER) * 5, HOLD_MOST_S);
