import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readOrg } from '../db/in-org';
import { toStatement } from '../db/sql';
import { testDatabase } from '../db/testing/database';
import { rowFor } from '../db/testing/rows';
import { present } from '../db/testing/tickets';
import { addMember, insert, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { newId, toUlid } from '../ids';
import { PAGE_SIZE } from './audit-query';
import { pageOf } from './keyset';
import {
  COUNTED,
  ROUTING_HOSTS,
  routingCount,
  routingDecision,
  routingPage,
  routingTail,
  TAIL,
} from './routing-list';
import { readRoutingQuery, readTailQuery } from './routing-query';

vi.stubEnv('AUTH_SECRET', 'a secret of at least thirty-two characters');
const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());

const MANY = 100_000;
const START = Date.parse('2026-03-01');
let big: TestOrg;

// One decision a minute, by a thousand people; a few of the rare kinds among them.
beforeAll(async () => {
  big = await makeOrg(db.admin);
  await db.admin.query(
    `INSERT INTO routing_decision (org_id, id, at, request_id, method, host, path, surface, resolved_by, header, disagreed,
       actor_kind, actor_id, actor_label, outcome, reason, ip)
     SELECT $1, (lpad(to_hex($3::bigint + n::bigint * 60000), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid,
       to_timestamp(($3::bigint + n::bigint * 60000) / 1000.0), lpad(to_hex(n * 7919 % 1000003), 8, '0') || '-request', 'GET',
       CASE WHEN n % 25000 = 5 THEN 'console.acme.test' ELSE 'acme' END, '/members', 'page',
       CASE WHEN n % 20000 = 7 THEN 'header' ELSE 'route' END, NULL, n % 12500 = 9, 'user',
       (lpad(to_hex(n % 1000), 8, '0') || '-0000-7000-8000-000000000000')::uuid, 'person@test.example',
       CASE WHEN n % 10000 = 3 THEN 'refused' ELSE 'allowed' END, CASE WHEN n % 10000 = 3 THEN 'tenant_forbidden' END, '127.0.0.1'
     FROM generate_series(0, $2::int - 1) n`,
    [big.orgId, MANY, START],
  );
  // Names are looked up by key, however many members there are.
  await db.admin.query(
    `INSERT INTO app_user (id, email, name)
     SELECT (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000')::uuid, 'person-' || n || '@test.example', 'Person ' || n
     FROM generate_series(0, 999) n`,
  );
  await db.admin.query(
    `INSERT INTO membership (org_id, user_id, role) SELECT $1, id, 'member' FROM app_user WHERE email LIKE 'person-%'`,
    [big.orgId],
  );
  await db.admin.query('VACUUM ANALYZE routing_decision, membership');
});

const ask = (params: Record<string, string>) => readRoutingQuery(params);
async function read(org: TestOrg, params: Record<string, string>) {
  const { query, walk, list } = ask(params);
  const [found, [counted]] = await readOrg(org, [routingPage(query, walk), routingCount(query)]);
  return { page: pageOf(found, walk, list, org.orgId), count: counted?.count };
}
const timesOf = (rows: { at: Date }[]) => rows.map(({ at }) => (at.getTime() - START) / 60_000);

describe('the log of an org with 100,000 decisions', () => {
  test('[R6] newest first, page after page and back, without a gap or a double', async () => {
    const first = await read(big, {});
    expect(timesOf(first.page.rows)).toEqual(Array.from({ length: PAGE_SIZE }, (_, i) => MANY - 1 - i));
    expect(first.count).toBe(COUNTED + 1);
    const second = await read(big, { after: first.page.after ?? '' });
    expect(timesOf(second.page.rows)[0]).toBe(MANY - 1 - PAGE_SIZE);
    expect(second.page).toMatchObject({ from: 51, to: 100 });
    const back = await read(big, { before: second.page.before ?? '' });
    expect(timesOf(back.page.rows)).toEqual(timesOf(first.page.rows));
  });

  test('[R6] narrowed to an outcome, a way, a host, a person, disagreements, days, a request', async () => {
    expect((await read(big, { outcome: 'refused' })).count).toBe(10);
    expect((await read(big, { by: 'header' })).count).toBe(5);
    expect((await read(big, { host: 'console.acme.test' })).count).toBe(4);
    expect((await read(big, { actor: toUlid('00000007-0000-7000-8000-000000000000') })).count).toBe(100);
    expect((await read(big, { disagreed: 'yes' })).count).toBe(8);
    const day = await read(big, { from: '2026-03-02', to: '2026-03-02' });
    expect(day.count).toBe(1440);
    expect(timesOf(day.page.rows)[0]).toBe(2 * 1440 - 1);
    expect((await read(big, { q: '00001EEF-' })).count).toBe(1);
    expect((await read(big, { by: 'header', outcome: 'refused' })).count).toBe(0);
  });

  const views: Record<string, Record<string, string>> = {
    all: {},
    outcome: { outcome: 'refused' },
    way: { by: 'header' },
    host: { host: 'console.acme.test' },
    actor: { actor: toUlid('00000007-0000-7000-8000-000000000000') },
    disagreement: { disagreed: 'yes' },
    days: { from: '2026-03-02', to: '2026-03-03' },
    request: { q: '00001eef' },
  };
  test.each(Object.entries(views))(
    'the page by %s walks an index of the org, as the app',
    async (_, params) => {
      const { query, walk } = ask(params);
      for (const piece of [
        routingPage(query, walk),
        routingCount(query),
        routingTail(query, null, START + 9e9),
      ]) {
        const plan = await planOf(piece);
        expect(plan).toMatch(/(Index|Index Only|Bitmap Index) Scan .*routing_decision_/);
        expect(plan).toMatch(/Index Cond: .*org_id = /);
        expect(plan).not.toMatch(/Seq Scan/);
        expect(Number(/Execution Time: ([\d.]+)/.exec(plan)?.[1])).toBeLessThan(200);
      }
    },
  );

  async function planOf(piece: Parameters<typeof toStatement>[0]): Promise<string> {
    const app = await db.app();
    const { text, values } = toStatement(piece, big);
    await app.query('BEGIN');
    await present(app, { orgId: big.orgId, userId: big.userId });
    const { rows } = await app.query<{ 'QUERY PLAN': string }>({
      text: `EXPLAIN (ANALYZE, COSTS OFF) ${text}`,
      values,
    });
    await app.query('ROLLBACK');
    await app.end();
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }
});

describe('a small org', () => {
  const row = (org: TestOrg, given: Record<string, unknown> = {}) =>
    insert(db.admin, 'routing_decision', { ...rowFor('routing_decision', org, ''), ...given });

  test('[D3][T5] sees its own decisions and hosts alone, by page, count, tail and id', async () => {
    const org = await makeOrg(db.admin);
    expect((await read(org, {})).page.rows).toEqual([]);
    const [foreign] = (await read(big, {})).page.rows;
    const [one, tail, hosts] = await readOrg(org, [
      routingDecision(foreign?.id ?? ''),
      routingTail(ask({}).query, '00000000-0000-7000-8000-000000000000'),
      ROUTING_HOSTS,
    ]);
    expect([one, tail, hosts]).toEqual([[], [], [{ host: org.slug }]]);
  });

  test('[R6] the tail gives what is new, and what came in late behind it; at most a hundred', async () => {
    const org = await makeOrg(db.admin);
    const user = await makeUser(db.admin, 'Tilda Tail');
    await addMember(db.admin, org.orgId, user.userId);
    const at = (ms: number) =>
      `${(START + ms)
        .toString(16)
        .padStart(12, '0')
        .replace(/^(.{8})/, '$1-')}-7000-8000-${newId().slice(-12)}`;
    const known = at(60_000);
    await row(org, { id: at(10_000), path: '/old' });
    await row(org, { id: known, path: '/known', actor_id: user.userId });
    await row(org, { id: at(57_000), path: '/late' });
    await row(org, { id: at(61_000), path: '/new' });
    const tail = (after: string | null, now?: number) =>
      readOrg(org, [routingTail(ask({}).query, after, now)]).then(([rows]) => rows.map(({ path }) => path));
    expect(await tail(known)).toEqual(['/new', '/known', '/late']);
    expect(await tail(null, START + 120_000)).toEqual(['/new', '/known', '/late']);
    const [[named]] = await readOrg(org, [routingDecision(known)]);
    expect(named?.actor_name).toBe('Tilda Tail');
    for (let i = 0; i < TAIL + 5; i++) await row(org, { id: at(70_000 + i), path: `/${i}` });
    expect(await tail(known)).toHaveLength(TAIL);
  });

  test('nonsense in an address is a default, and a cursor that was changed opens no page', () => {
    expect(ask({ after: 'x.y' })).toMatchObject({ lost: true, walk: { cursor: null } });
    const nonsense = {
      from: 'yesterday',
      actor: 'me',
      by: "'; drop",
      host: 'A B',
      outcome: 'maybe',
      disagreed: '1',
    };
    expect(ask(nonsense).query).toEqual({ q: '' });
    expect(readTailQuery({ after: 'nonsense', ...nonsense })).toEqual({ query: { q: '' }, after: null });
  });
});
