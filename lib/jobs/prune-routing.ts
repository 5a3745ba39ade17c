import { sql } from '../db/sql';
import { log } from '../log';
import { inBatches } from './in-batches';
import type { Task } from './task';

/** Days that a decision is kept. */
const KEPT_DAYS = 30;
const AT_ONCE = 5000;

/** Removes what is too old from every organization's routing log. */
export const pruneRouting: Task = {
  name: 'prune-routing',
  cron: '17 3 * * *',
  run: async () => {
    const batch = sql<{ gone: number }>`SELECT prune_routing(${KEPT_DAYS}::int, ${AT_ONCE}::int) AS gone`;
    const lines = await inBatches(batch, AT_ONCE);
    if (lines > 0) log.info('routing log pruned', { lines });
  },
};
