import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../access/actor';
import { testDatabase } from '../db/testing/database';
import { makeOrg, makeUser } from '../db/testing/world';
import { createOrg, newOrgSchema } from './new-org';
import { slugAvailability } from './slug-availability';
import { aRequest } from './testing/request';

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());

const newPerson = async (name = 'Fay Founder'): Promise<Person> => ({
  ...(await makeUser(db.admin, name)),
  name,
  verified: true,
});
const rows = async (sql: string, ...values: unknown[]) => (await db.admin.query(sql, values)).rows;
const found = async (slug: string, person?: Person) =>
  createOrg(person ?? (await newPerson()), { name: 'New House', slug }, aRequest());

test('[T3] the founder is its owner, and there is nothing else in it', async () => {
  const person = await newPerson();
  await found('new-house', person);
  const [org] = await rows(`SELECT id, name, color FROM org WHERE slug = 'new-house'`);
  expect(org.color).toMatch(/^#[0-9a-f]{6}$/);
  expect(await rows('SELECT user_id, role FROM membership WHERE org_id = $1', org.id)).toEqual([
    { user_id: person.userId, role: 'owner' },
  ]);
  expect(await rows('SELECT host, state FROM org_host WHERE org_id = $1', org.id)).toEqual([
    { host: 'new-house', state: 'live' },
  ]);
  // Every tenant table that there is, found in the catalogue: nothing is made unasked.
  const tables =
    await rows(`SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attname = 'org_id'`);
  const filled = [];
  for (const { name } of tables)
    if ((await rows(`SELECT 1 FROM ${name} WHERE org_id = $1`, org.id)).length) filled.push(name);
  // The counters are how many members it has: the database's own arithmetic. The workspace is the main one, no sub-team's.
  expect(filled.toSorted()).toEqual([
    ...['audit_event', 'audit_link', 'audit_mark', 'membership', 'org_host'],
    ...['usage_counter', 'usage_day', 'workspace'],
  ]);
  expect(await rows('SELECT id FROM workspace WHERE org_id = $1', org.id)).toEqual([{ id: org.id }]);
  expect(await rows('SELECT action, actor_id FROM audit_event WHERE org_id = $1', org.id)).toEqual([
    { action: 'org.created', actor_id: person.userId },
  ]);
});

test('[B1] of twenty who claim an address at once one gets it, and the others hear it on the field', async () => {
  const people = await Promise.all(Array.from({ length: 20 }, () => newPerson()));
  const outcomes = await Promise.allSettled(people.map((person) => found('one-house', person)));
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused).toHaveLength(19);
  for (const { reason } of refused)
    expect(reason).toMatchObject({ code: 'slug_taken', fields: { slug: expect.any(String) } });
  expect(await rows(`SELECT 1 FROM org WHERE slug = 'one-house'`)).toHaveLength(1);
});

test('[T4] a former address is held while it redirects, and free afterwards', async () => {
  const org = await makeOrg(db.admin);
  const hold = (host: string, until: string) =>
    db.admin.query(
      `INSERT INTO org_host (org_id, host, state, former_until) VALUES ($1, $2, 'former', now() + $3::interval)`,
      [org.orgId, host, until],
    );
  await hold('held-house', '1 day');
  await hold('lapsed-house', '-1 second');
  expect(await slugAvailability('held-house', null)).toMatchObject({ free: false, why: /redirects/ });
  expect(await slugAvailability('held-house', org.orgId)).toEqual({ free: true });
  expect(await slugAvailability('lapsed-house', null)).toEqual({ free: true });
  await expect(found('held-house')).rejects.toMatchObject({ code: 'slug_taken' });
  await found('lapsed-house');
  const [host] = await rows(
    `SELECT state, org_id <> $1 AS moved FROM org_host WHERE host = 'lapsed-house'`,
    org.orgId,
  );
  expect(host).toEqual({ state: 'live', moved: true });
});

test('[B1] what may not be an address is refused before the database is asked', async () => {
  expect(await slugAvailability('admin', null)).toMatchObject({ free: false, why: /kept for the service/ });
  for (const slug of ['admin', 'ab', 'Acme', 'аcme', 'xn--acme', 'a--b', ''])
    expect(newOrgSchema.safeParse({ name: 'X', slug }).success, slug).toBe(false);
  expect(newOrgSchema.safeParse({ name: 'X', slug: 'acme', role: 'owner' }).success).toBe(false);
});
