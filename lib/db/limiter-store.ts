import pg from 'pg';
import { env } from '../env';

const kept = globalThis as { rowhouseLimiterPool?: pg.Pool };

/**
 * Connections for the attempt counters, apart from the pools of requests: a flood of sign-ins must not hold up
 * anybody's pages. `rate_limit` is the one table the app may touch in no scope (see guard/catalogue).
 */
export function limiterPool(): pg.Pool {
  if (!kept.rowhouseLimiterPool) {
    kept.rowhouseLimiterPool = new pg.Pool({ connectionString: env().APP_DATABASE_URL, max: 2 });
    kept.rowhouseLimiterPool.on('error', () => {});
  }
  return kept.rowhouseLimiterPool;
}
