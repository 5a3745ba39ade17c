import { askWorkerGate } from '../db/as-job';
import { sql } from '../db/sql';
import { log } from '../log';
import { auditDays, SHORTEST_AUDIT_DAYS } from '../plans/audit-days';
import { inBatches } from './in-batches';
import type { Task } from './task';

/** Events that go in one statement: whoever writes in that org meanwhile waits for it at most. */
const AT_ONCE = 1000;

/** Removes events of audit logs that are older than their org's plan keeps them. The chain goes on from the last of them. */
export const pruneAudit: Task = {
  name: 'prune-audit',
  cron: '27 4 * * *',
  run: async () => {
    const aged = await askWorkerGate(
      sql<{ org_id: string; plan: string }>`SELECT org_id, plan FROM aged_audit(${SHORTEST_AUDIT_DAYS}::int)`,
    );
    let total = 0;
    for (const { org_id: org, plan } of aged)
      total += await inBatches(
        sql`SELECT prune_audit(${org}::uuid, ${auditDays(plan)}::int, ${AT_ONCE}::int) AS gone`,
        AT_ONCE,
      );
    if (total > 0) log.info('audit logs pruned', { events: total });
  },
};
