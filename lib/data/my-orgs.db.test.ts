import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../db/enter';
import type { OrgId, UserId } from '../db/scope';
import { type TestDatabase, testDatabase } from '../db/testing/database';
import {
  addMember,
  insert,
  makeOrg,
  makeRecords,
  makeSubTeams,
  makeUser,
  subTeamIds,
  type TestOrg,
} from '../db/testing/world';
import { newId } from '../ids';
import { myOrgsWithUnread, myOwned } from './my-orgs';

let db: TestDatabase;
let org: TestOrg;
let other: TestOrg;
let mine: string;
let theirs: string;

const talk = (place: TestOrg, workspace: string, more: object = {}) =>
  insert(db.admin, 'conversation', {
    org_id: place.orgId,
    workspace_id: workspace,
    id: newId(),
    address: newId(),
    name: 'Somebody',
    name_key: 'somebody',
    unread: 3,
    ...more,
  });
const unreadOf = async (who: Caller, orgId: OrgId = org.orgId) =>
  (await myOrgsWithUnread(who)).unread.get(orgId) ?? 0;

beforeAll(async () => {
  db = await testDatabase();
  await db.useEngine();
  [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  await makeSubTeams(db.admin, org.orgId);
  [mine, theirs] = subTeamIds(org.orgId) as [string, string];
  await talk(org, org.orgId);
  for (let i = 0; i < 2; i++) await talk(org, mine);
  for (let i = 0; i < 4; i++) await talk(org, theirs);
  await talk(org, mine, { unread: 0 });
  await talk(org, mine, { status: 'closed' });
  for (let i = 0; i < 101; i++) await talk(other, other.orgId);
});
afterAll(() => db.drop());

test('[M7][S2] unread of an organization: what waits in the main workspace and in the sub-teams I am in', async () => {
  const me = await makeUser(db.admin);
  const { userId } = me;
  await addMember(db.admin, org.orgId, userId);
  expect(await unreadOf(me)).toBe(1);
  await insert(db.admin, 'sub_team_member', { org_id: org.orgId, sub_team_id: mine, user_id: userId });
  expect(await unreadOf(me)).toBe(3);
  await db.admin.query(`UPDATE membership SET role = 'admin' WHERE user_id = $1`, [userId]);
  expect(await unreadOf(me)).toBe(7);
  expect(await unreadOf(org)).toBe(7);
});

test('[M7][T5] and nothing of an organization that I am not in, or not any more; at most a hundred is counted', async () => {
  expect(await unreadOf(org, other.orgId)).toBe(0);
  expect(await unreadOf(other, other.orgId)).toBe(100);
  expect((await myOrgsWithUnread(other)).orgs).toHaveLength(1);
  const me = await makeUser(db.admin);
  const { userId } = me;
  await addMember(db.admin, other.orgId, userId);
  expect(await unreadOf(me, other.orgId)).toBe(100);
  await db.admin.query('DELETE FROM membership WHERE user_id = $1', [userId]);
  expect(await unreadOf(me, other.orgId)).toBe(0);
});

test('[M7][S3] a deleted sub-team has nothing unread for anybody', async () => {
  await db.admin.query('UPDATE sub_team SET deleted_at = now() WHERE id = $1', [theirs]);
  expect(await unreadOf(org)).toBe(3);
});

test('[M6][M8] what one owns by name in each organization, and alone; nobody else’s, nothing elsewhere', async () => {
  const [me, somebody] = [await makeUser(db.admin), await makeUser(db.admin)];
  const houses = [await makeOrg(db.admin), await makeOrg(db.admin), await makeOrg(db.admin)] as const;
  const give = (place: TestOrg, at: 0 | 1, { userId }: { userId: UserId }, role: string) =>
    insert(db.admin, 'access_grant', {
      org_id: place.orgId,
      id: newId(),
      kind: 'contact_group',
      resource_id: subTeamIds(place.orgId)[at],
      user_id: userId,
      role,
      granted_by: 'Owner',
    });
  const [first, second, third] = houses;
  for (const place of houses) {
    await makeSubTeams(db.admin, place.orgId);
    await makeRecords(db.admin, place.orgId);
    for (const who of [me, somebody]) await addMember(db.admin, place.orgId, who.userId);
  }
  await give(first, 0, me, 'owner');
  await give(first, 1, me, 'owner');
  await give(first, 1, somebody, 'owner');
  await give(second, 0, me, 'admin');
  await give(third, 0, me, 'owner');
  await db.admin.query('UPDATE org SET deleted_at = now(), deleted_by = $2 WHERE id = $1', [
    third.orgId,
    third.userId,
  ]);
  expect([...(await myOwned(me))]).toEqual([[first.orgId, { owned: 2, alone: 1 }]]);
  expect([...(await myOwned(somebody))]).toEqual([[first.orgId, { owned: 1, alone: 0 }]]);
});
