import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPgbouncer, startPgbouncer } from '../../scripts/lib/testing/pgbouncer.mjs';
import { enterOrg } from './enter';
import { inOrg, inOrgTx } from './in-org';
import { sql } from './sql';
import { testDatabase } from './testing/database';
import { isClean, load } from './testing/load';
import { scopedHandles, sessionSetting } from './testing/ways';
import { makeOrgs, type TestOrg } from './testing/world';

// The same isolation through PgBouncer in transaction mode: four server connections, shared by everybody.

const found = await findPgbouncer();
const WHY_NOT = 'skipped: there is no PgBouncer here (apt-get install pgbouncer)';
if (!found) process.stdout.write(`lib/db/pgbouncer.db.test.ts ${WHY_NOT}\n`);
const WAYS = [
  { named: false, title: 'without statement names' },
  { named: true, title: 'with statement names' },
];

describe.skipIf(!found).each(WAYS)(
  `[X5] through PgBouncer ${found?.version ?? WHY_NOT}, $title`,
  ({ named }) => {
    const skip = named && !found?.names; // before 1.21 a name may be unknown to the server connection of the moment
    let db: Awaited<ReturnType<typeof testDatabase>>;
    let bouncer: Awaited<ReturnType<typeof startPgbouncer>>;
    let orgs: TestOrg[];
    beforeAll(async () => {
      if (skip) return;
      db = await testDatabase();
      bouncer = await startPgbouncer({ ...(found as NonNullable<typeof found>), target: db.appUrl });
      orgs = await makeOrgs(db.admin, 200);
    });
    afterAll(async () => {
      if (skip) return;
      await bouncer.stop();
      await db.drop();
    });

    test.skipIf(skip).each([false, true])(
      '[I1][I2] under load nobody sees another’s row (connections ended: %s)',
      async (killed) => {
        const way = scopedHandles({ url: bouncer.url, size: 16, named });
        const report = await load(way, orgs, { ms: 3000, killer: killed ? db.admin : undefined });
        await way.end();
        expect(report).toMatchObject({
          foreign: 0,
          missing: 0,
          unscoped: 0,
          unfailed: 0,
          broken: 0,
          messages: [],
        });
        expect(report.calls - report.lost).toBeGreaterThan(100);
      },
    );

    test.skipIf(skip)('entering, reading and writing work as they do without it', async () => {
      const [org] = orgs as [TestOrg];
      await db.useEngine({ url: bouncer.url, named });
      for (let i = 0; i < 20; i++) {
        const { entered, rows } = await enterOrg(
          { host: org.slug },
          org,
          ['owner'],
          [sql<{ n: number }>`SELECT count(*)::int AS n FROM membership`],
        );
        expect([entered.org_id, rows]).toEqual([org.orgId, [[{ n: 3 }]]]);
        await inOrg(org, (d) => d.org.update({ where: { id: org.orgId }, data: { name: `Name ${i}` } }));
        expect(await inOrgTx(org, async (d) => (await d.org.findFirst())?.name)).toBe(`Name ${i}`);
      }
    });

    test.skipIf(skip)('the check finds an org that is set for the session', async () => {
      const way = sessionSetting(bouncer.url);
      const report = await load(way, orgs, { ms: 3000, until: (r) => r.foreign > 100 });
      await way.end();
      expect(isClean(report)).toBe(false);
      expect(report.foreign).toBeGreaterThan(0);
    });
  },
);
