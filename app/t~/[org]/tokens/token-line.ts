import type { TokenLine } from '@/components/token/token-line';
import { saidScopes, type TokenScope } from '@/lib/access/scopes';
import type { OrgTokenRow } from '@/lib/data/org-tokens';
import { toUlid } from '@/lib/ids';

/** An organization's token as its page shows it. What it has and its maker may no longer is left out. */
export const tokenLine = (row: OrgTokenRow, holds: readonly TokenScope[]): TokenLine => ({
  id: toUlid(row.id),
  name: row.name,
  looks: `rwh_org_…${row.tail}`,
  state: row.state,
  scopes: saidScopes(row.scopes).filter(({ scope }) => row.maker_role === null || holds.includes(scope)),
  by: row.created_by,
  created: row.created_at.getTime(),
  expires: row.expires_at?.getTime() ?? null,
  lastUsed: row.last_used_at?.getTime() ?? null,
  lastIp: row.last_used_ip,
});
