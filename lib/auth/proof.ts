import { asUser } from '../db/as-user';
import type { Caller } from '../db/enter';
import { sql } from '../db/sql';
import { AppError } from '../errors';
import { attempt } from './limits';
import { passwordMatches } from './password';

/** How long signing in, or giving the password again, counts for what can't be taken back. */
const PROOF_MINUTES = 10;

/**
 * For what can't be taken back (ownership, deletion): lets only those pass who proved who they are a moment ago. A stolen
 * cookie, or a browser that was left open, is not enough.
 * @throws AppError password_required; sign_in_required for who has no password
 */
export async function mustBeProved({ userId, sessionId }: Caller): Promise<void> {
  const [state] = await asUser({ userId }, (db) =>
    db.rows(sql<{ fresh: boolean; has_password: boolean }>`
      SELECT s.proved_at > now() - ${PROOF_MINUTES}::int * interval '1 minute' AS fresh,
        u.password_hash IS NOT NULL AS has_password
      FROM session s JOIN app_user u ON u.id = ${db.userId} WHERE s.user_id = ${db.userId} AND s.id = ${sessionId}::uuid`),
  );
  if (state?.fresh) return;
  throw new AppError(state?.has_password ? 'password_required' : 'sign_in_required');
}

/**
 * Proves by the password who sits at this session.
 * @throws AppError invalid (field `password`), rate_limited
 */
export async function prove({ userId, sessionId }: Caller, password: string): Promise<void> {
  await attempt({ 'password:user': userId });
  const user = await asUser({ userId }, (db) => db.user.findFirstOrThrow({ select: { passwordHash: true } }));
  if (!(await passwordMatches(password, user.passwordHash)))
    throw new AppError('invalid', { fields: { password: 'That is not your password.' } });
  await asUser({ userId }, (db) =>
    db.session.updateMany({ where: { id: sessionId }, data: { provedAt: new Date() } }),
  );
}
