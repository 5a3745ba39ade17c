import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../ids';
import { walledTables } from './testing/catalogue';
import { testDatabase } from './testing/database';
import { probe } from './testing/probe';
import { makeOrg, type TestOrg } from './testing/world';

// Keys: foreign-key checks go past row-level security, so the org has to be part of the key itself.

const db = await testDatabase();
const tenant = (await walledTables(db.admin)).filter((t) => t.setting === 'app.org_id').map((t) => t.table);
afterAll(() => db.drop());

/** What is global by nature: an address leads to one org, and nobody chooses a token's hash. */
const GLOBAL_KEYS = ['org_slug_key', 'org_host_host_key', 'api_token_hash_key'];
let ann: TestOrg;
let bob: TestOrg;
beforeAll(async () => {
  ann = await makeOrg(db.admin);
  bob = await makeOrg(db.admin);
});

test('[T6] every foreign key between tables of an org carries the org on both sides, at the same place', async () => {
  const { rows } = await db.admin.query<{ name: string; from: string[]; to: string[]; target: string }>(
    `SELECT conname AS name, confrelid::regclass::text AS target,
      ARRAY(SELECT attname::text FROM unnest(conkey) WITH ORDINALITY k (n, i) JOIN pg_attribute ON attrelid = conrelid AND attnum = n ORDER BY i) AS from,
      ARRAY(SELECT attname::text FROM unnest(confkey) WITH ORDINALITY k (n, i) JOIN pg_attribute ON attrelid = confrelid AND attnum = n ORDER BY i) AS to
    FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY ($1) AND confrelid::regclass::text = ANY ($1)`,
    [tenant],
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { name, from, to, target } of rows) {
    const org = target === 'org' ? 'id' : 'org_id';
    expect([name, from[0], to[0]]).toEqual([name, 'org_id', org]);
  }
});

test('[T1] every primary and unique key of a table of an org leads with the org, but for names that are global', async () => {
  const { rows } = await db.admin.query<{ name: string; first: string }>(
    `SELECT i.indexrelid::regclass::text AS name, a.attname AS first FROM pg_index i
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
      WHERE i.indisunique AND i.indrelid::regclass::text = ANY ($1) AND i.indrelid <> 'org'::regclass`,
    [tenant],
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { name, first } of rows.filter((r) => !GLOBAL_KEYS.includes(r.name)))
    expect([name, first]).toEqual([name, 'org_id']);
});

test('[T6] a table behind the wall by one line can point inside its org and nowhere else', async () => {
  await db.admin.query(`
    SET ROLE rowhouse_owner;
    CREATE TABLE note (org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE, id uuid NOT NULL, parent_id uuid,
      PRIMARY KEY (org_id, id), FOREIGN KEY (org_id, parent_id) REFERENCES note);
    SELECT isolate('note');
    RESET ROLE`);
  const annsNote = newId();
  const bobsNote = newId();
  await db.admin.query('INSERT INTO note (org_id, id) VALUES ($1, $2), ($3, $4)', [
    ann.orgId,
    annsNote,
    bob.orgId,
    bobsNote,
  ]);
  const app = await db.app();
  const inAnns = { 'app.org_id': ann.orgId };
  const add = 'INSERT INTO note (org_id, id, parent_id) VALUES ($1, $2, $3)';
  expect(await probe(app, inAnns, add, [ann.orgId, newId(), annsNote])).toMatchObject({ count: 1 });
  expect(await probe(app, inAnns, add, [ann.orgId, newId(), bobsNote])).toEqual({ state: '23503' });
  expect(await probe(app, inAnns, add, [ann.orgId, newId(), newId()])).toEqual({ state: '23503' });
  expect(await probe(app, inAnns, 'UPDATE note SET parent_id = $1', [bobsNote])).toEqual({ state: '23503' });
  expect(await probe(app, inAnns, 'SELECT id FROM note')).toMatchObject({ rows: [{ id: annsNote }] });
});

test('[T1] an org_id can be neither missing nor nil', async () => {
  const add = `INSERT INTO audit_event (org_id, id, actor_kind, actor_label, action, ip, user_agent, request_id)
    VALUES ($1, $2, 'system', '', '', '', '', '')`;
  const nil = '00000000-0000-0000-0000-000000000000';
  expect(await probe(db.admin, {}, add, [null, newId()])).toEqual({ state: '23502' });
  expect(await probe(db.admin, {}, add, [nil, newId()])).toEqual({ state: '23514' });
  expect(await probe(await db.app(), { 'app.org_id': nil }, add, [nil, newId()])).toEqual({ state: '23514' });
});

test('[T1] not even a superuser moves a row to another org by accident', async () => {
  const move = 'UPDATE membership SET org_id = $1 WHERE org_id = $2';
  expect(await probe(db.admin, {}, move, [bob.orgId, ann.orgId])).toEqual({ state: '42501' });
});

test('[D1] the audit log is append-only for the app', async () => {
  const app = await db.app();
  const inAnns = { 'app.org_id': ann.orgId };
  expect(await probe(app, inAnns, 'UPDATE audit_event SET action = $1', ['x'])).toEqual({ state: '42501' });
  expect(await probe(app, inAnns, 'DELETE FROM audit_event')).toEqual({ state: '42501' });
  expect(await probe(app, inAnns, 'SELECT * FROM audit_event FOR UPDATE')).toEqual({ state: '42501' });
});
