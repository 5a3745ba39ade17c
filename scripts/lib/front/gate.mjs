import { admission } from './admission.mjs';
import { requestCounters } from './counters.mjs';
import { gateOf } from './let-in.mjs';
import { openRedis } from './redis.mjs';
import { Registry } from './registry.mjs';
import { Turns } from './turns.mjs';

const STRANGERS_PER_MINUTE = 600;

/** @param {string | undefined} text */
function strangersPerMinute(text) {
  if (!text) return STRANGERS_PER_MINUTE;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Error(`RATE_LIMIT_STRANGERS_PER_MINUTE is "${text}"; it has to be a number from 1.`);
}

/**
 * As lib/log.ts writes: one JSON object a line.
 * @param {'warn' | 'info'} level
 * @param {string} message
 * @param {object} [fields]
 */
function log(level, message, fields) {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...fields })}\n`);
}

/**
 * The gate of a web process, from its settings.
 * @param {Record<string, string | undefined>} env
 * @returns {import('./let-in.mjs').Gate & { registry: Registry, redis?: import('ioredis').Redis }}
 * @throws {Error} when a setting is not usable
 */
export function openGate(env) {
  const strangers = strangersPerMinute(env.RATE_LIMIT_STRANGERS_PER_MINUTE);
  if (env.REDIS_URL && !/^rediss?:\/\//.test(env.REDIS_URL))
    throw new Error('REDIS_URL has to start with redis:// or rediss://.');
  const redis = env.REDIS_URL ? openRedis(env.REDIS_URL, log) : undefined;
  const registry = new Registry();
  const judge = admission({
    registry,
    counters: requestCounters(redis),
    rootDomain: env.ROOT_DOMAIN || 'rowhouse.localhost',
    secret: env.AUTH_SECRET ?? '',
    strangersPerMinute: strangers,
  });
  return { ...gateOf(judge, new Turns()), registry, redis };
}
