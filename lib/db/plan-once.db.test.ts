import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inOrg, inOrgTx } from './in-org';
import { sql } from './sql';
import { testDatabase } from './testing/database';
import { addMember, makeOrg, makeUser, type TestOrg } from './testing/world';

const db = await testDatabase();
let org: TestOrg;
beforeAll(async () => {
  await db.useEngine({ size: 1 });
  org = await makeOrg(db.admin);
  await addMember(db.admin, org.orgId, (await makeUser(db.admin)).userId);
});
afterAll(() => db.drop());

/** Of the connection that is asked: the reads of members through Prisma, and how often their plan was used again. */
const READS = sql<{ again: number }>`SELECT generic_plans::int AS again FROM pg_prepared_statements
  WHERE statement LIKE 'SELECT "public"."membership"%'`;
const ASKED = 8;
/** PostgreSQL tries this many plans made for the values at hand before it compares. */
const TRIED = 5;

describe('a read of one row through Prisma is planned once, not each time', () => {
  test('by itself', async () => {
    const where = { userId: org.userId };
    for (let i = 0; i < ASKED; i++) await inOrg(org, (d) => d.membership.findFirst({ where }));
    expect(await inOrg(org, (d) => d.rows(READS))).toEqual([{ again: ASKED - TRIED }]);
  });

  test('in a transaction', async () => {
    const reads = await inOrgTx(org, async (d) => {
      for (let i = 0; i < ASKED; i++) await d.membership.findFirst({ where: { userId: org.userId } });
      return d.rows(READS);
    });
    expect(reads).toEqual([{ again: ASKED - TRIED }]);
  });

  test('and rows that are to be skipped are skipped', async () => {
    const orderBy = { userId: 'asc' } as const;
    const all = await inOrg(org, (d) => d.membership.findMany({ orderBy }));
    expect(all).toHaveLength(2);
    expect(await inOrg(org, (d) => d.membership.findMany({ orderBy, skip: 1 }))).toEqual(all.slice(1));
    expect(await inOrg(org, (d) => d.membership.findFirst({ orderBy, skip: 0 }))).toEqual(all[0]);
  });
});
