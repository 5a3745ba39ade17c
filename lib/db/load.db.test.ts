import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from './testing/database';
import { isClean, load } from './testing/load';
import { scopedHandles, sessionSetting, sharedLoader } from './testing/ways';
import { makeOrgs, type TestOrg } from './testing/world';

// Isolation under load. Longer, and through PgBouncer, in `npm run bench`.

const db = await testDatabase();
let orgs: TestOrg[];
beforeAll(async () => {
  orgs = await makeOrgs(db.admin, 200);
});
afterAll(() => db.drop());

describe('[I1][I2] thirty-two workers, two hundred orgs, several questions in one tick', () => {
  test.each([
    ['connections ended under them', true],
    ['connections left alone', false],
  ])(
    'nobody sees another’s row, misses an own one, or gets an answer without a scope: %s',
    async (_, killed) => {
      const way = scopedHandles({ url: db.appUrl, size: 8 });
      // So many questions, however long a busy machine takes for them.
      const report = await load(way, orgs, {
        ms: 60_000,
        killer: killed ? db.admin : undefined,
        until: (r) => r.calls >= 3000 && r.lost > 0 === killed,
      });
      await way.end();
      expect(report).toMatchObject({
        foreign: 0,
        missing: 0,
        unscoped: 0,
        unfailed: 0,
        broken: 0,
        messages: [],
      });
      expect(report.calls).toBeGreaterThanOrEqual(3000);
      expect(report.lost > 0).toBe(killed);
    },
    90_000,
  );

  test('the check finds one shared loader under AsyncLocalStorage', async () => {
    const way = sharedLoader(db.appUrl);
    const report = await load(way, orgs, { ms: 60_000, until: (r) => r.missing > 10 });
    await way.end();
    expect(isClean(report)).toBe(false);
    expect(report.missing).toBeGreaterThan(0);
  }, 90_000);

  test('the check finds an org that is set for the session', async () => {
    const way = sessionSetting(db.appUrl);
    const report = await load(way, orgs, { ms: 60_000, until: (r) => r.foreign > 10 && r.unscoped > 0 });
    await way.end();
    expect(isClean(report)).toBe(false);
    expect(report.foreign).toBeGreaterThan(0);
    expect(report.unscoped).toBeGreaterThan(0);
  }, 90_000);
});
