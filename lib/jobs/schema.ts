import { workerPool } from '../db/worker-store';

/** The queue's schema. A migration makes it and opens it to the worker's role; what is in it is the worker's own. */
export const QUEUE = 'graphile_worker';

/**
 * Makes the table that graphile-worker keeps its migrations' books in, word for word as it would itself: it would
 * begin with CREATE SCHEMA, for which PostgreSQL wants CREATE on the whole database even where the schema is there
 * already. With its books in place it goes on to its migrations, which need the schema alone.
 */
export async function openBooks(): Promise<void> {
  // One simple query is one transaction: two workers that start at once make it one after the other.
  await workerPool().query(`
    SELECT pg_advisory_xact_lock(hashtext('${QUEUE}'));
    CREATE TABLE IF NOT EXISTS ${QUEUE}.migrations (
      id int PRIMARY KEY, ts timestamptz NOT NULL DEFAULT now(), breaking boolean NOT NULL DEFAULT false)`);
}
