import { askWorkerGate } from '../db/as-job';
import { sql } from '../db/sql';
import { log } from '../log';
import type { Task } from './task';

/** Organizations that one round takes up; the rest wait for the next. */
const ORGS = 200;

/** Events that go under one lock of a chain's head. */
const AT_ONCE = 500;

/** Puts events of audit logs into their chain, for the organizations whose chain is written in batches (docs/audit.md). */
export const sealAudit: Task = {
  name: 'seal-audit',
  cron: '* * * * *',
  everySeconds: 1,
  run: async () => {
    const waiting = await askWorkerGate(
      sql<{ org_id: string }>`SELECT org_id FROM unsealed_audits(${ORGS}::int)`,
    );
    for (const { org_id: org } of waiting)
      try {
        while ((await seal(org, AT_ONCE)) === AT_ONCE);
      } catch (error) {
        log.error('events of an audit log did not get their place in its chain', { org, error });
      }
  },
};

/** One batch: how many got their place. */
async function seal(org: string, most: number): Promise<number> {
  const [row] = await askWorkerGate(
    sql<{ sealed: number }>`SELECT seal_audit(${org}::uuid, ${most}::int) AS sealed`,
  );
  return row?.sealed ?? 0;
}
