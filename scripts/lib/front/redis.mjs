import { Redis } from 'ioredis';

/**
 * Opens the Redis that all instances share. Never throws and never waits: what is asked while it is away fails at once.
 * One line in the log when it goes, one when it comes back.
 * @param {string} url redis:// or rediss://
 * @param {(level: 'warn' | 'info', message: string, fields?: object) => void} log
 * @returns {Redis}
 */
export function openRedis(url, log) {
  const redis = new Redis(url, {
    connectTimeout: 1000,
    commandTimeout: 1000,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    retryStrategy: (times) => Math.min(times * 100, 1000),
  });
  let away = false;
  const noteAway = (error) => {
    if (away) return;
    away = true;
    log('warn', 'Redis does not answer: each instance counts requests by itself', { error: error.message });
  };
  redis.on('error', noteAway);
  redis.on('ready', () => {
    if (away) log('info', 'Redis is back');
    away = false;
  });
  // One that hangs keeps its connection, and every request would wait for it in vain: it counts as away until it greets.
  const watch = setInterval(async () => {
    if (redis.status !== 'ready') return;
    await redis.ping().catch((error) => {
      noteAway(error);
      redis.disconnect(true);
    });
  }, 1000);
  redis.on('end', () => clearInterval(watch));
  watch.unref();
  return redis;
}
