import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../access/actor';
import { testDatabase } from '../db/testing/database';
import { addMember, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { closeAccount, onlyOwnerOf } from './close-account';
import { aRequest } from './testing/request';

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());

const newPerson = async (name = 'Nils Leaving'): Promise<Person> => ({
  ...(await makeUser(db.admin, name)),
  name,
  verified: true,
});
const count = async (sql: string, ...values: unknown[]) =>
  Number((await db.admin.query(`SELECT count(*) AS n FROM ${sql}`, values)).rows[0].n);
const isThere = ({ userId }: Person) => count('app_user WHERE id = $1', userId);
const ownersOf = (org: TestOrg) => count(`membership WHERE org_id = $1 AND role = 'owner'`, org.orgId);
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'closed',
    (error) => error.code ?? error.message,
  );

test('[M8] leaves every organization with a line in its log, and takes sessions along', async () => {
  const person = await newPerson();
  const [a, b] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  await addMember(db.admin, a.orgId, person.userId, 'owner');
  await addMember(db.admin, b.orgId, person.userId, 'viewer');
  const other = await count('membership WHERE org_id = $1 AND user_id <> $2', b.orgId, person.userId);

  await closeAccount(person, aRequest());
  expect(await isThere(person)).toBe(0);
  expect(await count('session WHERE user_id = $1', person.userId)).toBe(0);
  expect(await count('membership WHERE user_id = $1', person.userId)).toBe(0);
  expect(await count('membership WHERE org_id = $1', b.orgId)).toBe(other);
  for (const { orgId } of [a, b]) {
    const { rows } = await db.admin.query(
      'SELECT action, actor_label, target_id FROM audit_event WHERE org_id = $1',
      [orgId],
    );
    expect(rows).toEqual([{ action: 'member.left', actor_label: person.email, target_id: person.userId }]);
  }
});

test('[M2] refused, with nothing changed, while an organization would be left without an owner', async () => {
  const person = await newPerson();
  const [sole, shared] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  await addMember(db.admin, sole.orgId, person.userId, 'owner');
  await db.admin.query('DELETE FROM membership WHERE org_id = $1 AND user_id = $2', [
    sole.orgId,
    sole.userId,
  ]);
  await addMember(db.admin, shared.orgId, person.userId, 'owner');

  expect((await onlyOwnerOf(person)).map((org) => org.org_id)).toEqual([sole.orgId]);
  expect(await codeOf(closeAccount(person, aRequest()))).toBe('last_owner');
  expect(await isThere(person)).toBe(1);
  expect(await count('membership WHERE user_id = $1', person.userId)).toBe(2);
});

test('[M2] of all owners who go at the same moment one stays', async () => {
  for (let round = 0; round < 10; round++) {
    const org = await makeOrg(db.admin);
    const owners = await Promise.all([newPerson('One'), newPerson('Two'), newPerson('Three')]);
    for (const owner of owners) await addMember(db.admin, org.orgId, owner.userId, 'owner');
    await db.admin.query('DELETE FROM membership WHERE org_id = $1 AND user_id = $2', [
      org.orgId,
      org.userId,
    ]);

    const codes = await Promise.all(owners.map((owner) => codeOf(closeAccount(owner, aRequest()))));
    expect(codes.toSorted()).toEqual(['closed', 'closed', 'last_owner']);
    expect(await ownersOf(org)).toBe(1);
  }
});
