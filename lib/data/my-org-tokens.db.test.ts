import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { TokenScope } from '../access/scopes';
import { testDatabase } from '../db/testing/database';
import { addMember, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { AppError } from '../errors';
import { newId } from '../ids';
import { changePassword, endOtherAccess } from './account';
import { listMyOrgTokens, revokeMyOrgToken } from './my-org-tokens';
import { createOrgToken, revokeOrgToken } from './org-token-changes';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';
import { createUserToken, listUserTokens } from './user-tokens';

vi.mock('next/server', () => ({ after: () => {} }));

const db = await testDatabase();
const request = aRequest();
const input = { name: 'CI', scopes: ['org.read'] as TokenScope[], lifetime: '30' as const };
let org: TestOrg;
beforeAll(() => db.useEngine());
afterAll(() => db.drop());
beforeEach(async () => {
  org = await makeOrg(db.admin);
});

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => (error instanceof AppError ? error.code : String(error)),
  );
const personOf = ({ userId, sessionId }: Pick<TestOrg, 'userId' | 'sessionId'>) => ({
  userId,
  sessionId,
  name: 'Somebody',
  email: `${userId}@test.example`,
  verified: true,
});

test('[K3] a person sees the valid organization tokens that act for them, of every organization, and no others', async () => {
  const [other, colleague] = [await makeOrg(db.admin), await makeUser(db.admin)];
  await addMember(db.admin, other.orgId, org.userId, 'admin');
  await addMember(db.admin, org.orgId, colleague.userId, 'admin');
  const me = { userId: org.userId, sessionId: org.sessionId };
  const here = await createOrgToken({ actor: actorIn(org), request }, input);
  const there = await createOrgToken({ actor: actorIn(other, { ...me, role: 'admin' }), request }, input);
  const gone = await createOrgToken({ actor: actorIn(org), request }, input);
  await revokeOrgToken({ actor: actorIn(org), request }, gone.id);
  await createOrgToken({ actor: actorIn(org, { ...colleague, role: 'admin' }), request }, input);
  const ids = async () => (await listMyOrgTokens(me)).map(({ id }) => id).sort();
  expect(await ids()).toEqual([here.id, there.id].sort());
  // A token of a former membership acts for nobody, and isn't told of.
  await db.admin.query('DELETE FROM membership WHERE org_id = $1 AND user_id = $2', [other.orgId, me.userId]);
  expect(await ids()).toEqual([here.id]);
});

test('[K3] they revoke it whatever their role is by now; nobody revokes another person’s there', async () => {
  const member = await makeUser(db.admin);
  await addMember(db.admin, org.orgId, member.userId, 'admin');
  const by = { actor: actorIn(org, { ...member, role: 'admin' }), request };
  const { id } = await createOrgToken(by, input);
  await db.admin.query(`UPDATE membership SET role = 'viewer' WHERE org_id = $1 AND user_id = $2`, [
    org.orgId,
    member.userId,
  ]);
  for (const [who, what] of [
    [personOf(org), id],
    [personOf(await makeOrg(db.admin)), id],
    [personOf(member), newId()],
  ] as const)
    expect(await codeOf(revokeMyOrgToken(who, what, request))).toBe('not_found');
  expect(await revokeMyOrgToken(personOf(member), id, request)).toEqual({ name: 'CI' });
  expect(await codeOf(revokeMyOrgToken(personOf(member), id, request))).toBe('not_found');
  expect(await listMyOrgTokens(member)).toEqual([]);
  const { rows } = await db.admin.query(
    `SELECT action, target_id FROM audit_event WHERE org_id = $1 AND action = 'token.revoked'`,
    [org.orgId],
  );
  expect(rows).toEqual([{ action: 'token.revoked', target_id: id }]);
});

test('[R8] attack 11: changing the password and signing out elsewhere revoke the personal tokens that were named, and no others', async () => {
  const [me, stranger] = [personOf(org), await makeUser(db.admin)];
  const [first, second, kept] = [
    await createUserToken(me, { ...input, name: 'First' }, request),
    await createUserToken(me, { ...input, name: 'Second' }, request),
    await createUserToken(me, { ...input, name: 'Kept' }, request),
  ];
  const theirs = await createUserToken(stranger, input, request);
  const { hashPassword } = await import('../auth/password');
  await db.admin.query('UPDATE app_user SET password_hash = $2 WHERE id = $1', [
    me.userId,
    await hashPassword('correct horse battery'),
  ]);
  const change = { current: 'correct horse battery', next: 'a few words do well' };
  expect(await changePassword(me, { ...change, revoke: [first.id, theirs.id] })).toEqual({
    devices: 0,
    revoked: ['First'],
  });
  expect(await endOtherAccess(me, [first.id, second.id])).toEqual({ devices: 0, revoked: ['Second'] });
  const live = async (who: Parameters<typeof listUserTokens>[0]) =>
    (await listUserTokens(who)).filter(({ revokedAt }) => !revokedAt).map(({ id }) => id);
  expect(await live(me)).toEqual([kept.id]);
  expect(await live(stranger)).toEqual([theirs.id]);
});
