import { askWorkerGate } from '../db/as-job';
import { sql } from '../db/sql';
import { log } from '../log';
import type { Task } from './task';

/** Days that a decision is kept. */
const KEPT_DAYS = 30;

/** Lines that go in one statement: short locks, and a crash loses little. */
const AT_ONCE = 5000;

/** Removes what is too old from every organization's routing log. */
export const pruneRouting: Task = {
  name: 'prune-routing',
  cron: '17 3 * * *',
  run: async () => {
    let total = 0;
    for (let gone = AT_ONCE; gone >= AT_ONCE; total += gone) gone = await prune(KEPT_DAYS, AT_ONCE);
    if (total > 0) log.info('routing log pruned', { lines: total });
  },
};

/** One batch: how many lines went. */
async function prune(days: number, most: number): Promise<number> {
  const [row] = await askWorkerGate<{ gone: number }>(
    sql`SELECT prune_routing(${days}::int, ${most}::int) AS gone`,
  );
  return row?.gone ?? 0;
}
