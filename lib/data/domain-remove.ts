import type { Actor } from '../access/actor';
import { inOrgTx } from '../db/in-org';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { domainLocked } from './domains';
import { stillMay } from './org-settings';

/**
 * Lets a custom domain go: its host is nobody's from now on. Where it was the primary host, the subdomain is again.
 * @returns the host
 * @throws AppError not_found, forbidden
 */
export async function removeDomain(
  actor: Actor,
  id: string,
  request: RequestInfo,
): Promise<{ host: string }> {
  return inOrgTx(actor, async (db) => {
    await stillMay(db, actor, 'domain.remove');
    const [row] = await db.rows(domainLocked(id));
    if (!row) throw new AppError('not_found');
    await db.domain.deleteMany({ where: { id } });
    await db.orgHost.deleteMany({ where: { host: row.host } });
    await record(
      db,
      { actor, request },
      {
        action: 'domain.removed',
        target: { kind: 'domain', id, label: row.host },
        before: { state: row.state },
      },
    );
    return { host: row.host };
  });
}
