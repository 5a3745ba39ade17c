import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../access/actor';
import { actorIn } from '../data/testing/actor';
import { readOrg } from '../db/in-org';
import { testDatabase } from '../db/testing/database';
import { testTicket } from '../db/testing/tickets';
import { makeOrg, type TestOrg } from '../db/testing/world';
import { API_REQUESTS, countApiRequest, flush, learnQuota, quotaReads } from './meter';

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());

const limited = (org: TestOrg, api_requests: number) => {
  const actor = actorIn(org);
  // What is counted goes by the ticket itself.
  const ticket = testTicket({ orgId: org.orgId, userId: org.userId });
  return { ...actor, ticket, limits: { ...actor.limits, api_requests } };
};
const usedBy = async (org: TestOrg) => (await readOrg(org, [API_REQUESTS]))[0][0]?.used ?? 0;
/** A request of the actor's, when the database said `used`; or when nothing was read for it. */
function request(actor: Actor, used?: number) {
  learnQuota(actor, actor.orgId, used === undefined ? [] : [[{ used }]]);
  countApiRequest(actor);
}
const refused = (fn: () => void) => {
  try {
    fn();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test('[L3] requests are counted for their organization, in one write for all of them', async () => {
  const [one, two, idle] = [await makeOrg(db.admin), await makeOrg(db.admin), await makeOrg(db.admin)];
  for (let i = 0; i < 5; i++) request(limited(one, 100), 0);
  request(limited(two, 100), 0);
  await flush();
  request(limited(one, 100), 5);
  await flush();
  expect(await Promise.all([one, two, idle].map(usedBy))).toEqual([6, 1, 0]);
});

test('[L3] the limit of the month is reached by what is written and what waits to be, and no other organization’s', async () => {
  const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  const actor = limited(org, 3);
  expect([0, 0, 0, 0].map((used) => refused(() => request(actor, used)))).toEqual([
    null,
    null,
    null,
    'quota_exceeded',
  ]);
  expect(refused(() => request(limited(other, 3), 0))).toBeNull();
  await flush();
  expect(refused(() => request(actor, 3))).toBe('quota_exceeded');
  expect(await usedBy(org)).toBe(3); // refused ones count nothing
  expect(() => request(actor, 3)).toThrow(
    `${org.slug} has made 3 of 3 API requests this month. Wait for the next month (UTC) or change the plan.`,
  );
});

test('[L3] a month begins anew', async () => {
  const org = await makeOrg(db.admin);
  await db.admin.query(
    `INSERT INTO usage_day (org_id, limit_key, day, value, closing)
      VALUES ($1, 'api_requests', date_trunc('month', now() AT TIME ZONE 'UTC')::date - 1, 900, 900)`,
    [org.orgId],
  );
  request(limited(org, 100), await usedBy(org));
  await flush();
  expect(await usedBy(org)).toBe(1);
});

test('[L3] an organization that is gone meanwhile holds up no other’s count; a database that is away loses none', async () => {
  const [gone, org] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  request(limited(gone, 9), 0);
  request(limited(org, 9), 0);
  await db.admin.query('DELETE FROM org WHERE id = $1', [gone.orgId]);
  await db.admin.query('REVOKE EXECUTE ON FUNCTION add_api_requests(text[], bigint[]) FROM rowhouse_app');
  await flush();
  expect(await usedBy(org)).toBe(0);
  await db.admin.query('GRANT EXECUTE ON FUNCTION add_api_requests(text[], bigint[]) TO rowhouse_app');
  await flush();
  expect(await usedBy(org)).toBe(1);
});

test('[L3] what is known is not read again: for a second, until it is written, and by the names it was read under', async () => {
  const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  const [byHost, byId] = [{ host: org.slug }, { orgId: org.orgId }];
  const now = Date.now();
  expect(quotaReads(byHost, now)).toEqual([API_REQUESTS]);
  learnQuota(byHost, org.orgId, [[{ used: 2 }]], now);
  expect(quotaReads(byHost, now + 999)).toEqual([]);
  expect(quotaReads(byHost, now + 1000)).toEqual([API_REQUESTS]);
  expect(quotaReads(byId, now)).toEqual([API_REQUESTS]);
  expect(quotaReads({ host: other.slug }, now)).toEqual([API_REQUESTS]);

  // It counts as long as it is known, with what waits to be written; then what was written is read.
  const actor = limited(org, 4);
  expect([1, 2, 3].map(() => refused(() => countApiRequest(actor)))).toEqual([null, null, 'quota_exceeded']);
  expect(refused(() => countApiRequest(limited(other, 1)))).toBeNull();
  await flush();
  expect(quotaReads(byHost, now)).toEqual([API_REQUESTS]);
  expect(await usedBy(org)).toBe(2);
});
