import { askWorkerGate } from '../db/as-job';
import { sql } from '../db/sql';
import { log } from '../log';
import type { Task } from './task';

/** Days that a relay's log is kept. Far longer than a signature counts, so that nothing can come in again after it. */
const KEPT_DAYS = 30;
const AT_ONCE = 5000;

/** Removes what is too old from the logs of relays. */
export const pruneRelays: Task = {
  name: 'prune-relays',
  cron: '47 3 * * *',
  run: async () => {
    let total = 0;
    for (let gone = AT_ONCE; gone >= AT_ONCE; total += gone) {
      const [row] = await askWorkerGate(
        sql<{ gone: number }>`SELECT prune_relays(${KEPT_DAYS}::int, ${AT_ONCE}::int) AS gone`,
      );
      gone = row?.gone ?? 0;
    }
    if (total > 0) log.info('logs of relays pruned', { lines: total });
  },
};
