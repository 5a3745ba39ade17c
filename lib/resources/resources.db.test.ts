import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WorkspaceActor } from '../access/actor';
import { actorIn } from '../data/testing/actor';
import { aRequest } from '../data/testing/request';
import { type InsideWorkspace, inWorkspace, readWorkspace } from '../db/in-workspace';
import type { WorkspaceId } from '../db/scope';
import { ORG, sql, WORKSPACE } from '../db/sql';
import { testDatabase } from '../db/testing/database';
import { probe } from '../db/testing/probe';
import { makeOrg, makeSubTeams, subTeamIds, type TestOrg } from '../db/testing/world';
import { toUlid } from '../ids';
import { DESCRIPTIONS } from './all';
import { contact } from './contact';
import type { RecordRow } from './describe';
import { recordCsv } from './export';
import { group } from './group';
import { recordCount, recordList, recordOf, recordsLike } from './list';
import { RESOURCE_NAMES, scopeOf } from './names';
import { readRecordQuery } from './query';
import { relate, relationTo } from './relate';
import { createRecord, deleteRecords, updateRecord } from './save';

const db = await testDatabase();
afterAll(() => db.drop());
let org: TestOrg;
let other: TestOrg;
let first: string;
let second: string;
beforeAll(async () => {
  await db.useEngine();
  org = await makeOrg(db.admin);
  other = await makeOrg(db.admin);
  await makeSubTeams(db.admin, org.orgId);
  [first, second] = subTeamIds(org.orgId);
});

const actorAt = (of: TestOrg, workspaceId: string, limits = {}): WorkspaceActor => {
  const actor = actorIn(of);
  return {
    ...actor,
    limits: { ...actor.limits, ...limits },
    workspaceId: workspaceId as WorkspaceId,
    workspace: { slug: 'x', name: 'X', main: workspaceId === of.orgId, archived: false },
  };
};
const doer = (of: TestOrg, workspaceId: string, limits = {}) => ({
  actor: actorAt(of, workspaceId, limits),
  request: aRequest(),
});
const inFirst = () => doer(org, first);
const names = async (inside: InsideWorkspace, params: Record<string, unknown> = {}, resource = contact) => {
  const { query, walk } = readRecordQuery(resource, params);
  const [rows, [count]] = await readWorkspace(inside, [
    recordList(resource, query, walk, { counted: true }),
    recordCount(resource, query),
  ]);
  expect(count?.total).toBe(rows.length);
  expect(new Set(rows.map(({ total }) => total))).toEqual(new Set(rows.length ? [rows.length] : []));
  return rows.map(({ name }) => name);
};
const oneOf = async (inside: InsideWorkspace, id: string): Promise<RecordRow | undefined> =>
  (await readWorkspace(inside, [recordOf(contact, id)]))[0][0];

test('[S1] rows of what is the organization’s as a whole can be in its main workspace alone', async () => {
  for (const name of RESOURCE_NAMES) {
    const { rows } = await db.admin.query(
      `SELECT 1 FROM pg_constraint c WHERE c.conrelid = $1::regclass AND c.contype = 'c' AND c.convalidated
        AND pg_get_constraintdef(c.oid) = 'CHECK ((workspace_id = org_id))'`,
      [DESCRIPTIONS[name].table],
    );
    expect(rows.length, name).toBe(scopeOf(name) === 'org' ? 1 : 0);
  }
});

describe('[C1][S1] rows of a described resource', () => {
  test('are added, changed, found, sorted and deleted, each with its line in the log', async () => {
    const by = inFirst();
    const ada = await createRecord(by, contact, {
      name: ' Ada Okafor ',
      email: 'ADA@Example.com',
      phone: '+49 (30) 123-45',
    });
    await createRecord(by, contact, { name: 'bruno', company: 'Zeta' });
    await createRecord(by, contact, { name: 'Émile', company: 'alpha' });
    expect(await oneOf(by.actor, ada)).toMatchObject({ name: 'Ada Okafor', email: 'ada@example.com' });
    expect(await names(by.actor)).toEqual(['Ada Okafor', 'bruno', 'Émile']);
    expect(await names(by.actor, { dir: 'desc' })).toEqual(['Émile', 'bruno', 'Ada Okafor']);
    expect(await names(by.actor, { sort: 'company' })).toEqual(['Ada Okafor', 'Émile', 'bruno']);
    await updateRecord(by, contact, ada, { name: 'Ada Obi', email: 'ada@example.com', phone: '' });
    const outcomes = await deleteRecords(by, contact, [ada, other.orgId]);
    expect(outcomes.map(({ done, label }) => [done, label])).toEqual([
      [true, 'Ada Obi'],
      [false, ''],
    ]);
    const { rows } = await db.admin.query(
      `SELECT action, before, after FROM audit_event WHERE target_id = $1 ORDER BY id`,
      [ada],
    );
    expect(rows).toMatchObject([
      { action: 'contact.created', after: { name: 'Ada Okafor' } },
      {
        action: 'contact.updated',
        before: { name: 'Ada Okafor', phone: '+49 (30) 123-45' },
        after: { name: 'Ada Obi', phone: '' },
      },
      { action: 'contact.deleted', before: { name: 'Ada Obi' } },
    ]);
    expect(rows[1]?.after).not.toHaveProperty('email');
  });

  test('search finds parts of name, address, company and number; one or two letters, beginnings', async () => {
    const by = doer(other, other.orgId);
    const rows: Record<string, string>[] = [
      { name: 'Percy 50%', email: 'percy@north.example', phone: '+49 (30) 777-88', company: 'Hafen' },
      { name: 'Under_score', company: 'Nordwind' },
      { name: 'Plain' },
      { name: 'ŽOFIA Åkerman', email: 'zofia@north.example', company: 'ÖL' },
    ];
    for (const values of rows) await createRecord(by, contact, values);
    const find = (q: string) => names(by.actor, { q });
    expect(await find('ERC')).toEqual(['Percy 50%']);
    expect(await find('north.ex')).toEqual(['Percy 50%', 'ŽOFIA Åkerman']);
    for (const q of ['žofia', 'ÅKER', 'ž', 'öl']) expect(await find(q), q).toEqual(['ŽOFIA Åkerman']);
    expect(await find('307778')).toEqual(['Percy 50%']);
    expect(await find('ordwi')).toEqual(['Under_score']);
    expect(await find('r_s')).toEqual(['Under_score']);
    expect(await find('50%')).toEqual(['Percy 50%']);
    expect(await find('p')).toEqual(['Percy 50%', 'Plain']);
    expect(await find('no')).toEqual(['Under_score']);
    expect(await find('la')).toEqual([]);
    const [like] = await readWorkspace(by.actor, [recordsLike(contact, 'percy')]);
    expect(like.map(({ name }) => name)).toEqual(['Percy 50%']);
  });

  test('pages follow each other by key, and back, without a row twice or missing', async () => {
    const org = await makeOrg(db.admin);
    const inside = actorAt(org, org.orgId);
    await db.admin.query(
      `INSERT INTO contact (org_id, workspace_id, id, name) SELECT $1, $1, gen_random_uuid(), 'Same ' || (n % 7) FROM generate_series(1, 130) n`,
      [org.orgId],
    );
    const { pageOrFirst } = await import('../data/keyset');
    const seen: string[] = [];
    let params: Record<string, unknown> = {};
    for (let page = 0; page < 3; page++) {
      const ask = readRecordQuery(contact, params);
      const [found] = await readWorkspace(inside, [recordList(contact, ask.query, ask.walk)]);
      const { page: at } = await pageOrFirst(
        inside,
        found,
        ask,
        (walk) => recordList(contact, ask.query, walk),
        readWorkspace,
      );
      seen.push(...at.rows.map(({ id }) => id));
      params = { after: at.after };
    }
    expect(new Set(seen).size).toBe(130);
    expect(params.after).toBe(null);
  });

  test('an address, and a group’s name, are one row’s in a workspace, and free in the next one', async () => {
    const twice = { name: 'Twin', email: 'twin@example.com' };
    await createRecord(inFirst(), contact, twice);
    await expect(
      createRecord(inFirst(), contact, { ...twice, email: 'Twin@Example.com' }),
    ).rejects.toMatchObject({
      code: 'invalid',
      fields: { email: 'Another contact has this address already.' },
    });
    await createRecord(doer(org, second), contact, twice);
    await createRecord(inFirst(), group, { name: 'Readers' });
    await expect(createRecord(inFirst(), group, { name: 'readers' })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('a form’s nonsense is refused field by field, and unknown fields are', async () => {
    const bad = createRecord(inFirst(), contact, {
      name: '',
      email: 'nobody',
      phone: 'call me',
      org_id: other.orgId,
    });
    await expect(bad).rejects.toMatchObject({ code: 'invalid', fields: { name: 'Say who it is.' } });
    await expect(createRecord(inFirst(), contact, { name: 'X', workspace_id: second })).rejects.toMatchObject(
      {
        code: 'invalid',
      },
    );
  });
});

describe('[S1] the wall between workspaces, through the data functions', () => {
  test('a row next door, or of another organization, is not there: to read, change, delete or tie', async () => {
    const theirs = await createRecord(doer(org, second), contact, { name: 'Next door' });
    const foreign = await createRecord(doer(other, other.orgId), contact, { name: 'Elsewhere' });
    const readers = await createRecord(inFirst(), group, { name: 'Walled' });
    const to = relationTo(contact, 'group');
    for (const id of [theirs, foreign]) {
      expect(await oneOf(inFirst().actor, id)).toBeUndefined();
      await expect(updateRecord(inFirst(), contact, id, { name: 'Mine' })).rejects.toMatchObject({
        code: 'not_found',
      });
      expect((await deleteRecords(inFirst(), contact, [id]))[0]?.done).toBe(false);
      await expect(
        relate(inFirst(), contact, { to, ids: [id], other: readers, tied: true }),
      ).rejects.toMatchObject({ code: 'not_found' });
      const seen = await names(inFirst().actor, { group: toUlid(readers) });
      expect(seen).toEqual([]);
    }
    const { rows } = await db.admin.query('SELECT name FROM contact WHERE id = ANY ($1) ORDER BY name', [
      [theirs, foreign],
    ]);
    expect(rows.map(({ name }) => name)).toEqual(['Elsewhere', 'Next door']);
  });

  test('search asks for both scopes, and looks nowhere but in what was opened to it', async () => {
    const app = await db.app();
    const search = (scope: Record<string, string>, table: string, orgId: string, workspaceId: string) =>
      probe(app, scope, `SELECT id FROM search_rows($1, $2, $3, 'a', 5)`, [table, orgId, workspaceId]);
    const here = { 'app.org_id': org.orgId, 'app.workspace_id': first };
    const denied = { state: '42501' };
    expect(await search(here, 'contact', org.orgId, second)).toEqual(denied);
    expect(await search(here, 'contact', other.orgId, first)).toEqual(denied);
    for (const table of ['membership', 'csv_import', 'contact"; DROP TABLE contact; --', 'pg_class'])
      expect(await search(here, table, org.orgId, first)).toEqual(denied);
    expect(
      await search({ 'app.org_id': org.orgId, 'app.workspace_id': '' }, 'contact', org.orgId, first),
    ).toEqual(denied);
    expect(await search(here, 'contact', org.orgId, first)).toMatchObject({ count: expect.any(Number) });
  });
});

describe('[C1] groups', () => {
  test('contacts are put into one by the hundred, taken out again, and stay one each', async () => {
    const by = inFirst();
    const ids = [];
    for (let i = 0; i < 30; i++) ids.push(await createRecord(by, contact, { name: `Bulk ${i}` }));
    const id = await createRecord(by, group, { name: 'Bulk' });
    const to = relationTo(contact, 'group');
    expect(await relate(by, contact, { to, ids: ids.slice(0, 20), other: id, tied: true })).toBe(20);
    expect(await relate(by, contact, { to, ids, other: id, tied: true })).toBe(10);
    expect((await names(by.actor, { group: toUlid(id) })).length).toBe(30);
    const [[row]] = await readWorkspace(by.actor, [recordOf(group, id)]);
    expect(row?.contacts).toBe(30);
    expect(await relate(by, contact, { to, ids: ids.slice(0, 5), other: id, tied: false })).toBe(5);
    expect((await names(by.actor, { group: toUlid(id) })).length).toBe(25);
    await deleteRecords(by, group, [id]);
    expect(await oneOf(by.actor, ids[9] as string)).toBeDefined();
  });
});

describe('[L3] the limit of contacts', () => {
  test('of many who want the last places at once, as many get one as there are', async () => {
    const org = await makeOrg(db.admin);
    const by = doer(org, org.orgId, { contacts: 5 });
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => createRecord(by, contact, { name: `Race ${i}` })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled').length).toBe(5);
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'quota_exceeded' });
    const [{ used }] = (
      await db.admin.query('SELECT used FROM usage_counter WHERE org_id = $1 AND limit_key = $2', [
        org.orgId,
        'contacts',
      ])
    ).rows as [{ used: string }];
    expect(Number(used)).toBe(5);
  });
});

describe('[C3] export', () => {
  test('is what the list shows, and runs nothing in a spreadsheet', async () => {
    const org = await makeOrg(db.admin);
    const by = doer(org, org.orgId);
    await createRecord(by, contact, {
      name: '=cmd|calc',
      email: 'a@example.com',
      notes: 'two\nlines, "quoted"',
    });
    await createRecord(by, contact, { name: 'Other', company: 'Far' });
    const text = async (params: Record<string, unknown>) => {
      let all = '';
      for await (const piece of recordCsv(by.actor, contact, readRecordQuery(contact, params).query))
        all += piece;
      return all;
    };
    const all = await text({});
    expect(all).toContain(`'=cmd|calc,a@example.com,,,"two\nlines, ""quoted"""`);
    expect(await text({ q: 'far' })).not.toContain('calc');
  });

  test('a list longer than a step comes whole', async () => {
    const org = await makeOrg(db.admin);
    const inside = actorAt(org, org.orgId);
    await db.admin.query(
      `INSERT INTO contact (org_id, workspace_id, id, name) SELECT $1, $1, gen_random_uuid(), 'N' || n FROM generate_series(1, 2500) n`,
      [org.orgId],
    );
    let lines = 0;
    for await (const piece of recordCsv(inside, contact, readRecordQuery(contact, {}).query))
      lines += piece.split('\r\n').length - 1;
    expect(lines).toBe(2501);
    const rows = await inWorkspace(inside, (d) =>
      d.rows(sql`SELECT 1 FROM contact c WHERE c.org_id = ${ORG} AND c.workspace_id = ${WORKSPACE}`),
    );
    expect(rows.length).toBe(2500);
  });
});
