import { v7 } from 'uuid';
import { TOKEN_SCOPES } from '../../lib/access/scopes';
import { newApiToken, storedTokenHash } from '../../lib/auth/api-token.mjs';
import { toUlid } from '../../lib/ids';
import { admin, type Org, type Someone } from './world';

type How = { scopes?: readonly string[]; ended?: 'revoked' | 'expired' };

/** A token of an org, made by this member. */
export async function newOrgToken(org: Org, maker: Someone, { scopes = TOKEN_SCOPES, ended }: How = {}) {
  const token = newApiToken(toUlid(org.id));
  const id = v7();
  await admin.query(
    `INSERT INTO api_token (org_id, id, name, hash, tail, scopes, created_by_id, created_by, proved_at, expires_at, revoked_at)
      VALUES ($1, $2, 'Test token', $3, $4, $5, $6, $7, now(), CASE WHEN $8 = 'expired' THEN now() END, CASE WHEN $8 = 'revoked' THEN now() END)`,
    [org.id, id, storedTokenHash(token), token.slice(-4), [...scopes], maker.id, maker.name, ended ?? ''],
  );
  return { id, token };
}

/** A token of a person's own. */
export async function newUserToken(maker: Someone, { scopes = TOKEN_SCOPES, ended }: How = {}) {
  const token = newApiToken(null);
  const id = v7();
  await admin.query(
    `INSERT INTO user_token (user_id, id, name, hash, tail, scopes, proved_at, expires_at, revoked_at)
      VALUES ($1, $2, 'Test token', $3, $4, $5, now(), CASE WHEN $6 = 'expired' THEN now() END, CASE WHEN $6 = 'revoked' THEN now() END)`,
    [maker.id, id, storedTokenHash(token), token.slice(-4), [...scopes], ended ?? ''],
  );
  return { id, token };
}

/** That a member's own token was used in an org. @returns the token's id */
export async function newTokenUse(org: Org, member: Someone): Promise<string> {
  const { id, token } = await newUserToken(member);
  await admin.query(
    `INSERT INTO user_token_use (org_id, token_id, user_id, tail, last_used_ip) VALUES ($1, $2, $3, $4, '192.0.2.7')`,
    [org.id, id, member.id, token.slice(-4)],
  );
  return id;
}
