import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readOrg } from '../db/in-org';
import { sql } from '../db/sql';
import { testDatabase } from '../db/testing/database';
import { addMember, insert, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { type Page, pageOrFirst, type Walk } from './keyset';
import { memberCount } from './member-count';
import { type MemberRow, memberList } from './member-list';
import { MEMBER_SORTS, readMemberQuery } from './member-query';

vi.stubEnv('AUTH_SECRET', 'a secret of at least thirty-two characters');

const db = await testDatabase();
let org: TestOrg;
let other: TestOrg;
const HOUR = 3_600_000;
const now = Date.now();

beforeAll(async () => {
  await db.useEngine();
  [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  const names = [
    'Zoë Adler',
    'ann lee',
    'Ann Lee',
    'Émile Roux',
    'Bo',
    'Cay 100% Li',
    'dan_o',
    '王 Wei',
    'Ann Lee',
  ];
  for (const [i, name] of names.entries()) {
    const { userId } = await makeUser(db.admin, name);
    for (const [n, { orgId }] of [org, other].entries()) {
      await insert(db.admin, 'membership', {
        org_id: orgId,
        user_id: userId,
        role: ['admin', 'member', 'viewer'][(i + n) % 3],
        joined_at: new Date(now - (i % 4) * HOUR),
        last_seen_at: new Date(now - ((i * 5) % 7) * HOUR),
      });
    }
  }
  for (const [i, days] of [3, -1, 6, -2, 3].entries()) await invited(org, `guest${i}@else.test`, days, i);
  await invited(other, 'foreign@else.test', 3, 1);
});
afterAll(() => db.drop());

async function invited({ orgId }: TestOrg, email: string, days: number, i: number) {
  const id = newId();
  await insert(db.admin, 'invitation', {
    org_id: orgId,
    id,
    email,
    role: i % 2 ? 'member' : 'admin',
    token_hash: Buffer.from(id),
    pending_email: email,
    invited_by: 'Somebody',
    created_at: new Date(now - (i % 3) * HOUR),
    expires_at: new Date(now + days * 24 * HOUR),
  });
}

type Params = Record<string, string | string[]>;

async function load(params: Params, { who = org, size = 50 } = {}) {
  const ask = readMemberQuery(params);
  const walk: Walk = { ...ask.walk, size };
  const read = (w: Walk) => memberList(ask.query, w);
  const [found, [count]] = await readOrg(who, [read(walk), memberCount(ask.query)]);
  return { ...(await pageOrFirst(who, found, { ...ask, walk }, read)), count };
}
const all = async (params: Params = {}, options = {}) => (await load(params, options)).page.rows;
const emails = (rows: MemberRow[]) => rows.map(({ email }) => email);

/** What the list must be, told without SQL: all rows, sorted here. */
function sorted(rows: MemberRow[], sort: (typeof MEMBER_SORTS)[number], down: boolean) {
  const rank = { owner: 0, admin: 1, member: 2, viewer: 3 };
  const lower = (row: MemberRow) => (row.kind === 'member' ? row.name : row.email).toLowerCase();
  const time = (date: Date | null) => String(date?.getTime() ?? 0).padStart(15, '0');
  const key = (row: MemberRow): string[] => {
    if (sort === 'joined') return [time(row.since)];
    if (sort === 'seen') return [row.kind === 'member' ? '1' : '0', time(row.seen ?? row.since)];
    return sort === 'role' ? [String(rank[row.role]), lower(row)] : [lower(row)];
  };
  const order = [...rows].sort((a, b) => compare([...key(a), a.id], [...key(b), b.id]));
  return down ? order.reverse() : order;
}
function compare(a: string[], b: string[]): number {
  const i = a.findIndex((text, at) => text !== b[at]);
  if (i < 0) return 0;
  return Buffer.compare(Buffer.from(a[i] ?? ''), Buffer.from(b[i] ?? ''));
}

describe('[M5] members and open invitations in one order', () => {
  for (const sort of MEMBER_SORTS) {
    for (const dir of ['asc', 'desc']) {
      test(`[M5] by ${sort}, ${dir}: whole, and page by page there and back`, async () => {
        const whole = await all({ sort, dir });
        expect(whole).toHaveLength(15);
        expect(whole).toEqual(sorted(whole, sort, dir === 'desc'));
        for (const size of [1, 2, 4, 15]) {
          const there: Page<MemberRow>[] = [(await load({ sort, dir }, { size })).page];
          for (let after = there[0]?.after; after; after = there.at(-1)?.after) {
            there.push((await load({ sort, dir, after }, { size })).page);
          }
          expect(there.flatMap(({ rows }) => rows)).toEqual(whole);
          expect(there.map(({ from, to }) => [from, to])).toEqual(
            there.map((_, i) => [i * size + 1, Math.min((i + 1) * size, 15)]),
          );
          const back = [there.at(-1) as Page<MemberRow>];
          for (let before = back[0]?.before; before; before = back[0]?.before) {
            back.unshift((await load({ sort, dir, before }, { size })).page);
          }
          expect(back.map(({ rows, from, to }) => [from, to, emails(rows)])).toEqual(
            there.map(({ rows, from, to }) => [from, to, emails(rows)]),
          );
        }
      });
    }
  }

  test('[M5] filters by role and by status, and counts what it shows', async () => {
    const whole = await all();
    const cases: [Params, (row: MemberRow) => boolean][] = [
      [{ role: 'admin' }, ({ role }) => role === 'admin'],
      [{ role: ['owner', 'viewer'] }, ({ role }) => role === 'owner' || role === 'viewer'],
      [{ status: 'active' }, ({ status }) => status === 'active'],
      [{ status: 'invited' }, ({ status }) => status === 'invited'],
      [{ status: 'expired' }, ({ status }) => status === 'expired'],
      [{ status: ['active', 'expired'] }, ({ status }) => status !== 'invited'],
      [
        { role: 'member', status: 'expired', sort: 'role' },
        ({ role, status }) => role === 'member' && status === 'expired',
      ],
      [{ role: 'owner', status: 'invited' }, () => false],
    ];
    for (const [params, keeps] of cases) {
      const { page, count } = await load(params);
      expect(emails(page.rows).sort(), JSON.stringify(params)).toEqual(emails(whole.filter(keeps)).sort());
      expect(count?.total, JSON.stringify(params)).toBe(whole.filter(keeps).length);
    }
  });

  test('[M5] every combination of search, filters and order shows and counts what it should', async () => {
    const whole = await all();
    const holds = (row: MemberRow, q: string) =>
      q.length > 2
        ? `${row.name} ${row.email}`.toLowerCase().includes(q)
        : row.name.toLowerCase().startsWith(q) || row.email.startsWith(q);
    for (const q of ['', 'a', 'lee', 'else'])
      for (const role of [[], ['admin'], ['owner', 'viewer']])
        for (const status of [[], ['active'], ['invited'], ['active', 'expired']])
          for (const sort of MEMBER_SORTS)
            for (const dir of ['asc', 'desc']) {
              const { page, count } = await load({ q, role, status, sort, dir });
              const wanted = whole.filter(
                (row) =>
                  (!q || holds(row, q)) &&
                  (!role.length || role.includes(row.role)) &&
                  (!status.length || status.includes(row.status)),
              );
              const what = JSON.stringify({ q, role, status, sort, dir });
              expect(emails(page.rows), what).toEqual(emails(sorted(wanted, sort, dir === 'desc')));
              expect(count?.total, what).toBe(wanted.length);
            }
  });

  test.each([
    ['lee', 3],
    ['ANN', 3],
    ['nn le', 3],
    ['é', 1],
    ['zoë', 1],
    ['0%', 0],
    ['100%', 1],
    ['n_o', 1],
    ['n%o', 0],
    ['王', 1],
    ['test.example', 10],
    ['else', 5],
    ['guest3', 1],
    ['gu', 5],
    ['ue', 0],
    ['a', 3],
    ['nobody at all', 0],
  ])('[M5] finds %j in %i', async (q, hits) => {
    for (const more of [{}, { sort: 'seen', dir: 'desc' }, { sort: 'role' }] as Params[]) {
      const params = { ...more, q };
      const { page, count } = await load(params);
      expect(page.rows).toHaveLength(hits);
      expect(count?.total).toBe(hits);
    }
  });

  test('[M4] shows invitations to those only who may see them', async () => {
    const viewer = await makeUser(db.admin, 'Vic');
    await addMember(db.admin, org.orgId, viewer.userId, 'viewer');
    const who = { ...org, ...viewer };
    for (const params of [
      {},
      { sort: 'seen' },
      { q: 'guest' },
      { status: 'invited' },
      { status: 'expired', role: 'admin' },
    ] as Params[]) {
      const { page, count } = await load(params, { who });
      expect(page.rows.filter(({ kind }) => kind === 'invitation')).toEqual([]);
      expect(count?.total).toBe(page.rows.length);
    }
    await db.admin.query('DELETE FROM membership WHERE user_id = $1', [viewer.userId]);
  });
});

describe('[T5] a cursor', () => {
  test('[T5] of another organization leads to the own first page, and says so', async () => {
    const foreign = (await load({}, { who: other, size: 2 })).page.after ?? '';
    const { page, lost } = await load({ after: foreign }, { size: 2 });
    expect(lost).toBe(true);
    expect(page.rows).toEqual((await all()).slice(0, 2));
    expect(page).toMatchObject({ from: 1, to: 2, before: null });
  });

  test('[M5] to what is not there any more leads to the first page', async () => {
    const last = (await load({}, { size: 14 })).page;
    const { rows } = await db.admin.query('DELETE FROM invitation WHERE org_id = $1 RETURNING *', [
      org.orgId,
    ]);
    const zoe = (await all()).at(-1);
    const removed = await db.admin.query(
      'DELETE FROM membership WHERE org_id = $1 AND user_id = $2 RETURNING *',
      [org.orgId, zoe?.id],
    );
    const { page, lost } = await load({ after: last.after ?? '' }, { size: 14 });
    expect(lost).toBe(true);
    expect(page.from).toBe(1);
    for (const row of rows) await insert(db.admin, 'invitation', row);
    for (const row of removed.rows) await insert(db.admin, 'membership', row);
  });
});

test('[M5] counts the owners, to say of the last one that it is the last', async () => {
  expect((await load({ q: 'nobody at all' })).count?.owners).toBe(1);
});

// Kept last: it makes the tables big.
describe('[M5] in an organization of 21,000', () => {
  let big: TestOrg;
  beforeAll(async () => {
    big = await makeOrg(db.admin);
    await db.admin.query(`
      SET session_replication_role = replica;
      INSERT INTO app_user (id, email, name)
        SELECT ('10000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'u' || n || '@big.test', 'Big ' || n
        FROM generate_series(1, 21000) n;
      INSERT INTO membership (org_id, user_id, role, email, name, name_key, search, joined_at, last_seen_at)
        SELECT '${big.orgId}', id, CASE WHEN right(email, 13) LIKE '%7@big.test' THEN 'viewer' ELSE 'member' END, email, name,
          lower(name), lower(name || ' ' || email), now() - random() * interval '900 days', now() - random() * interval '90 days'
        FROM app_user WHERE email LIKE '%@big.test';
      INSERT INTO membership (org_id, user_id, role, email, name, name_key, search)
        SELECT '${other.orgId}', user_id, role, email, name, name_key, search FROM membership WHERE org_id = '${big.orgId}'
        ON CONFLICT DO NOTHING;
      INSERT INTO invitation (org_id, id, email, role, token_hash, status, pending_email, invited_by, expires_at)
        SELECT o, ('20000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'i' || n || '@big.test', 'member',
          sha256(n::text::bytea), s, CASE WHEN s = 'pending' THEN 'i' || n || '@big.test' END, 'Somebody', now() + interval '1 day'
        FROM generate_series(1, 3000) n, unnest(ARRAY['${big.orgId}', '${other.orgId}']::uuid[]) o,
          LATERAL (SELECT CASE WHEN n % 5 = 0 THEN 'pending' ELSE 'accepted' END) x(s);
      SET session_replication_role = origin;
      ANALYZE membership; ANALYZE invitation;`);
  }, 60_000);

  const plain = async (where: string) =>
    (
      await db.admin.query(`SELECT count(*)::int AS n FROM membership WHERE org_id = $1 AND ${where}`, [
        big.orgId,
      ])
    ).rows[0].n;

  test('[M5] counts exactly to 20,000, and says that there is more', async () => {
    expect((await load({}, { who: big })).count?.total).toBeGreaterThan(20_000);
    expect((await load({ q: 'big' }, { who: big })).count?.total).toBeGreaterThan(20_000);
    expect((await load({ role: 'viewer', status: 'active' }, { who: big })).count?.total).toBe(
      await plain(`role = 'viewer'`),
    );
  });

  test.each([
    [{ q: 'big' }, `search LIKE '%big%'`],
    [{ q: 'big', role: 'viewer' }, `search LIKE '%big%' AND role = 'viewer'`],
    [{ q: 'b' }, `name_key LIKE 'b%'`],
    [{ q: '999', sort: 'seen' }, `search LIKE '%999%'`],
    [{ q: 'u12', role: 'viewer', sort: 'role' }, `email LIKE 'u12%' AND role = 'viewer'`],
  ] as [Params, string][])(
    '[M5] many hits or few, %j finds the same as asking each row',
    async (asked, where) => {
      const params = { ...asked, status: 'active' };
      const seen = new Set<string>();
      let { page, count } = await load(params, { who: big, size: 900 });
      expect(count?.total).toBe(Math.min(await plain(where), 20_001));
      for (let n = 0; n < 30; n++) {
        for (const { id } of page.rows) seen.add(id);
        if (!page.after) break;
        page = (await load({ ...params, after: page.after }, { who: big, size: 900 })).page;
      }
      expect(seen.size).toBe(await plain(where));
    },
  );

  const CASES: Params[] = [
    {},
    { dir: 'desc' },
    { sort: 'role' },
    { sort: 'joined', dir: 'desc' },
    { sort: 'seen' },
    { role: 'viewer' },
    { role: ['owner', 'admin'], sort: 'role' },
    { status: 'invited', sort: 'joined' },
    { q: 'u123' },
    { q: 'bi' },
    { q: 'big 77', sort: 'seen' },
  ];
  test.each(CASES)('[M5] %j reads no table from end to end, on any page', async (params) => {
    const first = await load(params, { who: big });
    for (const page of [{}, first.page.after ? { after: first.page.after } : {}]) {
      const { query, walk } = readMemberQuery({ ...params, ...page } as Params);
      const [lines] = await readOrg(big, [
        sql<{ 'QUERY PLAN': string }>`EXPLAIN (COSTS OFF) ${memberList(query, walk)}`,
      ]);
      const plan = lines.map((line) => line['QUERY PLAN']).join('\n');
      expect(plan).not.toMatch(/Seq Scan/);
      expect(plan).toMatch(/Index Cond: \(.*org_id = /);
    }
  });
});
