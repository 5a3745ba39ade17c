import { ORG, sql } from '../db/sql';

/** Tokens that count, of an org; and of a person. */
export const MOST_TOKENS = 100;

/** How a token stands. `orphaned`: whoever made it is no member any more, so it is refused. */
export type TokenState = 'live' | 'retiring' | 'expired' | 'revoked' | 'orphaned';

export type OrgTokenRow = {
  id: string;
  name: string;
  tail: string;
  scopes: string[];
  created_by: string;
  created_by_id: string;
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
  revoked_by: string | null;
  last_used_at: Date | null;
  last_used_ip: string | null;
  /** The maker's role now; null when they are no member any more. */
  maker_role: string | null;
  state: TokenState;
};

/** The org's own tokens, the newest first; what ended more than 30 days ago is left out. */
export const ORG_TOKENS = sql<OrgTokenRow>`
  SELECT t.id, t.name, t.tail, t.scopes, t.created_by, t.created_by_id, t.created_at, t.expires_at, t.revoked_at,
    t.revoked_by, t.last_used_at, t.last_used_ip, m.role AS maker_role,
    CASE WHEN t.revoked_at IS NOT NULL THEN 'revoked' WHEN t.expires_at <= now() THEN 'expired'
      WHEN m.user_id IS NULL THEN 'orphaned' WHEN t.replaced_by IS NOT NULL THEN 'retiring' ELSE 'live' END AS state
  FROM api_token t LEFT JOIN membership m
    ON m.org_id = ${ORG} AND m.user_id = t.created_by_id AND m.joined_at <= t.created_at
  WHERE t.org_id = ${ORG}
    AND (t.revoked_at IS NULL OR t.revoked_at > now() - interval '30 days')
    AND (t.expires_at IS NULL OR t.expires_at > now() - interval '30 days')
  ORDER BY t.id DESC LIMIT 300`;

export type MemberTokenRow = {
  token_id: string;
  user_id: string;
  name: string;
  email: string;
  role: string;
  tail: string;
  /** Null: not used here since its owner joined. It's blocked then, or it wouldn't be listed. */
  first_used_at: Date | null;
  last_used_at: Date | null;
  last_used_ip: string | null;
  blocked_at: Date | null;
  blocked_by: string | null;
};

/**
 * Members' own tokens that were used here or are blocked here, the most recently used first. The names their owners
 * gave them aren't shown.
 */
export const MEMBER_TOKENS = sql<MemberTokenRow>`
  WITH seen AS (
    SELECT u.token_id, u.user_id FROM user_token_use u WHERE u.org_id = ${ORG}
    UNION SELECT b.token_id, b.user_id FROM token_block b WHERE b.org_id = ${ORG}
  )
  SELECT s.token_id, s.user_id, m.name, m.email, m.role, coalesce(u.tail, b.tail) AS tail, u.first_used_at,
    u.last_used_at, u.last_used_ip, b.blocked_at, b.blocked_by
  FROM seen s JOIN membership m ON m.org_id = ${ORG} AND m.user_id = s.user_id
    LEFT JOIN user_token_use u ON u.org_id = ${ORG} AND u.token_id = s.token_id
    LEFT JOIN token_block b ON b.org_id = ${ORG} AND b.token_id = s.token_id
  ORDER BY u.last_used_at DESC NULLS LAST, s.token_id LIMIT 300`;
