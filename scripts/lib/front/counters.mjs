import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { Lru } from './lru.mjs';

/** @typedef {{ used: number, resetMs: number }} Count how many in this window, and when the next one begins */
/** @typedef {{ count: (key: string, limit: number) => Promise<Count> }} Counters */

export const WINDOW_SECONDS = 60;
const PREFIX = 'rowhouse:requests';
const FULL = 20_000;

// Each key has a limit of its own, so the limiters count and the comparison is ours.
const COUNTING = { points: 1, duration: WINDOW_SECONDS, keyPrefix: PREFIX };

/**
 * Counts requests by key in windows of a minute, exactly: an increment and its answer are one step. Once a key is over
 * its limit nobody is asked until its window ends: that is where a flood must cost next to nothing.
 * @param {import('ioredis').Redis} [redis] shared by all instances; while it is away, and without it, this process
 *   counts by itself
 * @returns {Counters}
 */
export function requestCounters(redis) {
  const memory = new RateLimiterMemory(COUNTING);
  const limiter = redis
    ? new RateLimiterRedis({
        ...COUNTING,
        storeClient: redis,
        rejectIfRedisNotReady: true,
        insuranceLimiter: memory,
      })
    : memory;
  /** @type {Lru<string, { used: number, until: number }>} */
  const full = new Lru(FULL);
  return {
    async count(key, limit) {
      const now = Date.now();
      const over = full.get(key);
      if (over && over.until > now && over.used > limit)
        return { used: over.used, resetMs: over.until - now };
      const { consumedPoints: used, msBeforeNext: resetMs } = await limiter.penalty(key);
      if (used > limit) full.set(key, { used, until: now + resetMs });
      return { used, resetMs };
    },
  };
}
