import { afterAll, beforeAll, expect, test } from 'vitest';
import { inOrg } from './in-org';
import { sql } from './sql';
import { testDatabase } from './testing/database';
import { probe } from './testing/probe';
import { addMember, makeOrg, makeUser, type TestOrg } from './testing/world';

const db = await testDatabase();
let acme: TestOrg;
let globex: TestOrg;
const found: Record<string, string> = {};
beforeAll(async () => {
  await db.useEngine();
  acme = await makeOrg(db.admin, 'acme');
  globex = await makeOrg(db.admin, 'globex');
  for (const [org, name] of [
    [acme, 'Zoë Percent%Sign'],
    [acme, 'Ann Under_Score'],
    [acme, 'Back\\Slash'],
    [globex, 'Zoë Elsewhere'],
  ] as const) {
    const { userId } = await makeUser(db.admin, name);
    await addMember(db.admin, org.orgId, userId);
    found[name] = userId;
  }
});
afterAll(() => db.drop());

const ask = (org: string | null, query: string): [string, unknown[]] => [
  'SELECT user_id FROM search_members($1, $2, 50)',
  [org, query],
];
const search = (query: string) =>
  inOrg(acme, (d) =>
    d.rows(sql<{ user_id: string }>`SELECT user_id FROM search_members(${acme.orgId}::uuid, ${query}, 50)`),
  ).then((rows) => rows.map((r) => r.user_id));

test('[M5] finds any part of name and address, and takes %, _ and \\ as they are', async () => {
  expect(await search('zoë')).toEqual([found['Zoë Percent%Sign']]);
  expect(await search('t%s')).toEqual([found['Zoë Percent%Sign']]);
  expect(await search('r_s')).toEqual([found['Ann Under_Score']]);
  expect(await search('k\\s')).toEqual([found['Back\\Slash']]);
  expect(await search('%')).toEqual([found['Zoë Percent%Sign']]);
  expect(await search('nobody')).toEqual([]);
  expect((await search('test.example')).length).toBe(4);
});

test('[T5] a search without an org, or of another, is refused and not empty', async () => {
  const app = await db.app();
  const inAcme = { 'app.org_id': acme.orgId };
  expect(await probe(app, inAcme, ...ask(null, 'zoë'))).toEqual({ state: '42501' });
  expect(await probe(app, inAcme, ...ask(globex.orgId, 'zoë'))).toEqual({
    state: '42501',
  });
  const fresh = await db.app();
  expect(await probe(fresh, {}, ...ask(acme.orgId, 'zoë'))).toEqual({
    state: '42501',
  });
  expect(await probe(fresh, { 'app.org_id': '' }, ...ask(acme.orgId, 'zoë'))).toEqual({ state: '42501' });
});

test('[T2] a member’s name and address follow the user’s, and nobody can write others into them', async () => {
  const { userId } = await makeUser(db.admin, 'Before');
  await addMember(db.admin, acme.orgId, userId);
  await db.admin.query(
    `UPDATE app_user SET name = 'After Ward', email = 'after@test.example' WHERE id = $1`,
    [userId],
  );
  const row = () =>
    inOrg(acme, (d) =>
      d.membership.findUnique({
        where: { orgId_userId: { orgId: acme.orgId, userId } },
        select: { name: true, email: true, nameKey: true, search: true },
      }),
    );
  const right = {
    name: 'After Ward',
    email: 'after@test.example',
    nameKey: 'after ward',
    search: 'after ward after@test.example',
  };
  expect(await row()).toEqual(right);
  await inOrg(acme, (d) =>
    d.membership.updateMany({
      where: { userId },
      data: { name: 'Forged', email: 'forged@test.example', search: 'x' },
    }),
  );
  expect(await row()).toEqual(right);
});

test('[T2] one account an address, however it is written', async () => {
  const { email } = await makeUser(db.admin);
  const add = (address: string) =>
    probe(db.admin, {}, `INSERT INTO app_user (id, email, name) VALUES (gen_random_uuid(), $1, 'x')`, [
      address,
    ]);
  expect(await add(email)).toEqual({ state: '23505' });
  expect(await add(email.toUpperCase())).toEqual({ state: '23514' });
  expect(await add('nobody')).toEqual({ state: '23514' });
});
