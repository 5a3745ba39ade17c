import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { walledTables } from '../db/testing/catalogue';
import { type TestDatabase, testDatabase } from '../db/testing/database';
import { present } from '../db/testing/tickets';
import { makeOrg, type TestOrg } from '../db/testing/world';
import { enqueue } from './enqueue';
import { orgJob } from './org-job';

let db: TestDatabase;
let worker: pg.Client;
let org: TestOrg;

beforeAll(async () => {
  db = await testDatabase();
  await db.useWorker();
  org = await makeOrg(db.admin);
  worker = new pg.Client({ connectionString: db.workerUrl });
  await worker.connect();
});
afterAll(async () => {
  await worker.end();
  await db.drop();
});

const REFUSED = { code: '42501' };

describe('[I3] the worker’s role', () => {
  test('bypasses nothing, owns nothing of the product, belongs to nothing', async () => {
    const { rows } = await worker.query(`
      SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolinherit,
        (SELECT count(*)::int FROM pg_auth_members WHERE member = r.oid) AS memberships,
        (SELECT count(*)::int FROM pg_class c WHERE c.relowner = r.oid AND c.relnamespace <> 'graphile_worker'::regnamespace
          AND c.relnamespace::regnamespace::text NOT LIKE 'pg\\_toast%') AS owns
      FROM pg_roles r WHERE rolname = current_user`);
    expect(rows).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolinherit: false,
        memberships: 0,
        owns: 0,
      },
    ]);
  });

  test('reads and writes no table of an organization or a person', async () => {
    // With a scope, so that it is the right which is missing.
    await present(worker, { ...org, workspaceId: org.orgId }, false);
    const tables = await walledTables(db.admin);
    expect(tables.length).toBeGreaterThan(8);
    for (const { table } of [...tables, { table: 'rate_limit' }, { table: '_prisma_migrations' }])
      for (const sql of [
        `SELECT 1 FROM ${table}`,
        `DELETE FROM ${table}`,
        `INSERT INTO ${table} DEFAULT VALUES`,
      ])
        await expect(worker.query(sql), sql).rejects.toMatchObject(REFUSED);
  });

  test('[I7] is no person in an organization that it enters: their own tables stay closed to it', async () => {
    const [job] = (await worker.query('SELECT ticket FROM enter_org_as_job($1)', [org.orgId])).rows;
    const app = await db.app();
    await app.query(`SELECT set_config('app.ticket', $1, false)`, [job.ticket]);
    expect((await app.query('SELECT user_id FROM membership')).rows).toEqual([{ user_id: org.userId }]);
    const ofPeople = (await walledTables(db.admin)).filter(({ setting }) => setting === 'app.user_id');
    expect(ofPeople.length).toBeGreaterThan(4);
    for (const { table } of ofPeople)
      await expect(app.query(`SELECT 1 FROM ${table}`), table).rejects.toMatchObject(REFUSED);
  });

  test('makes nothing outside its queue, and becomes nobody else', async () => {
    for (const sql of [
      'CREATE TABLE mine ()',
      'CREATE TEMPORARY TABLE mine ()',
      'CREATE SCHEMA mine',
      'GRANT USAGE ON SCHEMA graphile_worker TO rowhouse_app',
      'SET ROLE rowhouse_owner',
      'SET ROLE rowhouse_gate',
      'SET ROLE rowhouse_app',
    ]) {
      const went = worker.query(sql);
      // Granting what one may not grant is a warning in PostgreSQL, not an error: what counts is that nothing came of it.
      if (sql.startsWith('GRANT')) await went;
      else await expect(went, sql).rejects.toMatchObject(REFUSED);
    }
  });

  test('the app can neither look into the queue nor put anything in', async () => {
    const app = await db.app();
    for (const sql of [
      'SELECT 1 FROM graphile_worker._private_jobs',
      'SELECT 1 FROM graphile_worker.jobs',
      `SELECT graphile_worker.add_job('x')`,
      'CREATE TABLE graphile_worker.mine ()',
    ])
      await expect(app.query(sql), sql).rejects.toMatchObject(REFUSED);
  });
});

test('of several jobs of one kind for one organization, one waits', async () => {
  const job = orgJob({ name: 'counted', input: z.strictObject({ n: z.int() }), run: async () => {} });
  const [one, two] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  const actor = { kind: 'task', name: 'test' } as const;
  for (const { orgId } of [one, two, one, one]) await enqueue(job, { orgId, actor, input: { n: 1 } });
  await enqueue(job, { orgId: one.orgId, actor, input: { n: 2 } });
  const { rows } = await worker.query(
    `SELECT payload FROM graphile_worker._private_jobs ORDER BY payload ->> 'org' = '${one.orgId}'`,
  );
  expect(rows.map(({ payload }) => payload)).toEqual([
    { org: two.orgId, actor, input: { n: 1 } },
    { org: one.orgId, actor, input: { n: 2 } },
  ]);
  // @ts-expect-error what a job takes is its schema's
  await expect(enqueue(job, { orgId: one.orgId, actor, input: { n: 'x' } })).rejects.toThrow();
});
