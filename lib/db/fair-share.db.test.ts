import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enterOrg } from './enter';
import { inOrg, inOrgTx, readOrg } from './in-org';
import { sql } from './sql';
import { testDatabase } from './testing/database';
import { makeOrg, type TestOrg } from './testing/world';

// One organization asks for all that the database can do; the other one must not notice.

const db = await testDatabase();
let loud: TestOrg;
let quiet: TestOrg;
beforeAll(async () => {
  [loud, quiet] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  await db.useEngine({ size: 10, patienceMs: undefined });
  // Connections and statements of both ways are there, so that what is timed is the waiting.
  await Promise.all(Array.from({ length: 10 }, () => readOrg(quiet, [NAME])));
  await inOrgTx(quiet, (d) => d.org.findFirst());
});
afterAll(() => db.drop());

const NAME = sql<{ name: string }>`SELECT name FROM org`;
const SLOW = sql`SELECT pg_sleep(1)`;
const many = (n: number, work: () => Promise<unknown>) => Promise.allSettled(Array.from({ length: n }, work));
const busy = (results: PromiseSettledResult<unknown>[]) =>
  results.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));

/** The longest that `ask` took, asked again and again for a while. */
async function longest(ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 20; i++) {
    const start = performance.now();
    await ask();
    times.push(performance.now() - start);
    await sleep(20);
  }
  return Math.max(...times);
}
/** How many of the app's connections sleep for somebody now. */
async function asleep(): Promise<number> {
  const { rows } = await db.admin.query(
    `SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE datname = current_database() AND usename = 'rowhouse_app' AND state = 'active' AND query LIKE '%pg_sleep%'`,
  );
  return rows[0].n;
}

describe('[L4] an organization whose questions are slow', () => {
  const ways = {
    'reads that are sent together': () => readOrg(loud, [SLOW]),
    'reads of a handle': () => inOrg(loud, (d) => d.rows(SLOW)),
    'reads that enter': () => enterOrg({ host: loud.slug }, loud, null, [SLOW]),
    transactions: () => inOrgTx(loud, (d) => d.rows(SLOW)),
  };
  test.each(Object.entries(ways))('has two fifths of the connections for %s', async (_what, ask) => {
    const flood = many(30, ask);
    await expect.poll(asleep, { timeout: 5000 }).toBe(4);
    await sleep(200);
    expect(await asleep()).toBeLessThanOrEqual(4);
    await flood;
  });

  test('does not hold up another’s keyed reads, nor its transactions', async () => {
    const flood = many(100, () => readOrg(loud, [SLOW]));
    const writes = many(100, () => inOrgTx(loud, (d) => d.rows(SLOW)));
    await sleep(100);
    // All of a slow question's second would show.
    expect(await longest(() => readOrg(quiet, [NAME]))).toBeLessThan(500);
    expect(await longest(() => inOrg(quiet, (d) => d.membership.findMany()))).toBeLessThan(500);
    expect(await longest(() => inOrgTx(quiet, (d) => d.org.findFirst()))).toBeLessThan(500);
    expect(await longest(() => enterOrg({ host: quiet.slug }, quiet, null, [NAME]))).toBeLessThan(500);
    await Promise.all([flood, writes]);
  });

  test('[R9] hears that it is too much in less than two seconds, whichever way it asked; then all is as before', async () => {
    for (const ask of [
      () => readOrg(loud, [SLOW]),
      () => inOrg(loud, (d) => d.org.findMany({ where: { name: loud.slug } })),
      () => inOrgTx(loud, async (d) => [await d.org.count(), await d.rows(SLOW)]),
    ]) {
      const blockers = [
        many(12, () => readOrg(loud, [SLOW])),
        many(12, () => inOrgTx(loud, (d) => d.rows(SLOW))),
      ];
      await sleep(50);
      const start = performance.now();
      const results = await many(30, ask);
      const codes = busy(results);
      expect(performance.now() - start).toBeLessThan(4500); // some of the last that were let in slept for a second
      expect(codes.length).toBeGreaterThan(0);
      expect(new Set(codes)).toEqual(new Set(['busy']));
      await Promise.all(blockers);
    }
    expect(busy(await many(4, () => readOrg(loud, [NAME])))).toEqual([]);
    expect(busy(await many(4, () => inOrgTx(loud, (d) => d.org.findFirst())))).toEqual([]);
  });
});
