import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../db/testing/database';
import { present } from '../db/testing/tickets';
import { addMember, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { leaveOrg } from './leave';
import { changeRoles, removeMembers } from './member-changes';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';
import { transferOwnership } from './transfer';

// Two layers keep the last owner: the lock that lib/data/owners.ts takes, and the constraint trigger. Each is shown
// to hold alone, and without both the very same race is shown to leave an organization without an owner.
const WORKERS = 4;
const MANY = 200;
const LIMIT = 180_000;

const db = await testDatabase();
let org: TestOrg;
let owners: (Pick<TestOrg, 'userId' | 'sessionId'> & { email: string })[];
let clients: pg.Client[];
beforeAll(async () => {
  // One organization has two fifths of the connections: enough for all of them at once.
  await db.useEngine({ size: WORKERS * 3 });
  org = await makeOrg(db.admin);
  owners = [org as TestOrg & { email: string }];
  while (owners.length < WORKERS) {
    const user = await makeUser(db.admin);
    await addMember(db.admin, org.orgId, user.userId, 'owner');
    owners.push(user);
  }
  clients = await Promise.all(owners.map(() => db.app()));
});
afterAll(() => db.drop());

/** `count` owners, and the others of the four no members. */
async function reset(count: number) {
  const [stay, go] = [owners.slice(0, count), owners.slice(count)].map((some) =>
    some.map(({ userId }) => userId),
  );
  await db.admin.query(
    `INSERT INTO membership (org_id, user_id, role) SELECT $1, u, 'owner' FROM unnest($2::uuid[]) u
      ON CONFLICT (org_id, user_id) DO UPDATE SET role = 'owner'`,
    [org.orgId, stay],
  );
  await db.admin.query('DELETE FROM membership WHERE org_id = $1 AND user_id = ANY ($2)', [org.orgId, go]);
}

const ownersLeft = async (): Promise<number> =>
  (
    await db.admin.query(`SELECT count(*)::int AS n FROM membership WHERE org_id = $1 AND role = 'owner'`, [
      org.orgId,
    ])
  ).rows[0].n;

const trigger = (state: 'ENABLE' | 'DISABLE') =>
  db.admin.query(`ALTER TABLE membership ${state} TRIGGER org_keeps_an_owner`);

/**
 * What costs an owner: done to the next one in the ring, or to oneself. Either way, all together each owner is the
 * target of one: were all of them done, nobody would be left.
 */
const toTheNext = [
  (me: number, next: number) => changeRoles(by(me), [idOf(next)], 'member'),
  (me: number, next: number) => removeMembers(by(me), [idOf(next)]),
];
const toOneself = [
  (me: number) => leaveOrg(by(me).actor, aRequest()),
  (me: number) => changeRoles(by(me), [idOf(me)], 'admin'),
];
const by = (i: number) => ({
  actor: actorIn(org, { ...owners[i], email: owners[i]?.email ?? '', role: 'owner' }),
  request: aRequest(),
});
const idOf = (i: number) => (owners[i % owners.length] as (typeof owners)[number]).userId;

/** One round: `count` owners, each doing something that costs one, all at the same moment. */
async function round(n: number, count: number) {
  await reset(count);
  const acts = n % 2 ? toTheNext : toOneself;
  const settled = await Promise.allSettled(
    Array.from({ length: count }, (_, i) => acts[(i + (n >> 1)) % 2]?.(i, (i + 1) % count)),
  );
  for (const one of settled)
    if (one.status === 'rejected')
      expect(['last_owner', 'forbidden', 'tenant_forbidden']).toContain(one.reason.code);
}

describe('[M2] owners who go at the same moment', () => {
  for (const count of [2, WORKERS]) {
    test(
      `[M2] ${count} at once, ${MANY} rounds: there is always an owner`,
      async () => {
        for (let n = 0; n < MANY; n++) {
          await round(n, count);
          expect(await ownersLeft()).toBeGreaterThanOrEqual(1);
        }
      },
      LIMIT,
    );
  }

  test(
    '[M2] two who transfer ownership to each other while a third leaves',
    async () => {
      const { toUlid } = await import('../ids');
      for (let n = 0; n < 50; n++) {
        await reset(3);
        await Promise.allSettled([
          transferOwnership(by(0).actor, { member: toUlid(idOf(1)) }, aRequest()),
          transferOwnership(by(1).actor, { member: toUlid(idOf(0)) }, aRequest()),
          leaveOrg(by(2).actor, aRequest()),
        ]);
        expect(await ownersLeft()).toBeGreaterThanOrEqual(1);
      }
    },
    LIMIT,
  );

  test(
    '[M2] the lock alone is enough: with the trigger taken out',
    async () => {
      await trigger('DISABLE');
      try {
        for (let n = 0; n < 100; n++) {
          await round(n, n % 4 < 2 ? 2 : WORKERS);
          expect(await ownersLeft()).toBeGreaterThanOrEqual(1);
        }
      } finally {
        await trigger('ENABLE');
      }
    },
    LIMIT,
  );
});

/**
 * The same without the application's lock: each worker, as the app and in its scope, counts the other owners and
 * goes when there are some. A gate that all wait at opens once everybody has counted.
 */
async function naiveRound(): Promise<string[]> {
  await reset(2);
  let counted = 0;
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  return Promise.all(
    clients.slice(0, 2).map(async (client, i) => {
      await client.query('BEGIN');
      await present(client, { orgId: org.orgId, userId: idOf(i) });
      const { rows } = await client.query(
        `SELECT count(*)::int AS others FROM membership WHERE role = 'owner' AND user_id <> $1`,
        [idOf(i)],
      );
      if (++counted === 2) open();
      await gate;
      try {
        if (rows[0].others === 0) throw Object.assign(new Error('the last'), { code: 'counted' });
        const change = i ? 'DELETE FROM membership' : `UPDATE membership SET role = 'member'`;
        await client.query(`${change} WHERE user_id = $1`, [idOf(i)]);
        await client.query('COMMIT');
        return 'done';
      } catch (error) {
        await client.query('ROLLBACK');
        return (error as { code: string }).code;
      }
    }),
  );
}

describe('[M2] without the application’s lock', () => {
  test(
    `[M2] the database refuses the second one, ${MANY} rounds`,
    async () => {
      for (let n = 0; n < MANY; n++) {
        expect((await naiveRound()).sort()).toEqual(['RH410', 'done']);
        expect(await ownersLeft()).toBe(1);
      }
    },
    LIMIT,
  );

  test('[M2] and without the trigger too, nobody is left: this race is a real one', async () => {
    await trigger('DISABLE');
    try {
      expect(await naiveRound()).toEqual(['done', 'done']);
      expect(await ownersLeft()).toBe(0);
    } finally {
      await reset(1);
      await trigger('ENABLE');
    }
  });
});
