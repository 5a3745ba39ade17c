import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../db/testing/database';
import { addMember, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { REDIRECT_DAYS, renameOrg } from './rename';
import { slugAvailability } from './slug-availability';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());

const rows = async (sql: string, ...values: unknown[]) => (await db.admin.query(sql, values)).rows;
const hostsOf = ({ orgId }: TestOrg) =>
  rows('SELECT host, state, former_until FROM org_host WHERE org_id = $1 ORDER BY created_at, host', orgId);
const free = () => `name-${newId().slice(-12)}`;
const rename = (org: TestOrg, slug: string) => renameOrg(actorIn(org), { slug }, aRequest());
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error) => error.code ?? error.message,
  );
const lapse = (host: string) =>
  db.admin.query(`UPDATE org_host SET former_until = now() - interval '1 second' WHERE host = $1`, [host]);

test('[T4] the org keeps its id, the old address is held for 90 days, and both stand in the log', async () => {
  const org = await makeOrg(db.admin);
  const slug = free();
  expect(await rename(org, slug)).toEqual({ slug });
  expect(await rows('SELECT id, slug FROM org WHERE slug = $1', slug)).toEqual([{ id: org.orgId, slug }]);
  const hosts = Object.fromEntries((await hostsOf(org)).map((row) => [row.host, row]));
  expect(hosts[slug]).toMatchObject({ state: 'live', former_until: null });
  expect(hosts[org.slug]?.state).toBe('former');
  const days = (hosts[org.slug].former_until.getTime() - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(REDIRECT_DAYS);
  expect(await rows('SELECT action, before, after FROM audit_event WHERE org_id = $1', org.orgId)).toEqual([
    { action: 'org.renamed', before: { slug: org.slug }, after: { slug } },
  ]);
});

test('[T4] nobody else can claim a former address while it redirects, and anybody once it lapsed', async () => {
  const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  await rename(org, free());
  expect(await slugAvailability(org.slug, other.orgId)).toMatchObject({ free: false });
  expect(await codeOf(rename(other, org.slug))).toBe('slug_taken');
  expect(await rows('SELECT slug FROM org WHERE id = $1', other.orgId)).toEqual([{ slug: other.slug }]);
  expect(await hostsOf(other)).toMatchObject([{ host: other.slug, state: 'live' }]);

  await lapse(org.slug);
  expect(await slugAvailability(org.slug, other.orgId)).toEqual({ free: true });
  expect(await rename(other, org.slug)).toEqual({ slug: org.slug });
  expect(await rows('SELECT org_id, state FROM org_host WHERE host = $1', org.slug)).toEqual([
    { org_id: other.orgId, state: 'live' },
  ]);
});

test('[T4] an org can take its own former address back at once', async () => {
  const org = await makeOrg(db.admin);
  const slug = free();
  await rename(org, slug);
  expect(await slugAvailability(org.slug, org.orgId)).toEqual({ free: true });
  await rename(org, org.slug);
  expect(await hostsOf(org)).toMatchObject([
    { host: org.slug, state: 'live', former_until: null },
    { host: slug, state: 'former' },
  ]);
});

test('an address in use is refused and nothing is changed', async () => {
  const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  expect(await codeOf(rename(org, other.slug))).toBe('slug_taken');
  expect(await hostsOf(org)).toMatchObject([{ host: org.slug, state: 'live' }]);
  expect(await rows('SELECT 1 FROM audit_event WHERE org_id = $1', org.orgId)).toEqual([]);
});

test('of many who want one address at the same moment exactly one gets it', async () => {
  const orgs = await Promise.all(Array.from({ length: 8 }, () => makeOrgAlone()));
  const slug = free();
  const codes = await Promise.all(orgs.map((org) => codeOf(rename(org, slug))));
  expect(codes.filter((code) => code === 'done')).toHaveLength(1);
  expect(codes.filter((code) => code === 'slug_taken')).toHaveLength(7);
});

test('the same address is no change and leaves no trace', async () => {
  const org = await makeOrg(db.admin);
  expect(await rename(org, org.slug)).toEqual({ slug: org.slug });
  expect(await hostsOf(org)).toMatchObject([{ host: org.slug, state: 'live' }]);
  expect(await rows('SELECT 1 FROM audit_event WHERE org_id = $1', org.orgId)).toEqual([]);
});

test('an org holds ten former addresses at most, and going back to one of them is always possible', async () => {
  const org = await makeOrg(db.admin);
  for (let i = 0; i < 10; i++) await rename(org, free());
  expect(await codeOf(rename(org, free()))).toBe('conflict');
  expect(await codeOf(rename(org, org.slug))).toBe('done');
});

test('[M3] a role that was lost in the meantime changes nothing', async () => {
  const org = await makeOrg(db.admin);
  const { userId } = await makeUser(db.admin);
  await addMember(db.admin, org.orgId, userId, 'member');
  const once = actorIn(org, { userId, role: 'admin' });
  expect(await codeOf(renameOrg(once, { slug: free() }, aRequest()))).toBe('forbidden');
  expect(await hostsOf(org)).toHaveLength(1);
});

/** Worlds are made one after another: they share a connection. */
let last: Promise<unknown> = Promise.resolve();
function makeOrgAlone(): Promise<TestOrg> {
  const made = last.then(() => makeOrg(db.admin));
  last = made;
  return made;
}
