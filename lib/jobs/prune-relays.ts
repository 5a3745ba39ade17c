import { sql } from '../db/sql';
import { log } from '../log';
import { inBatches } from './in-batches';
import type { Task } from './task';

/** Days that a relay's log is kept. Far longer than a signature counts, so that nothing can come in again after it. */
const KEPT_DAYS = 30;
const AT_ONCE = 5000;

/** Removes what is too old from the logs of relays. */
export const pruneRelays: Task = {
  name: 'prune-relays',
  cron: '47 3 * * *',
  run: async () => {
    const batch = sql<{ gone: number }>`SELECT prune_relays(${KEPT_DAYS}::int, ${AT_ONCE}::int) AS gone`;
    const lines = await inBatches(batch, AT_ONCE);
    if (lines > 0) log.info('logs of relays pruned', { lines });
  },
};
