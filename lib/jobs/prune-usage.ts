import { sql } from '../db/sql';
import { log } from '../log';
import { inBatches } from './in-batches';
import type { Task } from './task';

/** Days of use that are kept: a year and a month, to compare with the year before. */
const KEPT_DAYS = 400;
const AT_ONCE = 5000;

/** Removes days of use that nobody can look at any more, of every organization. */
export const pruneUsage: Task = {
  name: 'prune-usage',
  cron: '7 4 * * *',
  run: async () => {
    const batch = sql<{ gone: number }>`SELECT prune_usage(${KEPT_DAYS}::int, ${AT_ONCE}::int) AS gone`;
    const days = await inBatches(batch, AT_ONCE);
    if (days > 0) log.info('days of use pruned', { days });
  },
};
