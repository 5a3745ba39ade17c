import { isClean, type LoadReport, load as run } from '../lib/db/testing/load';
import { scopedHandles, sessionSetting, sharedLoader } from '../lib/db/testing/ways';
import { makeOrgs } from '../lib/db/testing/world';
import { findPgbouncer, startPgbouncer } from '../scripts/lib/testing/pgbouncer.mjs';
import { held, type Line, type Part, told } from './lib/report';
import { query, type World } from './lib/world';

const MS = Number(process.env.BENCH_LOAD_MS ?? 20_000);

/** Isolation under load, longer than in the tests; and the ways that must be caught by the same check. */
export async function load(world: World): Promise<Part> {
  const lines: Line[] = [];
  const data: Record<string, LoadReport> = {};
  const told0 = (r: LoadReport) =>
    `${r.calls} asked, ${r.foreign} foreign, ${r.missing} wrong nulls, ${r.unscoped} unscoped, ${r.lost} lost`;
  await query(world.adminUrl, async (admin) => {
    const orgs = await makeOrgs(admin, 200);
    const clean = async (name: string, url: string, named: boolean) => {
      const way = scopedHandles({ url, size: 16, named });
      const report = await run(way, orgs, { ms: MS, killer: admin });
      await way.end();
      data[name] = report;
      lines.push(held(name, isClean(report), told0(report), '0 of each'));
      for (const message of report.messages) lines.push(told('  it said', message));
    };
    const caught = async (name: string, way: ReturnType<typeof sharedLoader>) => {
      const report = await run(way, orgs, { ms: 5000 });
      await way.end();
      data[name] = report;
      lines.push(held(name, report.foreign + report.missing > 0, told0(report), 'caught'));
    };
    await clean('ours, connections ended under it', world.appUrl, true);
    await caught('one shared loader under AsyncLocalStorage', sharedLoader(world.appUrl));
    await caught('the org set for the session', sessionSetting(world.appUrl));

    const found = await findPgbouncer();
    if (!found) return lines.push(told('through PgBouncer', 'skipped: there is none here'));
    const bouncer = await startPgbouncer({ ...found, target: world.appUrl });
    await clean(`ours, through PgBouncer ${found.version}`, bouncer.url, false);
    if (found.names) await clean(`ours, through PgBouncer ${found.version}, with names`, bouncer.url, true);
    else
      lines.push(told('with names', `skipped: PgBouncer ${found.version} has no prepared statements (1.21)`));
    await caught('the org set for the session, through PgBouncer', sessionSetting(bouncer.url));
    await bouncer.stop();
    await admin.query(`DELETE FROM org WHERE slug LIKE 'load-%'`);
  });
  return { lines, data };
}
