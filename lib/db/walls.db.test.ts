import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../ids';
import { privileges, walledTables } from './testing/catalogue';
import { testDatabase } from './testing/database';
import { NO_SCOPE, type Outcome, probe } from './testing/probe';
import { type Owner, type Row, rowFor } from './testing/rows';
import { insert, makeOrg, makeRecords, makeSubTeams, makeUser } from './testing/world';

// The wall of each table, from the outside in SQL, as the app's own role. Tables come from the catalogue: a new one
// is tried the day it is made, and fails here when there is no row to try it with.

const db = await testDatabase();
const tables = await walledTables(db.admin);
afterAll(() => db.drop());

const DENIED = { state: '42501' };
const own = { ann: {} as Owner, bob: {} as Owner };
const bobs: Record<string, Row> = {};
let app: pg.Client;
// In no org yet: one to be arranged with, one to be tried with.
let arranged: string;
let spare: string;

const idOf = (owner: Owner, setting: string) => (setting === 'app.org_id' ? owner.orgId : owner.userId);
/** Conditions that find one row by all of its own columns that stand in a key. */
const keyOf = async (table: string, row: Row) => {
  const { rows } = await db.admin.query<{ name: string }>(
    `SELECT a.attname AS name FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
      WHERE i.indrelid = $1::regclass AND i.indisprimary`,
    [table],
  );
  const names = rows.map((r) => r.name);
  return { where: names.map((n, i) => `${n} = $${i + 1}`).join(' AND '), values: names.map((n) => row[n]) };
};
const insertion = (table: string, row: Row, tail = '') => ({
  text: `INSERT INTO ${table} (${Object.keys(row)}) VALUES (${Object.keys(row).map((_, i) => `$${i + 1}`)}) ${tail}`,
  values: Object.values(row),
});
const stateOf = (outcome: Outcome) => ('state' in outcome ? outcome.state : `${outcome.count} rows`);
const fingerprint = async (table: string, column: string, id: string) =>
  (
    await db.admin.query(
      `SELECT count(*)::int AS count, md5(string_agg(t::text, '|' ORDER BY t::text)) AS hash FROM ${table} t WHERE ${column} = $1`,
      [id],
    )
  ).rows[0];

beforeAll(async () => {
  app = await db.app();
  own.ann = await makeOrg(db.admin);
  own.bob = await makeOrg(db.admin);
  arranged = (await makeUser(db.admin)).userId;
  spare = (await makeUser(db.admin)).userId;
  for (const owner of [own.ann, own.bob]) {
    await makeSubTeams(db.admin, owner.orgId);
    await makeRecords(db.admin, owner.orgId);
  }
  for (const { table, setting } of tables) {
    if (table === 'org' || table === 'app_user') continue; // made with the world
    for (const owner of [own.ann, own.bob]) {
      const row = rowFor(table, owner, arranged);
      await insert(db.admin, table, row);
      if (owner === own.bob) bobs[table] = row;
    }
    expect(idOf(own.bob, setting)).toBeTruthy();
  }
  bobs.org = { id: own.bob.orgId };
  bobs.app_user = { id: own.bob.userId };
});

test('[I1] there are walled tables to try', () => {
  expect(tables.map((t) => t.table)).toEqual(
    expect.arrayContaining(['org', 'membership', 'audit_event', 'session']),
  );
});

describe.each(tables)('$table', ({ table, setting, column }) => {
  // In the main workspaces: the wall between workspaces is tried in workspaces.db.test.ts.
  const workspace = () => ({ 'app.workspace_id': own.ann.orgId });
  const ann = () => ({ [setting]: idOf(own.ann, setting), ...workspace() });
  const stranger = () => ({ [setting]: newId(), ...workspace() });
  const fresh = (owner: Owner): Row => {
    const row = rowFor(table, owner, spare);
    // A row that is its own tenant is a new one.
    return column === 'id' ? { ...row, id: newId() } : row;
  };

  test('[I1] select without any where gives own rows only, and all of them', async () => {
    const outcome = await probe(app, ann(), `SELECT * FROM ${table}`);
    const { count } = await fingerprint(table, column, idOf(own.ann, setting));
    if (!('rows' in outcome)) throw new Error(outcome.state);
    expect(outcome.rows.map((row) => row[column])).toEqual(Array(count).fill(idOf(own.ann, setting)));
    expect(count).toBeGreaterThan(0);
  });

  test('[I1] a row of another, named by its key, is not there', async () => {
    const { where, values } = await keyOf(table, bobs[table] as Row);
    expect(await probe(app, ann(), `SELECT * FROM ${table} WHERE ${where}`, values)).toMatchObject({
      count: 0,
    });
    const lock = await probe(app, ann(), `SELECT * FROM ${table} WHERE ${where} FOR SHARE`, values);
    expect(lock).toEqual((await may('UPDATE')) ? { count: 0, rows: [] } : DENIED);
    expect(await probe(app, stranger(), `SELECT * FROM ${table}`)).toMatchObject({ count: 0 });
  });

  test('[I1] update and delete reach own rows only, with and without a where', async () => {
    const { count } = await fingerprint(table, column, idOf(own.ann, setting));
    const { where, values } = await keyOf(table, bobs[table] as Row);
    const reach =
      (verb: 'UPDATE' | 'DELETE', n: number) =>
      async (text: string, v: unknown[] = []) =>
        expect(await probe(app, ann(), text, v)).toMatchObject((await may(verb)) ? { count: n } : DENIED);
    await reach('UPDATE', count)(`UPDATE ${table} SET ${column} = ${column}`);
    await reach('UPDATE', 0)(`UPDATE ${table} SET ${column} = ${column} WHERE ${where}`, values);
    await reach('DELETE', 0)(`DELETE FROM ${table} WHERE ${where}`, values);
    // Own rows may be held by keys of other tables: then the refusal is the key's, not the wall's.
    const all = await probe(app, ann(), `DELETE FROM ${table}`);
    if (!(await may('DELETE'))) expect(all).toEqual(DENIED);
    else if ('count' in all) expect(all.count).toBe(count);
    else expect(all.state).toMatch(/^23/);
  });

  test('[I1][T1] a row goes in for oneself and for nobody else, and is never handed on', async () => {
    const good = insertion(table, fresh(own.ann));
    const scope = column === 'id' ? { [setting]: String(good.values[0]), ...workspace() } : ann();
    expect(await probe(app, scope, good.text, good.values)).toMatchObject(
      (await may('INSERT')) ? { count: 1 } : DENIED,
    );

    const foreign = insertion(table, fresh(own.bob));
    expect(await probe(app, ann(), foreign.text, foreign.values)).toEqual(DENIED);
    const moved = await probe(app, ann(), `UPDATE ${table} SET ${column} = $1`, [idOf(own.bob, setting)]);
    expect(moved).toEqual(DENIED);
  });

  test('[I1] ON CONFLICT is no way around', async () => {
    const taken = { ...rowFor(table, own.bob, arranged), ...bobs[table] };
    for (const tail of ['ON CONFLICT DO NOTHING', `ON CONFLICT DO NOTHING RETURNING *`]) {
      const { text, values } = insertion(table, taken, tail);
      expect(await probe(app, ann(), text, values)).toEqual(DENIED);
    }
    const keys = await uniqueKeys(table);
    for (const key of keys) {
      const { text, values } = insertion(
        table,
        taken,
        `ON CONFLICT (${key}) DO UPDATE SET ${column} = EXCLUDED.${column}`,
      );
      expect(await probe(app, ann(), text, values)).toEqual(DENIED);
    }
  });

  test('[I1] no scope, an empty one, or nonsense: an error, never rows', async () => {
    const untouched = await db.app(); // the setting was never made on this connection
    const mine = fresh(own.ann);
    const { text, values } = insertion(table, mine);
    const { where, values: key } = await keyOf(table, bobs[table] as Row);
    const statements: [string, unknown[]][] = [
      [`SELECT * FROM ${table}`, []],
      [`SELECT count(*) FROM ${table}`, []],
      [`SELECT 1 FROM ${table} WHERE ${where}`, key],
      [text, values],
      [`UPDATE ${table} SET ${column} = ${column}`, []],
      [`DELETE FROM ${table}`, []],
    ];
    for (const [statement, v] of statements) {
      // Nor is a row of another workspace there: that wall may answer before the other one is asked.
      const elsewhere = 'workspace_id' in mine && v === key ? ['0 rows'] : [];
      expect(stateOf(await probe(untouched, {}, statement, v))).toMatch(NO_SCOPE);
      for (const nonsense of [
        '',
        'null',
        '*',
        "' OR true --",
        `${idOf(own.ann, setting)},${idOf(own.bob, setting)}`,
      ]) {
        // In the workspace that the key names: another would answer before the org is looked at.
        const open = v === key ? { 'app.workspace_id': own.bob.orgId } : workspace();
        const outcome = await probe(app, { [setting]: nonsense, ...open }, statement, v);
        if (!elsewhere.includes(stateOf(outcome))) expect(stateOf(outcome)).toMatch(NO_SCOPE);
      }
    }
  });

  test('[I1] COPY gives own rows only and takes none; TRUNCATE and the table itself are out of reach', async () => {
    const { count } = await fingerprint(table, column, idOf(own.ann, setting));
    expect(await probe(app, ann(), `COPY ${table} TO STDOUT`)).toMatchObject({ count });
    expect(await probe(app, ann(), `COPY ${table} FROM STDIN`)).toEqual(
      (await may('INSERT')) ? { state: '0A000' } : DENIED,
    );
    for (const statement of [
      `TRUNCATE ${table}`,
      `TRUNCATE ${table} CASCADE`,
      `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`,
      `ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`,
      `CREATE POLICY mine ON ${table} USING (true)`,
      `DROP TABLE ${table}`,
      `CREATE INDEX ON ${table} (${column})`,
    ]) {
      expect([statement, await probe(app, ann(), statement)]).toEqual([statement, DENIED]);
    }
  });

  test('[I1] the statistics of a walled table tell the app nothing', async () => {
    await db.admin.query(`ANALYZE ${table}`);
    const stats = `SELECT * FROM pg_stats WHERE tablename = $1`;
    expect((await db.admin.query(stats, [table])).rowCount).toBeGreaterThan(0);
    expect(await probe(app, ann(), stats, [table])).toMatchObject({ count: 0 });
  });

  const may = async (verb: string) => (await privileges(db.admin, table)).has(verb);
});

test('[I1] nothing of the other side changed under all of this', async () => {
  for (const { table, setting, column } of tables) {
    const id = idOf(own.bob, setting);
    const before = await fingerprint(table, column, id);
    await probe(
      app,
      { [setting]: idOf(own.ann, setting), 'app.workspace_id': own.ann.orgId },
      `DELETE FROM ${table}`,
    );
    expect([table, await fingerprint(table, column, id)]).toEqual([table, before]);
  }
});

/** The column lists of a table's unique indexes. */
async function uniqueKeys(table: string): Promise<string[]> {
  const { rows } = await db.admin.query<{ key: string }>(
    `SELECT string_agg(a.attname, ', ' ORDER BY k.n) AS key FROM pg_index i
      CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, n)
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = $1::regclass AND i.indisunique GROUP BY i.indexrelid`,
    [table],
  );
  return rows.map((r) => r.key);
}
