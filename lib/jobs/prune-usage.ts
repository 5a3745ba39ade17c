import { askWorkerGate } from '../db/as-job';
import { sql } from '../db/sql';
import { log } from '../log';
import type { Task } from './task';

/** Days of use that are kept: a year and a month, to compare with the year before. */
const KEPT_DAYS = 400;

/** Days that go in one statement: short locks, and a crash loses little. */
const AT_ONCE = 5000;

/** Removes days of use that nobody can look at any more, of every organization. */
export const pruneUsage: Task = {
  name: 'prune-usage',
  cron: '7 4 * * *',
  run: async () => {
    let total = 0;
    for (let gone = AT_ONCE; gone >= AT_ONCE; total += gone) gone = await prune(KEPT_DAYS, AT_ONCE);
    if (total > 0) log.info('days of use pruned', { days: total });
  },
};

/** One batch: how many days went. */
async function prune(days: number, most: number): Promise<number> {
  const [row] = await askWorkerGate<{ gone: number }>(
    sql`SELECT prune_usage(${days}::int, ${most}::int) AS gone`,
  );
  return row?.gone ?? 0;
}
