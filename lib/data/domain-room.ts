import type { OrgTx } from '../db/handle';
import { AppError } from '../errors';
import type { Limits } from '../plans/limits';

/**
 * Room for one more custom domain. Call it under the org's lock (lockStandings), in the transaction that adds it.
 * @throws AppError quota_exceeded, which limit and how much
 */
export async function roomForDomain(db: OrgTx, limits: Limits): Promise<void> {
  const most = limits.custom_domains;
  const used = await db.domain.count({ where: { state: { not: 'lapsed' } } });
  if (used < most) return;
  const message = `Your plan has room for ${most === 1 ? 'one custom domain' : `${most} custom domains`}. Remove one, or choose a bigger plan.`;
  throw new AppError('quota_exceeded', { message });
}
