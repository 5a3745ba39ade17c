import type { OrgTx } from '../db/handle';
import { sql } from '../db/sql';
import { AppError } from '../errors';
import type { HeldLimit, Limits } from '../plans/limits';
import { quotaSentence } from '../plans/quota-words';

/**
 * THE RULE of quotas: whoever adds to what an org holds reserves the room first, in the transaction of the write and
 * before it. The counter is locked until that transaction ends, so that of many who want the last place at the same
 * moment one gets it; and it is the database that counts (see counted() in the migrations), so that nothing has to be
 * added up here.
 * @param limits the org's, as they stand (Actor.limits)
 * @param more how many rows, or bytes, will be added
 * @param instead how to go on, for those who can't make room themselves
 * @throws AppError quota_exceeded: which limit, how much of it is used, and what to do
 */
export async function reserve(
  db: OrgTx,
  limits: Limits,
  limit: HeldLimit,
  more = 1,
  instead?: string,
): Promise<void> {
  const used = await lockUsage(db, limit);
  const most = limits[limit];
  if (used + more <= most) return;
  const { name } = await db.org.findFirstOrThrow({ select: { name: true } });
  throw new AppError('quota_exceeded', {
    message: quotaSentence({ org: name, limit, used, most, wanted: more, instead }),
  });
}

/** What the org holds of a limit; nobody can change it until this transaction ends. */
export async function lockUsage(db: OrgTx, limit: HeldLimit): Promise<number> {
  const [row] = await db.rows(
    sql<{ used: number }>`SELECT lock_usage(${db.orgId}::uuid, ${limit})::float8 AS used`,
  );
  return row?.used ?? 0;
}
