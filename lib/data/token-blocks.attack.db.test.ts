import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { UserActor } from '../access/actor';
import type { TokenScope } from '../access/scopes';
import { apiTokenHash } from '../auth/api-token.mjs';
import { enterByToken } from '../db/enter';
import { inOrg } from '../db/in-org';
import { testDatabase } from '../db/testing/database';
import { addMember, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { leaveOrg } from './leave';
import { removeMembers } from './member-changes';
import { blockMemberToken, createOrgToken } from './org-token-changes';
import { MEMBER_TOKENS } from './org-tokens';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';
import { createUserToken } from './user-tokens';

// Item 9: a block on a personal token was lost when its owner left and came back.

vi.mock('next/server', () => ({ after: () => {} }));

const db = await testDatabase();
const request = aRequest();
const scopes: TokenScope[] = ['org.read', 'member.read'];
const input = { name: 'Script', scopes, lifetime: '30' } as const;
let org: TestOrg;
let admin: UserActor;
let member: UserActor;

beforeAll(() => db.useEngine());
afterAll(() => db.drop());
beforeEach(async () => {
  org = await makeOrg(db.admin);
  admin = actorIn(org);
  const who = await makeUser(db.admin);
  await addMember(db.admin, org.orgId, who.userId, 'admin');
  member = actorIn(org, { ...who, role: 'admin' });
});

const enter = (token: string, boundTo: string | null = null) =>
  enterByToken(
    { host: org.slug },
    { hash: apiTokenHash(token), boundTo, ip: '192.0.2.1' },
    { workspace: null, only: null },
    [],
  ).then(
    () => 'entered',
    (error) => error.code,
  );
const block = (id: string, blocked: boolean) => blockMemberToken({ actor: admin, request }, id, blocked);
const listed = () => inOrg(admin, (d) => d.rows(MEMBER_TOKENS));
const comeBack = () => addMember(db.admin, org.orgId, member.userId, 'admin');

const WAYS_OUT = {
  leaves: () => leaveOrg(member, request),
  'is removed': () => removeMembers({ actor: admin, request }, [member.userId]),
  'is removed by hand': () => db.admin.query('DELETE FROM membership WHERE user_id = $1', [member.userId]),
};

for (const [way, goOut] of Object.entries(WAYS_OUT))
  test(`[R8] attack 9: a blocked token stays refused when its owner ${way} and comes back`, async () => {
    const { token, id } = await createUserToken(member, input, request);
    expect(await enter(token)).toBe('entered');
    await block(id, true);
    expect(await enter(token)).toBe('tenant_forbidden');
    await goOut();
    expect(await enter(token)).toBe('tenant_forbidden');
    await comeBack();
    expect(await enter(token)).toBe('tenant_forbidden');
    const [row] = await listed();
    expect(row).toMatchObject({ token_id: id, tail: token.slice(-4), last_used_at: null });
    expect(row?.blocked_at).toBeInstanceOf(Date);
    await block(id, false);
    expect(await enter(token)).toBe('entered');
    expect((await listed())[0]).toMatchObject({ token_id: id, blocked_at: null, last_used_ip: '192.0.2.1' });
  });

test('[R8] attack 9: blocking twice, and unblocking twice, is one change and one event each', async () => {
  const { token, id } = await createUserToken(member, input, request);
  await enter(token);
  for (const blocked of [true, true, false, false]) await block(id, blocked);
  const { rows } = await db.admin.query(
    `SELECT action FROM audit_event WHERE org_id = $1 AND target_id = $2 ORDER BY id`,
    [org.orgId, id],
  );
  expect(rows.map(({ action }) => action)).toEqual(['token.blocked', 'token.unblocked']);
});

test('[R8] attack 9: a token of the organization stays refused when its creator leaves and comes back', async () => {
  const { token } = await createOrgToken({ actor: member, request }, input);
  expect(await enter(token, org.orgId)).toBe('entered');
  await removeMembers({ actor: admin, request }, [member.userId]);
  await comeBack();
  expect(await enter(token, org.orgId)).toBe('tenant_forbidden');
});
