import type { TokenLine } from '@/components/token/token-line';
import { saidScopes } from '@/lib/access/scopes';
import type { UserTokenRow } from '@/lib/data/user-tokens';
import { toUlid } from '@/lib/ids';

/** A person's own token as their account shows it. */
export const tokenLine = (row: UserTokenRow, now: number): TokenLine => ({
  id: toUlid(row.id),
  name: row.name,
  looks: `rwh_usr_…${row.tail}`,
  state: stateOf(row, now),
  scopes: saidScopes(row.scopes),
  by: null,
  created: row.createdAt.getTime(),
  expires: row.expiresAt?.getTime() ?? null,
  lastUsed: row.lastUsedAt?.getTime() ?? null,
  lastIp: row.lastUsedIp,
});

function stateOf({ revokedAt, expiresAt, replacedBy }: UserTokenRow, now: number): TokenLine['state'] {
  if (revokedAt) return 'revoked';
  if (expiresAt && expiresAt.getTime() <= now) return 'expired';
  return replacedBy ? 'retiring' : 'live';
}
