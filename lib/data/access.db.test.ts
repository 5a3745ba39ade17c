import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countingProxy } from '../../bench/lib/proxy';
import { why } from '../access/why';
import { inOrg, readOrg } from '../db/in-org';
import { readWorkspace } from '../db/in-workspace';
import type { WorkspaceId } from '../db/scope';
import { type Sql, toStatement } from '../db/sql';
import { testDatabase } from '../db/testing/database';
import { present } from '../db/testing/tickets';
import {
  addMember,
  insert,
  makeOrg,
  makeSubTeams,
  makeUser,
  subTeamIds,
  type TestOrg,
} from '../db/testing/world';
import { newId } from '../ids';
import { group } from '../resources/group';
import { recordList } from '../resources/list';
import { readRecordQuery } from '../resources/query';
import { memberGrants, type ReachRow, reachCount, reachOf, thingsLike, waysOf } from './access-of';
import { myGrantsAmong, strongestOf } from './granted';
import { pageOf, type Walk } from './keyset';
import { actorIn } from './testing/actor';

// Ten thousand members, a thousand grants, and a neighbour five times as large: asked as the app.
const db = await testDatabase();
afterAll(() => db.drop());
const MEMBERS = 10_000;
let org: TestOrg;
let app: pg.Client;
let first: string;
const relay = { kind: 'relay', id: newId() } as const;
const inMain = { kind: 'contact_group', id: newId() } as const;
const inFirst = { kind: 'contact_group', id: newId() } as const;
const FROM_START: Walk = { desc: false, cursor: null, size: 50 };

async function fill(at: TestOrg, n: number) {
  await db.admin.query(
    `WITH people AS (INSERT INTO app_user (id, email, name, email_verified_at)
        SELECT gen_random_uuid(), 'p' || n || '-' || right($1::text, 12) || '@test.example', md5(n::text), now() FROM generate_series(1, $2) n
        RETURNING id)
      INSERT INTO membership (org_id, user_id, role)
        SELECT $1::uuid, id, CASE WHEN right(id::text, 2) = '00' THEN 'admin' WHEN right(id::text, 1) < '4' THEN 'viewer' ELSE 'member' END FROM people`,
    [at.orgId, n],
  );
  await db.admin.query(
    `INSERT INTO team (org_id, id, slug, name) SELECT $1::uuid, gen_random_uuid(), 'team-' || n, 'Team ' || n FROM generate_series(1, 100) n`,
    [at.orgId],
  );
  await db.admin.query(
    `INSERT INTO team_member (org_id, team_id, user_id, role)
      SELECT t.org_id, t.id, m.user_id, 'member' FROM (SELECT *, row_number() OVER (ORDER BY slug) AS n FROM team WHERE org_id = $1) t
        JOIN (SELECT *, row_number() OVER (ORDER BY user_id) AS n FROM membership WHERE org_id = $1) m ON m.n % 100 = t.n % 100`,
    [at.orgId],
  );
}

beforeAll(async () => {
  org = await makeOrg(db.admin);
  await makeSubTeams(db.admin, org.orgId);
  [first] = subTeamIds(org.orgId);
  const neighbour = await makeOrg(db.admin);
  await fill(org, MEMBERS);
  await fill(neighbour, 5 * MEMBERS);
  const named = { org_id: org.orgId, name: 'Carrier' };
  await insert(db.admin, 'relay', {
    ...named,
    id: relay.id,
    kind: 'echo',
    secret_cipher: '\\x00',
    tail: 'x',
    created_by: 'x',
  });
  await insert(db.admin, 'contact_group', {
    ...named,
    id: inMain.id,
    workspace_id: org.orgId,
    name: 'In main',
  });
  await insert(db.admin, 'contact_group', {
    ...named,
    id: inFirst.id,
    workspace_id: first,
    name: 'In the first',
  });
  await db.admin.query(
    `INSERT INTO contact_group (org_id, workspace_id, id, name) SELECT $1::uuid, $1::uuid, gen_random_uuid(), 'Group ' || n FROM generate_series(1, 120) n`,
    [org.orgId],
  );
  await db.admin.query(
    `INSERT INTO sub_team_member (org_id, sub_team_id, user_id) SELECT $1::uuid, $2::uuid, user_id FROM membership
      WHERE org_id = $1 AND role IN ('member', 'viewer') ORDER BY user_id LIMIT 30`,
    [org.orgId, first],
  );
  await db.admin.query(
    `INSERT INTO contact_group (org_id, workspace_id, id, name) SELECT $1::uuid, $1::uuid, gen_random_uuid(), 'Group ' || n FROM generate_series(1, 8000) n`,
    [neighbour.orgId],
  );
  const share = (id: string, kind: string, people: number, teams: number) =>
    db.admin.query(
      `INSERT INTO access_grant (org_id, id, kind, resource_id, user_id, team_id, role, granted_by)
        SELECT $1::uuid, gen_random_uuid(), $2, $3::uuid, p.user_id, p.team_id, (ARRAY['owner', 'admin', 'editor', 'reviewer', 'viewer'])[1 + n % 5], 'x' FROM (
          SELECT user_id, NULL::uuid AS team_id, row_number() OVER () AS n FROM (SELECT user_id FROM membership WHERE org_id = $1 ORDER BY md5(user_id::text || $3) LIMIT $4) u
          UNION ALL SELECT NULL, id, row_number() OVER () FROM (SELECT id FROM team WHERE org_id = $1 ORDER BY md5(id::text || $3) LIMIT $5) t) p`,
      [org.orgId, kind, id, people, teams],
    );
  await share(relay.id, 'relay', 150, 50);
  await share(inMain.id, 'contact_group', 100, 50);
  await share(inFirst.id, 'contact_group', 100, 20);
  const { rows } = await db.admin.query(
    `SELECT id FROM contact_group WHERE org_id = $1 AND name LIKE 'Group %' ORDER BY id LIMIT 53`,
    [org.orgId],
  );
  for (const { id } of rows) await share(id, 'contact_group', 8, 2);
  await db.admin.query(
    'ANALYZE membership, team, team_member, access_grant, grantable, sub_team_member, contact_group',
  );
  app = await db.app();
  await db.useEngine();
}, 180_000);

const me = () => actorIn(org);

/** What it is by brute force: everybody, one by one, as the rules have it. */
async function everybody(target: typeof relay | typeof inMain) {
  const { rows } = await db.admin.query(
    `SELECT m.user_id, m.name_key, m.role AS "orgRole",
        (SELECT role FROM access_grant WHERE resource_id = $2 AND user_id = m.user_id) AS direct,
        coalesce((SELECT json_agg(json_build_object('id', t.id, 'name', t.name, 'role', g.role)) FROM access_grant g JOIN team t ON t.id = g.team_id
          JOIN team_member c ON c.team_id = t.id AND c.user_id = m.user_id WHERE g.resource_id = $2), '[]') AS teams,
        gr.home_id IS NULL OR gr.home_id = m.org_id OR EXISTS (SELECT 1 FROM sub_team_member s WHERE s.sub_team_id = gr.home_id AND s.user_id = m.user_id) AS "letIn"
      FROM membership m JOIN grantable gr ON gr.id = $2 WHERE m.org_id = $1`,
    [org.orgId, target.id],
  );
  return rows
    .filter((row) => why(target.kind, row).role !== null)
    .sort((a, b) =>
      a.name_key < b.name_key ? -1 : a.name_key > b.name_key ? 1 : a.user_id < b.user_id ? -1 : 1,
    );
}

describe('[G5] who can reach a resource', () => {
  test.each([
    ['a relay', relay],
    ['a group of the main workspace', inMain],
    ['a group of a sub-team', inFirst],
  ] as const)(
    '%s: every page there is, forwards and back, is what one finds one by one',
    async (_, target) => {
      const right = await everybody(target);
      const [[counted]] = await readOrg(me(), [reachCount(target)] as const);
      expect(counted?.count).toBe(right.length);
      const pages: ReachRow[][] = [];
      let walk = FROM_START;
      for (let n = 0; n < 4; n++) {
        const [rows] = await readOrg(me(), [reachOf(target, walk)] as const);
        const { rows: shown } = pageOf(rows, walk, 'x', org.orgId);
        pages.push(shown);
        const last = shown.at(-1);
        if (!last || rows.length <= walk.size) break;
        walk = {
          ...FROM_START,
          cursor: { orgId: org.orgId, way: 'after', run: 0, key: String(last.key), id: last.id, position: 1 },
        };
      }
      const found = pages.flat();
      expect(found.map(({ id }) => id)).toEqual(right.slice(0, found.length).map(({ user_id }) => user_id));
      for (const [i, row] of found.entries())
        expect(
          why(target.kind, { orgRole: row.org_role, direct: row.direct, teams: row.teams, letIn: row.enters })
            .role,
        ).toBe(why(target.kind, right[i]).role);
      if (pages.length < 2) return;
      const at = pages[1]?.[0] as ReachRow;
      const back: Walk = {
        ...FROM_START,
        cursor: { orgId: org.orgId, way: 'before', run: 0, key: String(at.key), id: at.id, position: 50 },
      };
      const [rows] = await readOrg(me(), [reachOf(target, back)] as const);
      expect(pageOf(rows, back, 'x', org.orgId).rows.map(({ id }) => id)).toEqual(
        pages[0]?.map(({ id }) => id),
      );
    },
  );

  test('[G4] one member’s ways are those that the rules compose', async () => {
    const right = await everybody(inFirst);
    for (const one of right.slice(0, 20)) {
      const [[row]] = await readOrg(me(), [waysOf(inFirst, one.user_id)] as const);
      if (!row) throw new Error('no ways');
      const { org_role: orgRole, direct, teams, let_in: letIn } = row;
      expect(why('contact_group', { orgRole, direct, teams, letIn }).role).toBe(
        why('contact_group', one).role,
      );
    }
    const [foreign] = await readOrg(me(), [waysOf(inFirst, newId())] as const);
    expect(foreign).toEqual([]);
  });

  test('[S2] what is in a sub-team has a name for those who are in it, and for nobody else', async () => {
    const outside = await makeUser(db.admin);
    await addMember(db.admin, org.orgId, outside.userId, 'member');
    const names = async (who = me()) =>
      (await readOrg(who, [thingsLike('In ')] as const))[0].map(({ name }) => name);
    expect(await names()).toEqual(['In main', 'In the first']);
    const who = actorIn(org, { ...outside, role: 'member' });
    expect(await names(who)).toEqual(['In main']);
    await insert(db.admin, 'sub_team_member', {
      org_id: org.orgId,
      sub_team_id: first,
      user_id: outside.userId,
    });
    expect(await names(who)).toEqual(['In main', 'In the first']);
    // Asked in another organization's scope it says nothing of this one.
    const stranger = await makeOrg(db.admin);
    expect(await names(actorIn(stranger))).toEqual([]);
  });
});

type Plan = { 'Node Type': string; 'Relation Name'?: string; Plans?: Plan[] };

async function explained(piece: Sql): Promise<{ seq: string[]; ms: number }> {
  const { text, values } = toStatement(piece, org);
  await app.query('BEGIN');
  await present(app, { orgId: org.orgId, userId: org.userId });
  await app.query(`EXPLAIN (ANALYZE) ${text}`, [...(values ?? [])]);
  const { rows } = await app.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, [...(values ?? [])]);
  await app.query('ROLLBACK');
  const [{ Plan: top, 'Execution Time': ms }] = rows[0]['QUERY PLAN'];
  const seq: string[] = [];
  const collect = (plan: Plan) => {
    const table = plan['Relation Name'];
    if (plan['Node Type'] === 'Seq Scan' && table) seq.push(table);
    plan.Plans?.forEach(collect);
  };
  collect(top);
  return { seq, ms };
}

describe('[G5] with 10,000 members and 1,000 grants', () => {
  test('there are so many', async () => {
    const { rows } = await db.admin.query(
      'SELECT (SELECT count(*)::int FROM membership WHERE org_id = $1) AS members, (SELECT count(*)::int FROM access_grant WHERE org_id = $1) AS grants',
      [org.orgId],
    );
    expect(rows[0].members).toBeGreaterThanOrEqual(MEMBERS);
    expect(rows[0].grants).toBeGreaterThanOrEqual(1000);
  });

  const someone = async () =>
    (
      await db.admin.query(
        `SELECT user_id FROM access_grant WHERE resource_id = $1 AND user_id IS NOT NULL LIMIT 1`,
        [inMain.id],
      )
    ).rows[0].user_id as string;
  test.each([
    ['one page of who can reach a relay', async () => reachOf(relay, FROM_START)],
    ['one page of who can reach a group', async () => reachOf(inMain, FROM_START)],
    ['one page of who can reach a sub-team’s group', async () => reachOf(inFirst, FROM_START)],
    ['how many can', async () => reachCount(relay)],
    ['why one can', async () => waysOf(inMain, await someone())],
    ['what one was given', async () => memberGrants(await someone())],
  ] as const)('%s walks indexes of the organization, no whole table', async (_, make) => {
    const { seq } = await explained((await make()) as Sql);
    expect(
      seq.filter((table) => ['membership', 'team_member', 'access_grant', 'grantable'].includes(table)),
    ).toEqual([]);
  });
});

test('[G4] what one may do with each row of a list costs no round trip more for 50 rows than for 5', async () => {
  const proxy = await countingProxy(db.appUrl);
  await db.useEngine({ url: proxy.url });
  const viewer = await makeUser(db.admin);
  await addMember(db.admin, org.orgId, viewer.userId, 'viewer');
  const who = {
    ...actorIn(org, { ...viewer, role: 'viewer' }),
    workspaceId: org.orgId as string as WorkspaceId,
  };
  await db.admin.query(
    `INSERT INTO access_grant (org_id, id, kind, resource_id, user_id, role, granted_by)
      SELECT org_id, gen_random_uuid(), 'contact_group', id, $2, 'editor', 'x' FROM contact_group WHERE org_id = $1 AND name LIKE 'Group 1%'`,
    [org.orgId, viewer.userId],
  );
  const page = async (size: number) => {
    const { query, walk } = readRecordQuery(group, {});
    const list = recordList(group, query, { ...walk, size: size - 1 });
    const [rows, grants] = await readWorkspace(who, [list, myGrantsAmong('contact_group', list)] as const);
    const mine = strongestOf(grants);
    return rows.map(({ id, name }) => [name, mine.get(id) ?? null]);
  };
  await inOrg(who, (d) => d.team.count()); // the connection is there
  const shown: unknown[][] = [];
  const turns = [];
  for (const size of [5, 50]) {
    await page(size);
    turns.push((await proxy.count(async () => shown.push(await page(size)))).turns);
  }
  expect(turns).toEqual([1, 1]);
  expect(shown.map((rows) => rows.length)).toEqual([5, 50]);
  for (const [name, mine] of shown[1] as [string, string | null][])
    expect([name, mine]).toEqual([name, name.startsWith('Group 1') ? 'editor' : null]);
  await db.useEngine();
  proxy.stop();
});
