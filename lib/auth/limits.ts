import { createHmac } from 'node:crypto';
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import { limiterPool } from '../db/limiter-store';
import { env } from '../env';
import { AppError } from '../errors';
import { front } from '../front';
import { log } from '../log';

/** Attempts in seconds, by what is attempted. Each is counted by more than one key, so that neither one address
 * nor one account can be hammered. */
const LIMITS = {
  'sign-in:account': { points: 10, duration: 15 * 60 },
  'sign-in:ip': { points: 100, duration: 15 * 60 },
  'sign-up:ip': { points: 30, duration: 60 * 60 },
  'mail:address': { points: 5, duration: 60 * 60 },
  'mail:ip': { points: 50, duration: 60 * 60 },
  'secret:ip': { points: 60, duration: 15 * 60 },
  'password:user': { points: 10, duration: 15 * 60 },
  'slug:user': { points: 300, duration: 10 * 60 },
  'new-org:user': { points: 50, duration: 24 * 60 * 60 },
  'invite:org': { points: 2000, duration: 24 * 60 * 60 },
  'audit-verify:org': { points: 30, duration: 10 * 60 },
  'brand:org': { points: 120, duration: 60 * 60 },
  'resend:invitation': { points: 5, duration: 60 * 60 },
  'message:org': { points: 6000, duration: 60 },
  'relay-test:org': { points: 60, duration: 10 * 60 },
  'relay-in:relay': { points: 6000, duration: 60 },
  'domain-add:org': { points: 60, duration: 60 * 60 },
  'domain-check:org': { points: 60, duration: 10 * 60 },
} as const;
export type Limit = keyof typeof LIMITS;

/** What is a guess at a secret. When nobody can say how many were made, none is let in. */
const GUESSES: readonly Limit[] = [
  'sign-in:account',
  'sign-in:ip',
  'sign-up:ip',
  'secret:ip',
  'password:user',
];

type Limiter = RateLimiterPostgres | RateLimiterRedis;
const made = new Map<Limit, Limiter>();

function limiter(name: Limit): Limiter {
  let one = made.get(name);
  if (!one) {
    one = inRedis(name) ?? inPostgres(name);
    made.set(name, one);
  }
  return one;
}

/** The counters that all instances share by REDIS_URL; null without one. */
function inRedis(name: Limit): RateLimiterRedis | null {
  const redis = front()?.redis;
  if (!redis) return null;
  const limit = { keyPrefix: `rowhouse:${name}`, ...LIMITS[name] };
  return new RateLimiterRedis({
    storeClient: redis,
    rejectIfRedisNotReady: true,
    ...limit,
    ...(!GUESSES.includes(name) && { insuranceLimiter: new RateLimiterMemory(limit) }),
  });
}

function inPostgres(name: Limit): RateLimiterPostgres {
  const limit = LIMITS[name];
  return new RateLimiterPostgres({
    storeClient: limiterPool(),
    tableName: 'rate_limit',
    tableCreated: true,
    keyPrefix: name,
    ...limit,
    // The counters' database being away must not open the door: this process counts on. (What is guarded here is in
    // the same database, so nobody gets in while it is away.)
    insuranceLimiter: new RateLimiterMemory({ keyPrefix: name, ...limit }),
  });
}

/** Keys are keyed hashes: the table holds no address and no e-mail. */
const keyOf = (value: string) =>
  createHmac('sha256', env().AUTH_SECRET).update(`limit ${value}`).digest('base64url').slice(0, 24);

/**
 * Counts one attempt (or `points`) under each limit.
 * @throws AppError rate_limited with the seconds to wait; unavailable when a guess can't be counted
 */
export async function attempt(keys: Partial<Record<Limit, string>>, points = 1): Promise<void> {
  for (const [name, value] of Object.entries(keys) as [Limit, string][]) {
    try {
      await limiter(name).consume(keyOf(value), points);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes))
        throw new AppError('unavailable', { detail: String(refusal), message: UNCOUNTED, retryAfter: 5 });
      const retryAfter = Math.ceil(refusal.msBeforeNext / 1000);
      log.warn('rate limited', { limit: name, retryAfter });
      throw new AppError('rate_limited', { message: tooMany(retryAfter), retryAfter });
    }
  }
}

/** Forgets the attempts under a key: after the right password. */
export const forgive = (name: Limit, value: string): Promise<void> =>
  ifItCan(() => limiter(name).delete(keyOf(value)));

/** Takes one attempt back that turned out to be honest: an office behind one address signs in all morning. */
export const giveBack = (name: Limit, value: string): Promise<void> =>
  ifItCan(() => limiter(name).reward(keyOf(value), 1));

/** An honest attempt stays counted when the counters are just going away: no reason to refuse it. */
async function ifItCan(work: () => Promise<unknown>): Promise<void> {
  await work().catch((error) => log.warn('an attempt stays counted', { error }));
}

const UNCOUNTED = 'This can’t be checked at the moment. Nothing was changed; try again shortly.';

function tooMany(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return `Too many attempts. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`;
}
