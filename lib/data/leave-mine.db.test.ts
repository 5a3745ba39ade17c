import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../access/actor';
import { testDatabase } from '../db/testing/database';
import { addMember, makeOrg, makeUser } from '../db/testing/world';
import { leaveMine } from './leave-mine';
import { aRequest } from './testing/request';

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());

const personOf = (user: Awaited<ReturnType<typeof makeUser>>) =>
  ({ ...user, name: 'Somebody', kind: 'user' }) as unknown as Person;

test('[M8] [M2] who is in leaves; the last owner, and who is not in, do not', async () => {
  const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  const member = await makeUser(db.admin);
  await addMember(db.admin, org.orgId, member.userId);
  const request = aRequest();
  expect(await leaveMine(personOf(member), org.orgId, request)).toEqual({ name: org.slug });
  for (const id of [org.orgId, other.orgId, org.userId])
    await expect(leaveMine(personOf(member), id, request)).rejects.toMatchObject({ code: 'not_found' });
  const owner = personOf({ ...org, email: 'owner@test.example' });
  await expect(leaveMine(owner, org.orgId, request)).rejects.toMatchObject({ code: 'last_owner' });
});
