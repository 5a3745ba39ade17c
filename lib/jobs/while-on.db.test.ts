import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../db/testing/database';
import { makeOrg } from '../db/testing/world';
import { whileOn } from './while-on';

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());

test('[L2] a job of a feature does nothing where it is off: by plan, by exception, by the organization itself', async () => {
  const org = await makeOrg(db.admin);
  const set = (text: string) => db.admin.query(`UPDATE org SET ${text} WHERE id = $1`, [org.orgId]);
  let ran = 0;
  const job = () =>
    whileOn('branding', org.orgId, async (d) => {
      ran += await d.membership.count();
    });
  expect(await job()).toBe(false);
  await set(`plan = 'team'`);
  expect(await job()).toBe(true);
  await set(`features_off = '{branding}'`);
  expect(await job()).toBe(false);
  await set(`features_off = '{}', features = '{"branding": false}'`);
  expect(await job()).toBe(false);
  await set(`deleted_at = now(), features = '{}'`);
  await expect(job()).rejects.toMatchObject({ code: 'not_found' });
  expect(ran).toBe(1);
});
