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
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    retryStrategy: (times) => Math.min(times * 100, 1000),
  });
  let away = false;
  let unanswered = 0;
  const noteAway = (/** @type {Error} */ error) => {
    if (away) return;
    away = true;
    log('warn', 'Redis does not answer: each instance counts requests by itself', { error: error.message });
  };
  redis.on('error', noteAway);
  redis.on('ready', () => {
    unanswered = 0;
    if (away) log('info', 'Redis is back');
    away = false;
  });
  // One that hangs keeps its connection, and every request would wait for it in vain: it counts as away until it greets.
  // Counted in rounds of this timer, between which answers are read: this process's own slowness is not Redis's.
  const watch = setInterval(() => {
    if (redis.status !== 'ready') return;
    if (unanswered++ >= 2) {
      noteAway(new Error('no answer'));
      redis.disconnect(true);
    }
    redis.ping().then(
      () => {
        unanswered = 0;
      },
      () => {},
    );
  }, 1000);
  redis.on('end', () => clearInterval(watch));
  watch.unref();
  return redis;
}
