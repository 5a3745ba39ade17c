import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OrgId, WorkspaceId } from '../db/scope';
import { type Sql, toStatement } from '../db/sql';
import { testDatabase } from '../db/testing/database';
import { present } from '../db/testing/tickets';
import { makeOrg, makeSubTeams, subTeamIds } from '../db/testing/world';
import { newId, toUlid } from '../ids';
import { contact } from './contact';
import { recordCount, recordList } from './list';
import { readRecordQuery } from './query';

// A workspace of a hundred thousand contacts beside others of an organization, asked as the app: what a page reads must
// be a slice of an index, whatever is asked for.

const db = await testDatabase();
afterAll(() => db.drop());
const LARGE = 100_000;
let app: pg.Client;
let orgId: string;
let large: string;
let groupId: string;
beforeAll(async () => {
  ({ orgId } = await makeOrg(db.admin));
  await makeSubTeams(db.admin, orgId);
  [large] = subTeamIds(orgId);
  groupId = newId();
  const fill = (workspace: string, n: number) =>
    db.admin.query(
      `INSERT INTO contact (org_id, workspace_id, id, name, email, phone, company)
        SELECT $1::uuid, $2::uuid, gen_random_uuid(), md5(n::text || $2::uuid), 'p' || n || '@' || md5(n::text) || '.example', '+49 30 ' || n, 'Firm ' || n % 500
        FROM generate_series(1, $3) n`,
      [orgId, workspace, n],
    );
  await fill(large, LARGE);
  await fill(orgId, 5_000);
  await db.admin.query(
    `INSERT INTO contact_group (org_id, workspace_id, id, name) VALUES ($1, $2, $3, 'Few')`,
    [orgId, large, groupId],
  );
  await db.admin.query(
    `INSERT INTO contact_group_member (org_id, workspace_id, group_id, contact_id)
      SELECT org_id, workspace_id, $2, id FROM contact WHERE workspace_id = $1 ORDER BY name_key LIMIT 200`,
    [large, groupId],
  );
  await db.admin.query('ANALYZE contact, contact_group, contact_group_member');
  app = await db.app();
}, 120_000);

type Plan = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
};

/** What a statement touches of the table, and how much of it: rows that came or were looked at and dropped. */
async function walked(piece: Sql): Promise<{ seq: boolean; rows: number }> {
  const { text, values } = toStatement(piece, { orgId: orgId as OrgId, workspaceId: large as WorkspaceId });
  await app.query('BEGIN');
  await present(app, { orgId, workspaceId: large });
  const { rows } = await app.query(`EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) ${text}`, [...(values ?? [])]);
  await app.query('ROLLBACK');
  const nodes: Plan[] = [];
  const collect = (plan: Plan) => {
    nodes.push(plan);
    plan.Plans?.forEach(collect);
  };
  collect(rows[0]['QUERY PLAN'][0].Plan);
  const own = nodes.filter((node) => node['Relation Name'] === 'contact');
  return {
    seq: own.some((node) => node['Node Type'] === 'Seq Scan'),
    rows: own.reduce(
      (sum, node) =>
        sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
      0,
    ),
  };
}

const asked = (params: Record<string, unknown>) => readRecordQuery(contact, params);

test.each([
  ['by name', {}, 51],
  ['by name, downwards', { dir: 'desc' }, 51],
  ['by company', { sort: 'company' }, 51],
  ['by when they were added', { sort: 'added' }, 51],
])('[C1] a page of the list %s reads a page of an index', async (_, params, most) => {
  const { query, walk } = asked(params);
  const { seq, rows } = await walked(recordList(contact, query, walk));
  expect({ seq, few: rows <= most + 1 }, `${rows} rows`).toEqual({ seq: false, few: true });
});

test('[C1] a page deep in the list costs no more than the first one', async () => {
  const {
    rows: [deep],
  } = await db.admin.query(
    'SELECT id, name_key FROM contact WHERE workspace_id = $1 ORDER BY name_key OFFSET 60000 LIMIT 1',
    [large],
  );
  const { query, walk } = asked({});
  const cursor = { orgId, way: 'after', run: 0, key: deep.name_key, id: deep.id, position: 60_000 } as const;
  const { seq, rows } = await walked(recordList(contact, query, { ...walk, cursor }));
  expect({ seq, few: rows <= 52 }, `${rows} rows`).toEqual({ seq: false, few: true });
});

test.each([
  ['a rare part of an address', { q: 'p77777@' }, 200],
  ['a number', { q: '3077777' }, 200],
  ['what most rows have', { q: 'example' }, 2_100],
  ['two letters', { q: 'ab' }, 6_000],
  ['nothing there is', { q: 'zzzzzzz' }, 10],
])('[C1] search for %s reads few rows', async (_, params, most) => {
  const { query, walk } = asked(params);
  const { seq, rows } = await walked(recordList(contact, query, walk));
  expect({ seq, few: rows <= most }, `${rows} rows`).toEqual({ seq: false, few: true });
});

test('[C1] a group of few is read by its members, and the count stops where it says so', async () => {
  const { query, walk } = asked({ group: toUlid(groupId) });
  const list = await walked(recordList(contact, query, walk));
  expect({ seq: list.seq, few: list.rows <= 1_000 }, `${list.rows} rows`).toEqual({ seq: false, few: true });
  const count = await walked(recordCount(contact, asked({}).query));
  expect({ seq: count.seq, few: count.rows <= 2_001 }, `${count.rows} rows`).toEqual({
    seq: false,
    few: true,
  });
});
