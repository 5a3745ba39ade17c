import { record } from '../data/audit';
import { askWorkerGate, inOrgTxAsJob } from '../db/as-job';
import type { OrgId } from '../db/scope';
import { sql } from '../db/sql';
import { newId } from '../ids';
import { log } from '../log';
import type { Task } from './task';

/** Sub-teams that one round takes up; the rest wait for the next. */
const AT_ONCE = 200;

type Due = { org_id: OrgId; sub_team_id: string };
type Purged = { slug: string; name: string; gone: Record<string, number> };

/**
 * Purges sub-teams whose 30 days since their deletion are over: each with its workspace's rows in a transaction of its
 * own, and nothing else. One that can't be purged keeps no other from it, and makes the round be tried again.
 */
export const purgeSubTeams: Task = {
  name: 'purge-sub-teams',
  cron: '40 3 * * *',
  run: async () => {
    const due = await askWorkerGate(
      sql<Due>`SELECT org_id, sub_team_id FROM purgeable_sub_teams(${AT_ONCE}::int)`,
    );
    let failed = 0;
    for (const one of due)
      await purge(one).catch((error) => {
        failed++;
        log.error('a sub-team was not purged', { org: one.org_id, subTeam: one.sub_team_id, error });
      });
    if (failed > 0) throw new Error(`${failed} of ${due.length} sub-teams were not purged`);
  },
};

async function purge({ org_id: org, sub_team_id: subTeam }: Due): Promise<void> {
  const [purged] = await askWorkerGate(
    sql<Purged>`SELECT slug, name, gone FROM purge_sub_team(${org}::uuid, ${subTeam}::uuid)`,
  );
  if (!purged) return; // restored, or purged by an earlier try
  log.info('a sub-team was purged', { org, subTeam, gone: purged.gone });
  const request = { id: newId(), ip: '', userAgent: 'purge-sub-teams' };
  await inOrgTxAsJob(org, (db) =>
    record(
      db,
      { actor: { kind: 'system', userId: null, email: 'Rowhouse' }, request },
      {
        action: 'sub_team.purged',
        target: { kind: 'sub_team', id: subTeam, label: purged.name },
        before: purged.gone,
      },
    ),
  );
}
