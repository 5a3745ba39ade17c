import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES, type Role } from '../access/permissions';
import { testDatabase } from '../db/testing/database';
import { addMember, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { changeRoles, removeMembers } from './member-changes';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());

const rows = async (sql: string, ...values: unknown[]) => (await db.admin.query(sql, values)).rows;
const roleOf = async ({ orgId }: TestOrg, userId: string): Promise<Role | undefined> =>
  (await rows('SELECT role FROM membership WHERE org_id = $1 AND user_id = $2', orgId, userId))[0]?.role;
const events = ({ orgId }: TestOrg) =>
  rows(
    'SELECT action, outcome, target_id, before, after FROM audit_event WHERE org_id = $1 ORDER BY id',
    orgId,
  );

async function memberOf(org: TestOrg, role: Role) {
  const user = await makeUser(db.admin, `A ${role}`);
  await addMember(db.admin, org.orgId, user.userId, role);
  return user;
}
const by = (org: TestOrg, who?: { userId: TestOrg['userId'] }, role: Role = 'owner') => ({
  actor: actorIn(org, { ...who, role }),
  request: aRequest(),
});
const codes = (outcomes: { done: boolean; code?: string }[]) =>
  outcomes.map(({ done, code }) => (done ? 'done' : code));

/** Everything of an org, in one text. */
const hashOf = async ({ orgId }: TestOrg) =>
  (
    await rows(
      `SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS hash FROM (
        SELECT m::text FROM membership m WHERE org_id = $1 UNION ALL SELECT i::text FROM invitation i WHERE org_id = $1
        UNION ALL SELECT e::text FROM audit_event e WHERE org_id = $1 UNION ALL SELECT o::text FROM org o WHERE id = $1
      ) t(t)`,
      orgId,
    )
  )[0].hash;

describe('changing roles', () => {
  test('[M1] an owner gives any role, and the log has before and after', async () => {
    const org = await makeOrg(db.admin);
    const { userId } = await memberOf(org, 'member');
    for (const [from, to] of [
      ['member', 'viewer'],
      ['viewer', 'admin'],
      ['admin', 'owner'],
      ['owner', 'member'],
    ] as const) {
      expect(await changeRoles(by(org), [userId], to)).toMatchObject([{ done: true, before: from }]);
      expect(await roleOf(org, userId)).toBe(to);
      expect((await events(org)).at(-1)).toEqual({
        action: 'member.role_changed',
        outcome: 'allowed',
        target_id: userId,
        before: { role: from },
        after: { role: to },
      });
    }
  });

  test('a role that somebody has already is neither written nor logged', async () => {
    const org = await makeOrg(db.admin);
    const { userId } = await memberOf(org, 'viewer');
    expect(await changeRoles(by(org), [userId], 'viewer')).toMatchObject([{ done: true, before: 'viewer' }]);
    expect(await events(org)).toEqual([]);
  });

  for (const from of ROLES) {
    for (const to of ROLES) {
      const allowed = from !== 'owner' && to !== 'owner';
      test(`[M3] an admin ${allowed ? 'makes' : 'can’t make'} ${from} ${to}`, async () => {
        const org = await makeOrg(db.admin);
        const admin = await memberOf(org, 'admin');
        const { userId } = await memberOf(org, from);
        const outcomes = await changeRoles(by(org, admin, 'admin'), [userId], to);
        expect(codes(outcomes)).toEqual([allowed ? 'done' : 'forbidden']);
        expect(await roleOf(org, userId)).toBe(allowed ? to : from);
        if (!allowed)
          expect(await events(org)).toMatchObject([
            { action: 'member.change_role', outcome: 'refused', target_id: userId },
          ]);
      });
    }
  }

  test.each(['member', 'viewer'] as const)(
    '[M1] a %s changes nobody, whatever role they come with',
    async (role) => {
      const org = await makeOrg(db.admin);
      const user = await memberOf(org, role);
      const { userId } = await memberOf(org, 'viewer');
      // The role that the page saw is not the one that counts: it is read again under the lock.
      for (const seen of [role, 'owner'] as const)
        await expect(changeRoles(by(org, user, seen), [userId], 'admin')).rejects.toMatchObject({
          code: 'forbidden',
        });
      expect(await roleOf(org, userId)).toBe('viewer');
    },
  );

  test('[M2] the last owner can’t be demoted, and two last ones not together', async () => {
    const org = await makeOrg(db.admin);
    expect(codes(await changeRoles(by(org), [org.userId], 'admin'))).toEqual(['last_owner']);
    const second = await memberOf(org, 'owner');
    const third = await memberOf(org, 'owner');
    expect(codes(await changeRoles(by(org), [second.userId, third.userId, org.userId], 'member'))).toEqual([
      'done',
      'done',
      'forbidden',
    ]);
    expect(await roleOf(org, org.userId)).toBe('owner');
  });

  test('[M3] an owner may step down when another stays', async () => {
    const org = await makeOrg(db.admin);
    await memberOf(org, 'owner');
    expect(codes(await changeRoles(by(org), [org.userId], 'viewer'))).toEqual(['done']);
    expect(await roleOf(org, org.userId)).toBe('viewer');
  });

  test('[M5] many at once: each by itself, one answer each, in the order asked', async () => {
    const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
    const admin = await memberOf(org, 'admin');
    const [one, two] = [await memberOf(org, 'member'), await memberOf(org, 'viewer')];
    const before = await hashOf(other);
    const ids = [one.userId, org.userId, other.userId, newId(), admin.userId, two.userId, one.userId];
    const outcomes = await changeRoles(by(org, admin, 'admin'), ids, 'viewer');
    expect(outcomes.map(({ id }) => id)).toEqual(ids.slice(0, -1));
    expect(codes(outcomes)).toEqual(['done', 'forbidden', 'not_found', 'not_found', 'forbidden', 'done']);
    expect(await roleOf(org, one.userId)).toBe('viewer');
    expect(await hashOf(other)).toBe(before);
    expect((await events(org)).map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'member.role_changed allowed',
      'member.change_role refused',
      'member.change_role refused',
    ]);
  });

  test('[T5] somebody of another org, nobody, and somebody who has left are the same', async () => {
    const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
    const { userId: gone } = await memberOf(org, 'member');
    await removeMembers(by(org), [gone]);
    const answers = [];
    for (const id of [other.userId, newId(), gone]) {
      const [outcome] = await changeRoles(by(org), [id], 'viewer');
      answers.push({ ...outcome, id: null });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ done: false, code: 'not_found', label: '' });
  });
});

describe('removing', () => {
  test('[M6] takes the membership and nothing else, in this organization and in all others', async () => {
    const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
    const { userId } = await memberOf(org, 'member');
    await addMember(db.admin, other.orgId, userId, 'admin');
    const [others, users] = [await hashOf(other), await rows('SELECT * FROM app_user ORDER BY id')];
    const sessions = await rows('SELECT * FROM session ORDER BY id');
    expect(codes(await removeMembers(by(org), [userId]))).toEqual(['done']);
    expect(await roleOf(org, userId)).toBeUndefined();
    expect(await hashOf(other)).toBe(others);
    expect(await rows('SELECT * FROM app_user ORDER BY id')).toEqual(users);
    expect(await rows('SELECT * FROM session ORDER BY id')).toEqual(sessions);
    expect(await events(org)).toEqual([
      {
        action: 'member.removed',
        outcome: 'allowed',
        target_id: userId,
        before: { role: 'member' },
        after: null,
      },
    ]);
  });

  test('[M6] the removed one’s next request finds no way in', async () => {
    const org = await makeOrg(db.admin);
    const { userId, sessionId } = await memberOf(org, 'admin');
    const { enterOrg } = await import('../db/enter');
    const enter = () => enterOrg({ host: org.slug }, { userId, sessionId }, null, []);
    expect((await enter()).entered.role).toBe('admin');
    await removeMembers(by(org), [userId]);
    await expect(enter()).rejects.toMatchObject({ code: 'tenant_forbidden' });
  });

  test.each(ROLES)('[M3] an admin and %s', async (role) => {
    const org = await makeOrg(db.admin);
    const admin = await memberOf(org, 'admin');
    const { userId } = await memberOf(org, role);
    const outcomes = await removeMembers(by(org, admin, 'admin'), [userId]);
    expect(codes(outcomes)).toEqual([role === 'owner' ? 'forbidden' : 'done']);
    expect(await roleOf(org, userId)).toBe(role === 'owner' ? 'owner' : undefined);
  });

  test('[M2] all owners at once: nobody throws out themself, so one stays', async () => {
    const org = await makeOrg(db.admin);
    const second = await memberOf(org, 'owner');
    expect(codes(await removeMembers(by(org), [second.userId, org.userId]))).toEqual(['done', 'forbidden']);
    expect(codes(await removeMembers(by(org), [org.userId]))).toEqual(['forbidden']);
    expect(await roleOf(org, org.userId)).toBe('owner');
  });
});
