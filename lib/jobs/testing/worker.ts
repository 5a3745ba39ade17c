// A worker like the product's, with work that the process test can hold up and count. It marks each start, waits while
// the test holds an advisory lock, and then has its one effect.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { askWorkerGate, inOrgAsJob } from '../../db/as-job';
import { sql } from '../../db/sql';
import { orgJob } from '../org-job';
import { workUntilStopped } from '../process';

const FREE = sql<{ free: boolean }>`SELECT NOT EXISTS (
  SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS free`;

const held = orgJob({
  name: 'held',
  input: z.strictObject({ mark: z.string() }),
  run: async ({ input: { mark } }) => {
    await askWorkerGate(sql`INSERT INTO graphile_worker.test_starts (mark) VALUES (${mark})`);
    while (!(await askWorkerGate<{ free: boolean }>(FREE))[0]?.free) await sleep(50);
    await askWorkerGate(
      sql`INSERT INTO graphile_worker.test_effects (mark) VALUES (${mark}) ON CONFLICT DO NOTHING`,
    );
  },
});

const broken = orgJob({
  name: 'broken',
  input: z.strictObject({}),
  run: async () => {
    throw new Error('broken on purpose');
  },
});

const looks = orgJob({
  name: 'looks',
  input: z.strictObject({}),
  run: ({ orgId }) =>
    inOrgAsJob(orgId, async (db) => {
      const members = await db.membership.count();
      await askWorkerGate(
        sql`INSERT INTO graphile_worker.test_effects (mark) VALUES (${`${orgId} ${members}`})`,
      );
    }),
});

const everyMinute = { name: 'every-minute', cron: '* * * * *', run: async () => {} };

await workUntilStopped({ tasks: [everyMinute], jobs: [held, broken, looks] });
