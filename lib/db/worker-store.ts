import pg from 'pg';
import { env } from '../env';

const kept = globalThis as { rowhouseWorkerPool?: pg.Pool };

/**
 * Connections as the worker's role: the queue, and the few questions across organizations that a job may ask. The
 * web process has no such address, so nothing there can ask them.
 * @throws Error outside the worker
 */
export function workerPool(): pg.Pool {
  if (!kept.rowhouseWorkerPool) {
    const { WORKER_DATABASE_URL } = env();
    if (!WORKER_DATABASE_URL) throw new Error('only the worker has WORKER_DATABASE_URL');
    kept.rowhouseWorkerPool = new pg.Pool({ connectionString: WORKER_DATABASE_URL, max: 10 });
    kept.rowhouseWorkerPool.on('error', () => {});
  }
  return kept.rowhouseWorkerPool;
}
