import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../ids';
import { asUser } from './as-user';
import type { Engine } from './engine';
import { askGate, enterOrg } from './enter';
import { orgHandle, userHandle } from './handle';
import { inOrg, inOrgTx, readOrg } from './in-org';
import { loaderPerScope } from './loaders';
import { noScope, type OrgId, orgScope, userScope } from './scope';
import { sql } from './sql';
import { testDatabase } from './testing/database';
import { signedTicket, ticketKey } from './testing/tickets';
import { addMember, makeOrg, makeUser, type TestOrg } from './testing/world';

const db = await testDatabase();
let engine: Engine;
let ann: TestOrg;
let bob: TestOrg;
beforeAll(async () => {
  engine = await db.useEngine();
  ann = await makeOrg(db.admin, 'ann');
  bob = await makeOrg(db.admin, 'bob');
});
afterAll(() => db.drop());

const MEMBERS = sql<{ org_id: string }>`SELECT org_id FROM membership`; // no where at all

describe('[I2] a handle sees its org and nothing else', () => {
  test('through Prisma, by hand, in a batch, in a transaction, and on entering', async () => {
    const own = [{ org_id: ann.orgId }];
    expect(await inOrg(ann, (d) => d.rows(MEMBERS))).toEqual(own);
    expect(await inOrg(ann, (d) => d.membership.findMany({ select: { orgId: true } }))).toEqual([
      { orgId: ann.orgId },
    ]);
    expect(await readOrg(ann, [MEMBERS, MEMBERS])).toEqual([own, own]);
    expect(await inOrgTx(ann, async (d) => [await d.rows(MEMBERS), await d.membership.count()])).toEqual([
      own,
      1,
    ]);
    const { entered, rows } = await enterOrg({ host: 'ann' }, ann, null, [MEMBERS]);
    expect([entered.org_id, ...rows]).toEqual([ann.orgId, own]);
  });

  test('has no way to say another scope, or none', async () => {
    const handle = orgHandle(engine, orgScope(ann)) as unknown as Record<string, unknown>;
    for (const name of [
      '$queryRaw',
      '$executeRaw',
      '$queryRawUnsafe',
      '$transaction',
      '$extends',
      'user',
      'session',
      'engine',
      'prisma',
    ])
      expect([name, handle[name]]).toEqual([name, undefined]);
    expect(() => {
      handle.orgId = bob.orgId;
    }).toThrow(TypeError);
    const membership = handle.membership as Record<string, unknown>;
    const inner = ['engine', 'scope', 'client', 'run', 'start', 'filtered'];
    for (const name of ['fields', 'name', '$parent', 'constructor', 'findRaw', ...inner])
      expect([name, membership[name]]).toEqual([name, undefined]);
    expect(Reflect.ownKeys(membership)).toEqual([]);
  });

  test('a user’s handle sees no org’s table', async () => {
    await expect(asUser(ann, (d) => d.rows(MEMBERS))).rejects.toMatchObject({ code: '42501' });
    expect((await asUser(ann, (d) => d.user.findMany())).map((u) => u.id)).toEqual([ann.userId]);
    const handle = userHandle(engine, userScope(ann)) as unknown as Record<string, unknown>;
    expect(handle.membership).toBeUndefined();
  });

  test('even on a connection that something has spoilt for a whole session', async () => {
    const one = await db.useEngine({ size: 1 });
    const ticket = signedTicket(await ticketKey(db.admin), bob);
    await inOrg(ann, (d) => d.rows(sql`SELECT set_config('app.ticket', ${ticket}, false)`));
    expect(await inOrg(ann, (d) => d.rows(MEMBERS))).toEqual([{ org_id: ann.orgId }]);
    await expect(asUser(ann, (d) => d.rows(MEMBERS))).rejects.toMatchObject({ code: '42501' });
    await expect(askGate(MEMBERS)).rejects.toMatchObject({ code: '42501' });
    expect(one).toBeDefined();
    engine = await db.useEngine();
  });
});

describe('[I2] without a scope there is an error, and never a row', () => {
  const NO_SCOPE = 'no scope: reach the database through inOrg or asUser';

  test('Prisma’s client, in every form of asking', async () => {
    const p = engine.prisma;
    for (const ask of [
      () => p.membership.findMany(),
      () => p.membership.findUnique({ where: { orgId_userId: { orgId: ann.orgId, userId: ann.userId } } }),
      () => p.org.count(),
      () => p.$queryRaw`SELECT * FROM membership`,
      () => p.$executeRaw`DELETE FROM membership`,
      () => p.$queryRawUnsafe('SELECT 1'),
      () => p.$transaction([p.org.count(), p.membership.count()]),
      () => p.$transaction((tx) => tx.org.count()),
    ])
      await expect(ask()).rejects.toThrow(NO_SCOPE);
  });

  test('a promise that was made in a scope and is awaited outside it', async () => {
    const scope = orgScope(ann);
    const lazy = engine.scopes.run(scope, () => engine.prisma.membership.findMany());
    await expect(lazy).rejects.toThrow(NO_SCOPE);
  });

  test('the pool’s own query', () => {
    const { flights } = engine as unknown as { flights: { query(text: string): unknown } };
    expect(() => flights.query('SELECT * FROM membership')).toThrow('answers flights only');
  });

  test('a handle of a scope that names no org, or nothing that is one', async () => {
    for (const scope of [
      noScope,
      userScope(ann),
      orgScope({ ...ann, orgId: '' as OrgId }),
      orgScope({ ...ann, orgId: undefined as never }),
    ])
      expect(() => orgHandle(engine, scope)).toThrow('needs an org scope');
    for (const nonsense of ['*', 'null', `${ann.orgId},${bob.orgId}`])
      await expect(inOrg({ ...ann, orgId: nonsense as OrgId }, (d) => d.rows(MEMBERS))).rejects.toMatchObject(
        { code: '22P02' },
      );
    expect(await inOrg({ ...ann, orgId: newId() as OrgId }, (d) => d.rows(MEMBERS))).toEqual([]);
  });

  test('the gate’s way in, before anybody is known', async () => {
    await expect(askGate(MEMBERS)).rejects.toMatchObject({ code: '42501' });
    await expect(askGate(sql`SELECT * FROM session`)).rejects.toMatchObject({ code: '42501' });
    await expect(askGate(sql`SELECT * FROM my_orgs()`)).rejects.toMatchObject({ code: '42501' });
  });

  test('a client whose batch loader has changed its shape doesn’t start', () => {
    for (const client of [
      {},
      { _requestHandler: {} },
      { _requestHandler: { dataloader: { request() {}, options: {} } } },
    ])
      expect(() => loaderPerScope(client, engine.scopes)).toThrow('another shape');
  });
});

describe('[I2] Prisma merges the reads of one tick', () => {
  test('within one org only: forty orgs ask for themselves at once, and each gets itself', async () => {
    const orgs = [ann, bob, await makeOrg(db.admin), await makeOrg(db.admin)];
    const asked = Array.from({ length: 40 }, (_, i) => orgs[i % orgs.length] as TestOrg);
    const found = await Promise.all(
      asked.map((org) => inOrg(org, (d) => d.org.findUnique({ where: { id: org.orgId } }))),
    );
    expect(found.map((org) => org?.id)).toEqual(asked.map((org) => org.orgId));
  });

  test('and a relation of the other’s id is not read in the other’s scope', async () => {
    const key = { where: { id: ann.orgId }, include: { memberships: true } };
    const [own, foreign] = await Promise.allSettled([
      inOrg(ann, (d) => d.org.findUnique(key)),
      inOrg(bob, (d) => d.org.findUnique(key)),
    ]);
    expect(own).toMatchObject({ value: { memberships: [{ userId: ann.userId }] } });
    expect(foreign).toMatchObject({ reason: { message: 'a key of another organization' } });
  });
});

test('rows have the same types in a transaction and outside one', async () => {
  const TYPES = sql<
    Record<string, unknown>
  >`SELECT 1::int AS i, 2::bigint AS b, now() AS at, 'x' AS t, true AS yes,
    ARRAY['a', 'b'] AS list, '{"a": 1}'::jsonb AS json, '\\x0102'::bytea AS bytes, NULL AS nothing, ${ann.orgId}::uuid AS id`;
  const shape = ([row]: Record<string, unknown>[]) =>
    Object.entries(row ?? {}).map(([name, value]) => [
      name,
      Object.prototype.toString.call(value),
      name === 'at' || value,
    ]);
  const outside = shape(await inOrg(ann, (d) => d.rows(TYPES)));
  expect(shape(await inOrgTx(ann, (d) => d.rows(TYPES)))).toEqual(outside);
  expect(outside).toHaveLength(10);
});

test('a member of two orgs is, in each handle, in one', async () => {
  const carol = await makeUser(db.admin);
  await addMember(db.admin, ann.orgId, carol.userId, 'viewer');
  await addMember(db.admin, bob.orgId, carol.userId, 'admin');
  const roleIn = (org: TestOrg) =>
    inOrg({ ...org, userId: carol.userId }, (d) =>
      d.membership.findMany({ where: { userId: carol.userId } }),
    );
  expect((await roleIn(ann)).map((m) => m.role)).toEqual(['viewer']);
  expect((await roleIn(bob)).map((m) => m.role)).toEqual(['admin']);
});
