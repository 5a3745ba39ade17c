import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askWorkerGate } from '../db/as-job';
import { sql } from '../db/sql';
import { testDatabase } from '../db/testing/database';
import { insert, makeOrg, type TestOrg } from '../db/testing/world';
import { pruneUsage } from './prune-usage';

const db = await testDatabase();
const kept = globalThis as { rowhouseWorkerPool?: pg.Pool };
beforeAll(() => {
  kept.rowhouseWorkerPool = new pg.Pool({ connectionString: db.workerUrl, max: 1 });
});
afterAll(async () => {
  await kept.rowhouseWorkerPool?.end();
  kept.rowhouseWorkerPool = undefined;
  await db.drop();
});

/** What was noted so many days ago. */
const noted = async ({ orgId }: TestOrg, limit_key: string, ...ago: number[]) => {
  for (const days of ago)
    await insert(db.admin, 'usage_day', {
      org_id: orgId,
      limit_key,
      day: new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10),
      value: days,
      closing: days,
    });
};
const left = async ({ orgId }: TestOrg, key: string) =>
  (
    await db.admin.query(
      'SELECT value::int AS n FROM usage_day WHERE org_id = $1 AND limit_key = $2 ORDER BY day DESC',
      [orgId, key],
    )
  ).rows.map(({ n }) => n);

test('[L5] days older than 400 go, but for the newest of them: it is what later days begin with', async () => {
  const [acme, quiet] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  await noted(acme, 'contacts', 1, 399, 402, 500, 900);
  await noted(acme, 'storage', 410, 420);
  await noted(quiet, 'contacts', 800, 801);
  await pruneUsage.run();
  expect(await left(acme, 'contacts')).toEqual([1, 399, 402]);
  expect(await left(acme, 'storage')).toEqual([410]);
  expect(await left(quiet, 'contacts')).toEqual([800]);
});

test('[L5] in batches, and never what a page can still show', async () => {
  const org = await makeOrg(db.admin);
  await noted(org, 'contacts', 5, 50, 99, ...Array.from({ length: 8 }, (_, i) => 500 + i));
  const prune = async (days: number, most: number) =>
    (await askWorkerGate<{ n: number }>(sql`SELECT prune_usage(${days}::int, ${most}::int) AS n`))[0]?.n;
  expect(await prune(400, 5)).toBe(5);
  expect(await prune(400, 5)).toBe(2);
  await prune(-1, 50);
  expect(await left(org, 'contacts')).toEqual([5, 50, 99, 500]);
});
