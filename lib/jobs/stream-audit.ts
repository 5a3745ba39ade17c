import { handOn } from '../data/audit-streams';
import { askWorkerGate, inOrgTxAsJob } from '../db/as-job';
import type { OrgId } from '../db/scope';
import { sql } from '../db/sql';
import { log } from '../log';
import type { Task } from './task';

/** Streams that one round takes up; the rest wait for the next. */
const AT_ONCE = 200;

/** Batches of one stream in a round: a long log holds up no other organization’s. */
const BATCHES = 5;

/** Hands new events of audit logs on to the relays that they go out through. Sending them is the relays' own loop. */
export const streamAudit: Task = {
  name: 'stream-audit',
  cron: '* * * * *',
  everySeconds: 2,
  run: async () => {
    const due = await askWorkerGate(
      sql<{
        org_id: OrgId;
        relay_id: string;
      }>`SELECT org_id, relay_id FROM due_audit_streams(${AT_ONCE}::int)`,
    );
    for (const { org_id: org, relay_id: relay } of due)
      try {
        for (let i = 0; i < BATCHES && (await inOrgTxAsJob(org, (db) => handOn(db, relay))); i++);
      } catch (error) {
        log.error('an audit log was not streamed', { org, relay, error });
      }
  },
};
