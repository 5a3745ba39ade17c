import { counts, type TokenLine } from '@/components/token/token-line';
import { relative } from '@/components/ui/relative';
import { saidScopes } from '@/lib/access/scopes';
import type { MyOrgTokenRow } from '@/lib/data/my-org-tokens';
import type { UserTokenRow } from '@/lib/data/user-tokens';
import { toUlid } from '@/lib/ids';
import type { Choosable } from './token-choice';

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

/** An organization's token that acts for the person, as their account shows it. */
export const orgTokenLine = (row: MyOrgTokenRow): TokenLine => ({
  id: toUlid(row.id),
  name: row.name,
  looks: `${row.org_name} · rwh_org_…${row.tail}`,
  state: row.replaced ? 'retiring' : 'live',
  scopes: saidScopes(row.scopes),
  by: null,
  created: row.created_at.getTime(),
  expires: row.expires_at?.getTime() ?? null,
  lastUsed: row.last_used_at?.getTime() ?? null,
  lastIp: row.last_used_ip,
});

/** The tokens that are still valid, to choose from; the hint says when each was last used. */
export const choosable = (lines: readonly TokenLine[], now: number): Choosable[] =>
  lines.filter(counts).map(({ id, name, looks, lastUsed }) => ({
    id,
    name,
    hint: `${looks} · ${lastUsed ? `last used ${relative(lastUsed, now)}` : 'never used'}`,
  }));
