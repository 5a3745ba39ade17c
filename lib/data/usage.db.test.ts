import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inOrg, inOrgTx, readOrg } from '../db/in-org';
import { sql } from '../db/sql';
import { testDatabase } from '../db/testing/database';
import { present } from '../db/testing/tickets';
import { addMember, insert, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { changeRoles, removeMembers } from './member-changes';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';
import { USAGE_NOW } from './usage';

// What the database counts by itself against what is really there, whoever writes and however the rows go.

const db = await testDatabase();
beforeAll(async () => {
  await db.useEngine({ size: 6 });
  // A table of things with a size, as a migration makes one.
  await db.admin.query('SET ROLE rowhouse_owner');
  await db.admin.query(`
    CREATE TABLE thing (org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE, id uuid NOT NULL, size bigint NOT NULL,
      label text, PRIMARY KEY (org_id, id));
    SELECT isolate('thing')`);
  await db.admin.query('RESET ROLE');
});
afterAll(() => db.drop());

const rows = async (text: string, ...values: unknown[]) => (await db.admin.query(text, values)).rows;
const usedOf = async (orgId: string, key = 'members') =>
  Number(
    (await rows('SELECT used FROM usage_counter WHERE org_id = $1 AND limit_key = $2', orgId, key))[0]
      ?.used ?? 0,
  );
const really = async (orgId: string) =>
  (await rows('SELECT count(*)::int AS n FROM membership WHERE org_id = $1', orgId))[0].n;
const today = async (orgId: string, key = 'members') => {
  const [day] = await rows(
    `SELECT value::int, closing::int FROM usage_day WHERE org_id = $1 AND limit_key = $2 AND day = (now() AT TIME ZONE 'UTC')::date`,
    orgId,
    key,
  );
  return day;
};
const newMember = async (org: TestOrg) => {
  const user = await makeUser(db.admin);
  await addMember(db.admin, org.orgId, user.userId);
  return user;
};

describe('[L3] members are counted by the database', () => {
  test('a founder is the first, and everybody who joins or goes changes the number', async () => {
    const org = await makeOrg(db.admin);
    expect(await usedOf(org.orgId)).toBe(1);
    const [one] = [await newMember(org), await newMember(org)];
    expect(await usedOf(org.orgId)).toBe(3);
    await removeMembers({ actor: actorIn(org), request: aRequest() }, [one.userId]);
    expect(await usedOf(org.orgId)).toBe(2);
    expect(await today(org.orgId)).toEqual({ value: 3, closing: 2 });
  });

  test('a change of role, and a person’s new name in all of their organizations, count nothing', async () => {
    const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
    const one = await newMember(org);
    await addMember(db.admin, other.orgId, one.userId);
    await changeRoles({ actor: actorIn(org), request: aRequest() }, [one.userId], 'admin');
    await db.admin.query(`UPDATE app_user SET name = 'Another' WHERE id = $1`, [one.userId]);
    expect([await usedOf(org.orgId), await usedOf(other.orgId)]).toEqual([2, 2]);
  });

  test('a transaction that is rolled back leaves the number as it was', async () => {
    const org = await makeOrg(db.admin);
    const { userId } = await makeUser(db.admin);
    const failing = inOrgTx(org, async (d) => {
      await d.membership.create({ data: { orgId: org.orgId, userId, role: 'viewer' } });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await usedOf(org.orgId)).toBe(1);
  });

  test('random additions and removals, many in one statement, across organizations: the number is the count', async () => {
    const orgs = [await makeOrg(db.admin), await makeOrg(db.admin), await makeOrg(db.admin)];
    const people = await Promise.all(Array.from({ length: 12 }, () => makeUser(db.admin)));
    let seed = 7;
    const random = (n: number) => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      return seed % n;
    };
    let highest = 0;
    for (let round = 0; round < 60; round++) {
      const some = people.filter(() => random(3) === 0).map(({ userId }) => userId);
      const where = orgs.filter(() => random(2) === 0).map(({ orgId }) => orgId);
      if (random(2))
        await db.admin.query(
          `INSERT INTO membership (org_id, user_id, role) SELECT o, u, 'member' FROM unnest($1::uuid[]) o, unnest($2::uuid[]) u
            ON CONFLICT (org_id, user_id) DO UPDATE SET role = 'viewer'`,
          [where, some],
        );
      else
        await db.admin.query(`DELETE FROM membership WHERE org_id = ANY ($1) AND user_id = ANY ($2)`, [
          where,
          some,
        ]);
      for (const { orgId } of orgs) expect(await usedOf(orgId)).toBe(await really(orgId));
      highest = Math.max(highest, await usedOf((orgs[0] as TestOrg).orgId));
    }
    const day = await today((orgs[0] as TestOrg).orgId);
    expect(day).toEqual({ value: highest, closing: await really((orgs[0] as TestOrg).orgId) });
  });

  test('many at the same moment: none is lost', async () => {
    const org = await makeOrg(db.admin);
    const people = await Promise.all(Array.from({ length: 40 }, () => makeUser(db.admin)));
    await Promise.all(
      people.map(({ userId }) =>
        inOrg(org, (d) => d.membership.create({ data: { orgId: org.orgId, userId, role: 'member' } })),
      ),
    );
    expect(await usedOf(org.orgId)).toBe(41);
    expect(await really(org.orgId)).toBe(41);
  });
});

describe('[L3] an organization that goes', () => {
  test('takes its counters along: nothing holds it up, nothing comes back', async () => {
    const org = await makeOrg(db.admin);
    await newMember(org);
    await db.admin.query('DELETE FROM org WHERE id = $1', [org.orgId]);
    for (const table of ['membership', 'usage_counter', 'usage_day'])
      expect(await rows(`SELECT 1 FROM ${table} WHERE org_id = $1`, org.orgId)).toEqual([]);
  });

  test('also when its rows go one table after the other, members last', async () => {
    const org = await makeOrg(db.admin);
    await newMember(org);
    await db.admin.query('BEGIN');
    for (const table of ['usage_counter', 'usage_day', 'org_host', 'audit_event', 'invitation', 'membership'])
      await db.admin.query(`DELETE FROM ${table} WHERE org_id = $1`, [org.orgId]);
    await db.admin.query('DELETE FROM org WHERE id = $1', [org.orgId]);
    await db.admin.query('COMMIT');
    for (const table of ['usage_counter', 'usage_day'])
      expect(await rows(`SELECT 1 FROM ${table} WHERE org_id = $1`, org.orgId)).toEqual([]);
  });
});

describe('[L3] counted(): a table of any other kind is one line in its migration', () => {
  const thing = (orgId: string, size: number) =>
    insert(db.admin, 'thing', { org_id: orgId, id: newId(), size });

  test('rows that are there already are counted, then every change of the sum', async () => {
    const [org, empty] = [await makeOrg(db.admin), await makeOrg(db.admin)];
    await thing(org.orgId, 100);
    await thing(org.orgId, 20);
    await db.admin.query('SET ROLE rowhouse_owner');
    await db.admin.query(`SELECT counted('thing', 'storage', 'size')`);
    await db.admin.query('RESET ROLE');
    expect(await usedOf(org.orgId, 'storage')).toBe(120);
    expect(await today(org.orgId, 'storage')).toEqual({ value: 120, closing: 120 });
    expect(await usedOf(empty.orgId, 'storage')).toBe(0);

    await thing(org.orgId, 7);
    await db.admin.query('UPDATE thing SET size = size * 10 WHERE org_id = $1 AND size > 50', [org.orgId]);
    expect(await usedOf(org.orgId, 'storage')).toBe(1027);
    await db.admin.query(`UPDATE thing SET label = 'renamed'`);
    await db.admin.query('DELETE FROM thing WHERE org_id = $1 AND size = 1000', [org.orgId]);
    expect(await usedOf(org.orgId, 'storage')).toBe(27);
    expect(await today(org.orgId, 'storage')).toEqual({ value: 1027, closing: 27 });
    const walls = await rows(
      `SELECT relname FROM pg_class WHERE relname IN ('thing', 'usage_counter', 'usage_day', 'membership') AND NOT relforcerowsecurity`,
    );
    expect(walls).toEqual([]);
  });
});

describe('[L3] the app reads its counters and writes none', () => {
  test('not its own, and not another’s', async () => {
    const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
    expect(await readOrg(org, [USAGE_NOW])).toEqual([[{ limit_key: 'members', used: 1 }]]);
    const app = await db.app();
    for (const text of [
      'UPDATE usage_counter SET used = 0',
      'DELETE FROM usage_counter',
      `INSERT INTO usage_day VALUES ('${org.orgId}', 'members', current_date, 0, 0)`,
      `SELECT add_usage('${other.orgId}', 'members', -1)`,
    ]) {
      await app.query('BEGIN');
      await present(app, { orgId: org.orgId });
      await expect(app.query(text), text).rejects.toMatchObject({ code: '42501' });
      await app.query('ROLLBACK');
    }
    const foreign = inOrg(org, (d) => d.rows(sql`SELECT lock_usage(${other.orgId}::uuid, 'members')`));
    await expect(foreign).rejects.toThrow('in scope');
  });
});
