import { askWorkerGate } from '../db/as-job';
import type { Sql } from '../db/sql';

/**
 * Removes what is too old batch by batch: short locks, and a crash loses little.
 * @param batch removes at most so many, and says in `gone` how many it were
 * @param most rows of a full batch; one that isn't full was the last
 * @returns how many went
 */
export async function inBatches(batch: Sql<{ gone: number }>, most: number): Promise<number> {
  for (let total = 0; ; ) {
    const [{ gone } = { gone: 0 }] = await askWorkerGate(batch);
    total += gone;
    if (gone < most) return total;
  }
}
