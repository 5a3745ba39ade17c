import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../access/permissions';
import { testDatabase } from '../db/testing/database';
import { addMember, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { newId, toUlid } from '../ids';
import { share } from './grants';
import { leaveOrg } from './leave';
import { createRelay } from './relay-changes';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';
import { transferOwnership } from './transfer';

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());

const rows = async (sql: string, ...values: unknown[]) => (await db.admin.query(sql, values)).rows;
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error) => error.code ?? error.message,
  );

async function memberOf(org: TestOrg, role: Role, name = 'Somebody') {
  const user = await makeUser(db.admin, name);
  await addMember(db.admin, org.orgId, user.userId, role);
  return actorIn(org, { ...user, role });
}
const roleOf = async ({ orgId }: TestOrg, { userId }: { userId: string }) =>
  (await rows('SELECT role FROM membership WHERE org_id = $1 AND user_id = $2', orgId, userId))[0]?.role;
const to = ({ userId }: { userId: string }) => ({ member: toUlid(userId) });

describe('transferring ownership', () => {
  test('[M2] makes the other an owner and oneself an admin, and the log says both', async () => {
    const org = await makeOrg(db.admin);
    const heir = await memberOf(org, 'viewer', 'Hera Heir');
    expect(await transferOwnership(actorIn(org), to(heir), aRequest())).toEqual({ name: 'Hera Heir' });
    expect(await roleOf(org, heir)).toBe('owner');
    expect(await roleOf(org, org)).toBe('admin');
    const log = await rows(
      'SELECT action, target_id, before, after FROM audit_event WHERE org_id = $1 ORDER BY id',
      org.orgId,
    );
    expect(log).toEqual([
      {
        action: 'org.ownership_transferred',
        target_id: heir.userId,
        before: { role: 'viewer' },
        after: { role: 'owner' },
      },
      {
        action: 'member.role_changed',
        target_id: org.userId,
        before: { role: 'owner' },
        after: { role: 'admin' },
      },
    ]);
  });

  test('[M3] is an owner’s alone, also when the role was lost a moment ago', async () => {
    const org = await makeOrg(db.admin);
    const [admin, heir] = [await memberOf(org, 'admin'), await memberOf(org, 'member')];
    const once = actorIn(org, { ...admin, role: 'owner' });
    expect(await codeOf(transferOwnership(once, to(heir), aRequest()))).toBe('forbidden');
    expect(await roleOf(org, heir)).toBe('member');
  });

  test('[T5] somebody of another organization, nobody at all and nonsense are the same: not found', async () => {
    const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
    for (const member of [toUlid(other.userId), toUlid(newId()), 'nonsense'])
      expect(await codeOf(transferOwnership(actorIn(org), { member }, aRequest()))).toBe('not_found');
    expect(await codeOf(transferOwnership(actorIn(org), to(org), aRequest()))).toBe('invalid');
    expect(await roleOf(org, org)).toBe('owner');
  });

  test('[M2] to two at once by one owner: the second finds no owner any more', async () => {
    const org = await makeOrg(db.admin);
    const [one, two] = [await memberOf(org, 'member'), await memberOf(org, 'member')];
    const codes = await Promise.all(
      [one, two].map((heir) => codeOf(transferOwnership(actorIn(org), to(heir), aRequest()))),
    );
    expect(codes.sort()).toEqual(['done', 'forbidden']);
    const owners = await rows(`SELECT 1 FROM membership WHERE org_id = $1 AND role = 'owner'`, org.orgId);
    expect(owners).toHaveLength(1);
  });
});

describe('leaving', () => {
  test('[M2] the last owner is refused, with the reason, and stays', async () => {
    const org = await makeOrg(db.admin);
    await memberOf(org, 'admin');
    expect(await codeOf(leaveOrg(actorIn(org), aRequest()))).toBe('last_owner');
    expect(await roleOf(org, org)).toBe('owner');
    expect(await rows('SELECT 1 FROM audit_event WHERE org_id = $1', org.orgId)).toEqual([]);
  });

  test('[M6] ends the membership here and touches no other, and stands in the log', async () => {
    const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
    const member = await memberOf(org, 'member');
    await addMember(db.admin, other.orgId, member.userId, 'admin');
    await leaveOrg(member, aRequest());
    expect(await roleOf(org, member)).toBeUndefined();
    expect(await roleOf(other, member)).toBe('admin');
    expect(
      await rows('SELECT action, target_id, before FROM audit_event WHERE org_id = $1', org.orgId),
    ).toEqual([{ action: 'member.left', target_id: member.userId, before: { role: 'member' } }]);
    expect(await codeOf(leaveOrg(member, aRequest()))).toBe('tenant_forbidden');
  });

  test('[M6][G3] what they own by name gets who they say, or is left; to nobody else, and not in halves', async () => {
    const org = await makeOrg(db.admin);
    const [member, heir, stranger] = [
      await memberOf(org, 'member', 'Lena Leaver'),
      await memberOf(org, 'viewer', 'Hera Heir'),
      await makeUser(db.admin),
    ];
    const by = { actor: actorIn(org), request: aRequest() };
    const { id: relay } = await createRelay(by.actor, { kind: 'echo', name: 'Carrier' }, by.request);
    await share(by, { kind: 'relay', id: relay }, { member: member.userId }, 'owner');
    const owners = () =>
      rows(
        `SELECT user_id FROM access_grant WHERE org_id = $1 AND resource_id = $2 AND role = 'owner'`,
        org.orgId,
        relay,
      );
    for (const nobody of [stranger.userId, newId()])
      expect(await codeOf(leaveOrg(member, aRequest(), nobody))).toBe('not_found');
    expect(await codeOf(leaveOrg(member, aRequest(), member.userId))).toBe('invalid');
    expect(await roleOf(org, member)).toBe('member');
    expect(await owners()).toEqual([{ user_id: member.userId }]);

    await leaveOrg(member, aRequest(), heir.userId);
    expect(await roleOf(org, member)).toBeUndefined();
    expect(await owners()).toEqual([{ user_id: heir.userId }]);
    const log = await rows('SELECT action FROM audit_event WHERE org_id = $1 ORDER BY id', org.orgId);
    expect(log.slice(-2)).toEqual([{ action: 'access.handed_over' }, { action: 'member.left' }]);
    await leaveOrg(heir, aRequest());
    expect(await owners()).toEqual([]);
  });

  test('[M2] of two last owners who leave at the same moment one stays', async () => {
    for (let round = 0; round < 10; round++) {
      const org = await makeOrg(db.admin);
      const second = await memberOf(org, 'owner');
      const codes = await Promise.all([actorIn(org), second].map((who) => codeOf(leaveOrg(who, aRequest()))));
      expect(codes.sort()).toEqual(['done', 'last_owner']);
    }
  });
});
