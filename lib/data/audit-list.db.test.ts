import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readOrg } from '../db/in-org';
import { toStatement } from '../db/sql';
import { testDatabase } from '../db/testing/database';
import { present } from '../db/testing/tickets';
import { addMember, insert, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { newId, toUlid } from '../ids';
import { VERIFY_CHAIN } from './audit-chain';
import { type AuditRow, auditCount, auditEvent, auditPage, COUNTED } from './audit-list';
import { PAGE_SIZE, readAuditQuery } from './audit-query';
import { pageOf } from './keyset';

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());

const MANY = 100_000;
const STEP = 2000;
const START = Date.parse('2026-03-01');
let big: TestOrg;
let rare: string;

// One event a minute, by a thousand people; a handful of refusals and of a rare action among them.
beforeAll(async () => {
  big = await makeOrg(db.admin);
  rare = newId();
  // By and by: the chain's head has a version for each event of a transaction, until it ends.
  for (let from = 0; from < MANY; from += STEP)
    await db.admin.query(
      `INSERT INTO audit_event (org_id, id, at, actor_kind, actor_id, actor_label, action, outcome, target_kind, target_id, ip, user_agent, request_id)
       SELECT $1, (lpad(to_hex($3::bigint + n::bigint * 60000), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid,
         to_timestamp(($3::bigint + n::bigint * 60000) / 1000.0), 'user',
         (lpad(to_hex(n % 1000), 8, '0') || '-0000-7000-8000-000000000000')::uuid, 'person-' || n % 1000 || '@test.example',
         CASE WHEN n % 20000 = 7 THEN 'org.renamed' ELSE 'member.role_changed' END,
         CASE WHEN n % 10000 = 3 THEN 'refused' ELSE 'allowed' END, 'member',
         CASE WHEN n % 25000 = 5 THEN $4 ELSE gen_random_uuid()::text END, '127.0.0.1', 'test', 'test'
       FROM generate_series($2::int, $2::int + ${STEP - 1}) n`,
      [big.orgId, from, START, rare],
    );
  // A thousand of them are members: their names are looked up by key, however many there are.
  await db.admin.query(
    `INSERT INTO app_user (id, email, name)
     SELECT (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000')::uuid, 'person-' || n || '@test.example', 'Person ' || n
     FROM generate_series(0, 999) n`,
  );
  await db.admin.query(
    `INSERT INTO membership (org_id, user_id, role) SELECT $1, id, 'member' FROM app_user WHERE email LIKE 'person-%'`,
    [big.orgId],
  );
  await db.admin.query('VACUUM ANALYZE audit_event, audit_link, membership');
}, 180_000);

const ask = (params: Record<string, string>) => readAuditQuery(params);
async function read(org: TestOrg, params: Record<string, string>) {
  const { query, walk, list } = ask(params);
  const [found, [counted]] = await readOrg(org, [auditPage(query, walk), auditCount(query)]);
  return { page: pageOf(found, walk, list, org.orgId), count: counted?.count };
}
const timesOf = (rows: AuditRow[]) => rows.map(({ at }) => (at.getTime() - START) / 60_000);

describe('the log of an org with 100,000 events', () => {
  test('[D1] newest first, page after page and back, without a gap or a double', async () => {
    const first = await read(big, {});
    expect(timesOf(first.page.rows)).toEqual(Array.from({ length: PAGE_SIZE }, (_, i) => MANY - 1 - i));
    expect(first.page).toMatchObject({ from: 1, to: 50, before: null });
    expect(first.count).toBe(COUNTED + 1);
    const second = await read(big, { after: first.page.after ?? '' });
    expect(timesOf(second.page.rows)[0]).toBe(MANY - 1 - PAGE_SIZE);
    expect(second.page).toMatchObject({ from: 51, to: 100 });
    const back = await read(big, { before: second.page.before ?? '' });
    expect(timesOf(back.page.rows)).toEqual(timesOf(first.page.rows));
  });

  test('[D1] narrowed to an action, an outcome, a target, a person, days', async () => {
    expect((await read(big, { action: 'org.renamed' })).count).toBe(5);
    expect((await read(big, { outcome: 'refused' })).count).toBe(10);
    expect((await read(big, { target: toUlid(rare) })).count).toBe(4);
    expect((await read(big, { actor: toUlid('00000007-0000-7000-8000-000000000000') })).count).toBe(100);
    expect((await read(big, { q: 'Person-999@' })).count).toBe(100);
    const day = await read(big, { from: '2026-03-02', to: '2026-03-02' });
    expect(day.count).toBe(1440);
    expect(timesOf(day.page.rows)[0]).toBe(2 * 1440 - 1);
    expect((await read(big, { action: 'org.renamed', outcome: 'refused' })).count).toBe(0);
  });

  const views: Record<string, Record<string, string>> = {
    all: {},
    action: { action: 'org.renamed' },
    outcome: { outcome: 'refused' },
    target: { target: toUlid('00000000-0000-7000-8000-000000000000') },
    actor: { actor: toUlid('00000007-0000-7000-8000-000000000000') },
    'e-mail': { q: 'person-7@' },
    days: { from: '2026-03-02', to: '2026-03-03' },
  };
  test.each(Object.entries(views))(
    'the page by %s walks an index of the org, as the app',
    async (_, params) => {
      const { query, walk } = ask(params);
      for (const piece of [auditPage(query, walk), auditCount(query)]) {
        const plan = await planOf(piece);
        expect(plan).toMatch(/(Index|Index Only|Bitmap Index) Scan .*audit_event_/);
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
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }
});

test('[D1] the chain of 100,000 events is verified in one statement', async () => {
  const [[found]] = await readOrg(big, [VERIFY_CHAIN] as const);
  expect(found).toMatchObject({ events: String(MANY), seq: String(MANY), fault: null });
});

describe('a small org', () => {
  test('[D3] sees its own events alone, by page, count and id', async () => {
    const org = await makeOrg(db.admin);
    expect((await read(org, {})).page.rows).toEqual([]);
    expect((await read(org, { q: 'person' })).count).toBe(0);
    const [foreign] = (await read(big, {})).page.rows;
    const [rows] = await readOrg(org, [auditEvent(foreign?.id ?? '')]);
    expect(rows).toEqual([]);
  });

  test('[D1] names people as they are called now, and as they were once they are gone', async () => {
    const org = await makeOrg(db.admin);
    const user = await makeUser(db.admin, 'Nora Now');
    await addMember(db.admin, org.orgId, user.userId);
    const event = {
      org_id: org.orgId,
      actor_kind: 'user',
      actor_label: 'nora@test.example',
      action: 'member.left',
      target_kind: 'member',
      ip: '127.0.0.1',
      user_agent: 'test',
      request_id: 'test',
    };
    const ids = { actor_id: user.userId, target_id: user.userId };
    await insert(db.admin, 'audit_event', { ...event, ...ids, id: newId() });
    // What was not written by record() must not break the page either.
    await insert(db.admin, 'audit_event', { ...event, actor_id: newId(), target_id: 'no uuid', id: newId() });
    const { page } = await read(org, {});
    expect(page.rows.map((row) => [row.actor_name, row.target_name])).toEqual([
      [null, null],
      ['Nora Now', 'Nora Now'],
    ]);
  });

  test('a cursor that was changed, or made for another view, opens no page', () => {
    const query = ask({ after: 'x.y' });
    expect(query).toMatchObject({ lost: true, walk: { cursor: null } });
    expect(ask({ from: 'yesterday', actor: 'me', action: "'; drop", outcome: 'maybe' }).query).toEqual({
      q: '',
    });
  });
});
