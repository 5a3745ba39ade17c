import { env } from '../env';
import { Engine } from './engine';

// One engine a process. On globalThis, since Next's development server loads modules anew on each change.
const kept = globalThis as { rowhouseEngine?: Engine };

/** The process's engine. Only lib/db calls this: what leaves the folder is a scoped handle. */
export function engine(): Engine {
  if (!kept.rowhouseEngine) {
    const { APP_DATABASE_URL, DB_POOL_SIZE, DB_STATEMENT_NAMES } = env();
    kept.rowhouseEngine = new Engine({
      url: APP_DATABASE_URL,
      size: DB_POOL_SIZE,
      named: DB_STATEMENT_NAMES === 'on',
    });
  }
  return kept.rowhouseEngine;
}
