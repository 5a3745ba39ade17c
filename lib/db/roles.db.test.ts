import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from './testing/database';
import { NO_SCOPE, probe } from './testing/probe';
import { makeOrg, type TestOrg } from './testing/world';

// What the app's role is and may do, beyond the walls of single tables.

const db = await testDatabase();
afterAll(() => db.drop());
const DENIED = { state: '42501' };
let org: TestOrg;
beforeAll(async () => {
  org = await makeOrg(db.admin);
});

test('[I1] the app can bypass nothing, owns nothing, and is a member of nothing', async () => {
  const { rows } = await db.admin.query(`
    SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolinherit, rolreplication,
      (SELECT count(*)::int FROM pg_auth_members m WHERE m.member = r.oid) AS memberships,
      (SELECT count(*)::int FROM pg_shdepend d WHERE d.refobjid = r.oid AND d.deptype = 'o') AS owned
    FROM pg_roles r WHERE rolname = 'rowhouse_app'`);
  expect(rows).toEqual([
    {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolinherit: false,
      rolreplication: false,
      memberships: 0,
      owned: 0,
    },
  ]);
});

test('[I1] nobody can sign in as the gate, the only role that may pass the walls, or as the owner', async () => {
  const { rows } = await db.admin.query(`
    SELECT rolname, rolcanlogin, rolbypassrls FROM pg_roles WHERE rolname LIKE 'rowhouse_%' ORDER BY 1`);
  expect(rows).toEqual([
    { rolname: 'rowhouse_app', rolcanlogin: true, rolbypassrls: false },
    { rolname: 'rowhouse_auth', rolcanlogin: true, rolbypassrls: false },
    { rolname: 'rowhouse_gate', rolcanlogin: false, rolbypassrls: true },
    { rolname: 'rowhouse_migrator', rolcanlogin: true, rolbypassrls: false },
    { rolname: 'rowhouse_owner', rolcanlogin: false, rolbypassrls: false },
    { rolname: 'rowhouse_worker', rolcanlogin: true, rolbypassrls: false },
  ]);
});

test.each([
  'SET ROLE rowhouse_gate',
  'SET ROLE rowhouse_owner',
  'SET ROLE rowhouse_migrator',
  'SET ROLE postgres',
  'SET LOCAL ROLE rowhouse_gate',
  "SELECT set_config('role', 'rowhouse_gate', true)",
  'SET SESSION AUTHORIZATION rowhouse_gate',
  'ALTER ROLE rowhouse_app BYPASSRLS',
  'GRANT rowhouse_gate TO rowhouse_app',
  'CREATE ROLE helper IN ROLE rowhouse_gate',
  'CREATE TABLE public.mine (id int)',
  'CREATE TEMPORARY TABLE mine (id int)',
  'CREATE SCHEMA mine',
  "CREATE FUNCTION public.peek(text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS 'BEGIN RAISE NOTICE ''%'', $1; RETURN true; END'",
  'CREATE VIEW public.everything AS SELECT * FROM membership',
  "SELECT pg_read_file('PG_VERSION')",
  "COPY membership TO PROGRAM 'cat'",
  "COPY membership TO '/tmp/rowhouse-membership'",
  'SELECT * FROM pg_authid',
  'SELECT * FROM pg_statistic',
  'SELECT * FROM _prisma_migrations',
  "SELECT isolate('membership')",
  'ALTER FUNCTION enter_org(text, uuid, uuid, uuid, text[]) SECURITY INVOKER',
  'DROP FUNCTION search_members(uuid, text, int)',
  'ALTER TABLE membership DISABLE TRIGGER ALL',
  'SET session_replication_role = replica',
])('[I1] the app may not: %s', async (statement) => {
  expect(await probe(await db.app(), { 'app.org_id': org.orgId }, statement)).toEqual(DENIED);
});

test('[I1] with row security switched off by the app itself, a query fails rather than see more', async () => {
  const app = await db.app();
  await app.query('SET row_security = off');
  expect(await probe(app, { 'app.org_id': org.orgId }, 'SELECT * FROM membership')).toEqual(DENIED);
});

test('[I1] the tables are walled for their owner too', async () => {
  await db.admin.query('SET ROLE rowhouse_owner');
  const outcome = await probe(db.admin, {}, 'SELECT * FROM membership');
  await db.admin.query('RESET ROLE');
  expect(outcome).toMatchObject({ state: expect.stringMatching(NO_SCOPE) });
});

test('[I1] the app may call the gate and nothing else of ours that runs with other rights', async () => {
  const { rows } = await db.admin.query<{ name: string; owner: string; pinned: boolean }>(`
    SELECT p.proname AS name, pg_get_userbyid(p.proowner) AS owner,
      p.proconfig @> ARRAY['search_path=pg_catalog, public, pg_temp'] AS pinned
    FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace
      AND has_function_privilege('rowhouse_app', p.oid, 'EXECUTE') ORDER BY 1`);
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row).toMatchObject({ owner: 'rowhouse_gate', pinned: true });
});
