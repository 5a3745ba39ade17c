import { z } from 'zod';
import { askWorkerGate } from '../db/as-job';
import type { OrgId } from '../db/scope';
import { sql } from '../db/sql';
import { log } from '../log';
import { enqueue } from './enqueue';
import { orgJob } from './org-job';
import type { Task } from './task';

/** Organizations that one round takes up; the rest wait for the next. */
const AT_ONCE = 500;

/** Purges organizations whose 30 days since their deletion are over, each in a job of its own. */
export const purgeOrganizations: Task = {
  name: 'purge-organizations',
  cron: '20 3 * * *',
  run: async () => {
    const due = await askWorkerGate(
      sql<{ org_id: OrgId }>`SELECT org_id FROM purgeable_orgs(${AT_ONCE}::int)`,
    );
    const actor = { kind: 'task', name: purgeOrganizations.name } as const;
    for (const { org_id: orgId } of due) await enqueue(purgeOrganization, { orgId, actor, input: {} });
  },
};

type Purged = {
  deleted_at: Date;
  deleted_by: string | null;
  gone: Record<string, number>;
  remaining: string;
};

/**
 * Purges one. Its own log goes with it: what is left is this line in the operator's. Whether it is due is for the
 * database to say; for one that isn't (restored, purged by an earlier try, never deleted) nothing happens.
 */
export const purgeOrganization = orgJob({
  name: 'purge-organization',
  input: z.strictObject({}),
  run: async ({ orgId: org }) => {
    const [purged] = await askWorkerGate(sql<Purged>`SELECT * FROM purge_org(${org}::uuid)`);
    if (!purged) return log.warn('an organization was not purged: it is not due, or gone', { org });
    const { deleted_at: deletedAt, deleted_by: deletedBy, gone, remaining } = purged;
    log.info('an organization was purged', { org, deletedAt, deletedBy, gone, remaining: Number(remaining) });
  },
});
