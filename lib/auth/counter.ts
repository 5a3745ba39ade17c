import { createHmac } from 'node:crypto';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRedis } from 'rate-limiter-flexible';
import { limiterPool } from '../db/limiter-store';
import { env } from '../env';
import { front } from '../front';

export type Counter = RateLimiterPostgres | RateLimiterRedis;
type Kind = { keyPrefix: string; points: number; duration: number };

const counters = new Map<string, Counter>();

/**
 * One kind of counter, opened on first use (see `open`).
 * @param failClosed in Redis: what can't be counted is refused; else this process counts on by itself
 */
export function counterOf(kind: Kind, how: { failClosed: boolean }): Counter {
  let counter = counters.get(kind.keyPrefix);
  if (!counter) {
    counter = open(kind, how);
    counters.set(kind.keyPrefix, counter);
  }
  return counter;
}

/**
 * Opens one kind of counter, where all instances share it: in Redis when there is one, else in Postgres.
 */
function open(kind: Kind, { failClosed }: { failClosed: boolean }): Counter {
  const redis = front()?.redis;
  if (redis)
    return new RateLimiterRedis({
      storeClient: redis,
      rejectIfRedisNotReady: true,
      ...kind,
      keyPrefix: `rowhouse:${kind.keyPrefix}`,
      ...(!failClosed && {
        insuranceLimiter: new RateLimiterMemory({ ...kind, keyPrefix: `rowhouse:${kind.keyPrefix}` }),
      }),
    });
  return new RateLimiterPostgres({
    storeClient: limiterPool(),
    tableName: 'rate_limit',
    tableCreated: true,
    ...kind,
    // The counters' database being away must not open the door: this process counts on. (What is guarded here is in
    // the same database, so nobody gets in while it is away.)
    insuranceLimiter: new RateLimiterMemory(kind),
  });
}

/** Keys are keyed hashes: the table holds no address and no email. */
export const hashedKey = (text: string): string =>
  createHmac('sha256', env().AUTH_SECRET).update(`limit ${text}`).digest('base64url').slice(0, 24);
