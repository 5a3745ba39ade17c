import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from './lib/migrations.mjs';
import { bootstrap } from './lib/pg/roles.mjs';

const adminUrl = process.env.TEST_ADMIN_URL ?? '';
const passwords = {
  app: process.env.TEST_APP_PASSWORD ?? '',
  migrator: process.env.TEST_MIGRATOR_PASSWORD ?? '',
  auth: process.env.TEST_AUTH_PASSWORD ?? '',
  worker: process.env.TEST_WORKER_PASSWORD ?? '',
};
const database = `launcher_${process.pid}`;
let urls: { admin: string; migrator: string; app: string; auth: string; worker: string };

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  urls = await bootstrap({ adminUrl, database, passwords });
});
afterAll(() => ask(adminUrl, `DROP DATABASE ${database} WITH (FORCE)`));

describe('[I1] the roles', () => {
  test.each(['app', 'worker'] as const)(
    'the %s owns nothing, belongs to nothing and can bypass nothing',
    async (who) => {
      const [role] = await ask(
        urls[who],
        `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolinherit, rolreplication,
      (SELECT count(*)::int FROM pg_auth_members WHERE member = r.oid) AS memberships FROM pg_roles r WHERE rolname = current_user`,
      );
      expect(role).toEqual({
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolinherit: false,
        rolreplication: false,
        memberships: 0,
      });
      for (const sql of [
        'CREATE TABLE mine ()',
        'CREATE TEMPORARY TABLE mine ()',
        'CREATE SCHEMA mine',
        'SET ROLE rowhouse_owner',
        'SET ROLE rowhouse_gate',
      ]) {
        await expect(ask(urls[who], sql)).rejects.toMatchObject({ code: '42501' });
      }
    },
  );

  test('its statements and transactions can not hang', async () => {
    const [limits] = await ask(
      urls.app,
      `SELECT current_setting('statement_timeout') AS s, current_setting('lock_timeout') AS l,
      current_setting('idle_in_transaction_session_timeout') AS i`,
    );
    expect(limits).toEqual({ s: '15s', l: '5s', i: '10s' });
  });

  test('the migrator acts as the owner, who is no superuser', async () => {
    const [row] = await ask(
      urls.migrator,
      `SELECT current_user AS acts, (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = 'rowhouse_owner') AS mighty`,
    );
    expect(row).toEqual({ acts: 'rowhouse_owner', mighty: false });
  });

  test('nobody else may connect', async () => {
    const [row] = await ask(
      adminUrl,
      `SELECT datacl::text LIKE '%=c/%' AS granted, datacl::text ~ '[{,]=' AS everybody FROM pg_database WHERE datname = '${database}'`,
    );
    expect(row).toEqual({ granted: true, everybody: false });
  });

  test('what was loosened by hand is put right again', async () => {
    const { app, ...rest } = await bootstrap({ adminUrl, database, passwords });
    expect({ app, ...rest }).toEqual(urls);
    const other = `loose_${process.pid}`;
    await ask(
      adminUrl,
      `CREATE ROLE ${other}; GRANT ${other} TO rowhouse_app; ALTER ROLE rowhouse_app CREATEDB`,
    );
    await bootstrap({ adminUrl, database, passwords });
    const [row] = await ask(
      adminUrl,
      `SELECT rolcreatedb AS creates, pg_has_role('rowhouse_app', '${other}', 'MEMBER') AS belongs FROM pg_roles WHERE rolname = 'rowhouse_app'`,
    );
    await ask(adminUrl, `DROP ROLE ${other}`);
    expect(row).toEqual({ creates: false, belongs: false });
  });
});

describe('migrations', () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'rowhouse-migrations-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const write = (name: string, sql: string) => {
    mkdirSync(path.join(dir, name), { recursive: true });
    writeFileSync(path.join(dir, name, 'migration.sql'), sql);
  };
  const books = () =>
    ask(
      urls.admin,
      'SELECT migration_name, applied_steps_count, finished_at IS NOT NULL AS done, logs FROM _prisma_migrations ORDER BY started_at',
    );

  test('each is applied once and entered in the books', async () => {
    write(
      '1_one',
      'CREATE TABLE one (id int);\nCREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;',
    );
    expect((await migrate(urls.migrator, { dir })).applied).toEqual(['1_one']);
    expect((await migrate(urls.migrator, { dir })).applied).toEqual([]);
    expect(await books()).toEqual([
      { migration_name: '1_one', applied_steps_count: 1, done: true, logs: null },
    ]);
    expect(
      await ask(urls.admin, `SELECT tableowner AS owner FROM pg_tables WHERE tablename = 'one'`),
    ).toEqual([{ owner: 'rowhouse_owner' }]);
  });

  test('one that fails leaves nothing behind and can be corrected', async () => {
    write('2_two', 'CREATE TABLE two (id int);\nSELECT nonsense;');
    await expect(migrate(urls.migrator, { dir })).rejects.toThrow(/2_two failed \(line 2\).*nonsense/);
    expect(await ask(urls.admin, `SELECT to_regclass('two') AS there`)).toEqual([{ there: null }]);
    expect(await books()).toHaveLength(1);
    write('2_two', 'CREATE TABLE two (id int);');
    expect((await migrate(urls.migrator, { dir })).applied).toEqual(['2_two']);
  });

  test('two at once apply each one once', async () => {
    write('3_three', 'CREATE TABLE three (id int); SELECT pg_sleep(0.2);');
    const both = await Promise.all([migrate(urls.migrator, { dir }), migrate(urls.migrator, { dir })]);
    expect(both.flatMap(({ applied }) => applied)).toEqual(['3_three']);
  });

  test('one that was edited afterwards is an error, other line ends are not', async () => {
    write('2_two', 'CREATE TABLE two (id int);\r\n'.trimEnd());
    await migrate(urls.migrator, { dir });
    write('2_two', 'CREATE TABLE two (id bigint);');
    await expect(migrate(urls.migrator, { dir })).rejects.toThrow(/2_two was edited/);
  });

  test('one that is not in this checkout is named', async () => {
    rmSync(path.join(dir, '2_two'), { recursive: true });
    expect((await migrate(urls.migrator, { dir })).unknown).toEqual(['2_two']);
  });
});
