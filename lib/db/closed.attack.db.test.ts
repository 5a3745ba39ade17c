import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseOf, urlWith } from '../../scripts/lib/urls.mjs';
import { type TestDatabase, testDatabase } from './testing/database';

let db: TestDatabase;
const roles = ['app', 'worker'] as const;
const clients = new Map<string, pg.Client>();

beforeAll(async () => {
  db = await testDatabase();
  for (const role of roles) {
    const client = new pg.Client({ connectionString: db[`${role}Url`] });
    await client.connect();
    clients.set(role, client);
  }
});
afterAll(async () => {
  for (const client of clients.values()) await client.end();
  await db.drop();
});

const stateOf = (client: pg.Client, text: string) =>
  client.query(text).then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

/** What any role of a PostgreSQL may do unless it was taken away. */
const STATEMENTS = {
  'creates a temporary table': 'CREATE TEMP TABLE session (id uuid)',
  'creates a temporary view': 'CREATE TEMP VIEW v AS SELECT 1',
  'creates a table': 'CREATE TABLE notes (id int)',
  'creates a function': `CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  'creates a schema': 'CREATE SCHEMA side',
  'creates a large object': 'SELECT lo_create(0)',
  'creates a large object of bytes': `SELECT lo_from_bytea(0, '\\x00')`,
  'creates a large object in the old way': 'SELECT lo_creat(-1)',
  'becomes the owner': 'SET ROLE rowhouse_owner',
  'becomes the gate': 'SET ROLE rowhouse_gate',
  'becomes the migrator': 'SET SESSION AUTHORIZATION rowhouse_migrator',
  'reads files': `COPY (SELECT 1) TO PROGRAM 'true'`,
  'switches triggers off': 'SET session_replication_role = replica',
  'presets a scope for everyone': `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET app.ticket = %L', current_database(), 'x'); END $$`,
};

describe.each(roles)('[R8] [I7] attack: any SQL as %s', (role) => {
  test.each(Object.entries(STATEMENTS))('never %s', async (_, text) => {
    expect(await stateOf(clients.get(role) as pg.Client, text)).toBe('42501');
  });

  test.each(['postgres', 'template1'])('never connects to %s', async (database) => {
    const client = new pg.Client({ connectionString: urlWith(db[`${role}Url`], { database }) });
    await expect(client.connect()).rejects.toMatchObject({ code: '42501' });
  });

  test('its own settings for later connections open nothing', async () => {
    const client = clients.get(role) as pg.Client;
    const [me, name] = [`rowhouse_${role}`, databaseOf(db.adminUrl)];
    expect(await stateOf(client, `ALTER ROLE ${me} IN DATABASE ${name} SET row_security = off`)).toBe('done');
    try {
      const later = new pg.Client({ connectionString: db[`${role}Url`] });
      await later.connect();
      expect(await stateOf(later, 'SELECT * FROM membership')).toBe('42501');
      await later.end();
    } finally {
      await db.admin.query(`ALTER ROLE ${me} IN DATABASE ${name} RESET row_security`);
    }
  });
});
