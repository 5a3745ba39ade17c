import type { Person } from '../access/actor';
import { asUser } from '../db/as-user';
import type { Caller } from '../db/enter';
import { inMyOrgTx } from '../db/in-org';
import type { OrgId } from '../db/scope';
import { sql } from '../db/sql';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { lockStandings } from './owners';

export type MyOrgTokenRow = {
  org_id: OrgId;
  org_name: string;
  id: string;
  name: string;
  tail: string;
  scopes: string[];
  created_at: Date;
  expires_at: Date | null;
  replaced: boolean;
  last_used_at: Date | null;
  last_used_ip: string | null;
};

/** Lists the organizations' tokens that act for the person and are still valid, the newest first. */
export const listMyOrgTokens = (person: Caller): Promise<MyOrgTokenRow[]> =>
  asUser(person, (db) => db.rows(sql<MyOrgTokenRow>`SELECT * FROM my_org_tokens()`));

/**
 * Revokes an organization's token that acts for the person, from their own page: whatever their role is by now, what
 * acts for them is theirs to end.
 * @throws AppError not_found: no such token, or another person's
 */
export async function revokeMyOrgToken(
  person: Pick<Person, 'userId' | 'sessionId' | 'email'>,
  id: string,
  request: RequestInfo,
): Promise<{ name: string }> {
  const { userId, email } = person;
  const mine = (await listMyOrgTokens(person)).find((token) => token.id === id);
  if (!mine) throw new AppError('not_found');
  const { org_id: orgId, name } = mine;
  return inMyOrgTx(orgId, person, async (db) => {
    const me = (await lockStandings(db, [userId])).get(userId);
    if (!me) throw new AppError('not_found');
    const { count } = await db.apiToken.updateMany({
      where: { id, createdById: userId, revokedAt: null },
      data: { revokedAt: new Date(), revokedBy: me.name },
    });
    if (count === 0) throw new AppError('not_found');
    await record(
      db,
      { actor: { kind: 'user', userId, email }, request },
      { action: 'token.revoked', target: { kind: 'token', id, label: name } },
    );
    return { name };
  });
}
