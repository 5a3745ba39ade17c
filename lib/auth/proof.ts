import type { Actor, TokenActor } from '../access/actor';
import { holds } from '../access/can';
import type { TokenScope } from '../access/scopes';
import { asUser } from '../db/as-user';
import type { Caller } from '../db/enter';
import type { OrgTx, UserDb } from '../db/handle';
import { ORG, sql } from '../db/sql';
import { AppError } from '../errors';
import { guess } from './limits';
import { passwordMatches } from './password';

// What can't be undone, and what gives lasting access, needs a fresh proof of who is acting: a stolen cookie, or a
// browser that was left open, is not enough. Every data function that does such a thing asks here, inside its
// transaction, so that no page, API operation, or job can skip it.

/** How long signing in, or entering the password again, counts as a fresh proof. */
export const PROOF_MINUTES = 10;

/** The scope without which a token changes nothing about owners. */
const OWNERS = 'member.manage_owners' satisfies TokenScope;

/**
 * Passes when the person proved who they are on this session a moment ago.
 * @param minutes how old the proof may be
 * @throws AppError password_required, or sign_in_required for a person without a password
 */
export async function mustBeProved(
  db: OrgTx | UserDb,
  { sessionId }: Pick<Caller, 'sessionId'>,
  minutes = PROOF_MINUTES,
): Promise<void> {
  const [state] = await db.rows(sql<{ fresh: boolean; has_password: boolean }>`
    SELECT s.revoked_at IS NULL AND s.proved_at > now() - ${minutes}::int * interval '1 minute' AS fresh,
      u.password_hash IS NOT NULL AS has_password
    FROM session s JOIN app_user u ON u.id = ${db.userId}
    WHERE s.user_id = ${db.userId} AND s.id = ${sessionId}::uuid`);
  if (state?.fresh) return;
  throw new AppError(state?.has_password ? 'password_required' : 'sign_in_required');
}

/**
 * Passes when the actor may create, change, or remove owners now: a person with a fresh proof, or a token with that
 * scope whose creator proved who they are when they created it.
 * @throws AppError password_required, sign_in_required, forbidden
 */
export async function mustManageOwners(db: OrgTx, actor: Actor): Promise<void> {
  if (actor.kind === 'user') return mustBeProved(db, actor);
  if (!holds(actor, OWNERS))
    throw new AppError('forbidden', {
      message: `This token can’t create, change, or remove owners. It needs the scope ${OWNERS}.`,
    });
  if (!(await wasProved(db, actor)))
    throw new AppError('forbidden', {
      message: 'This token was created without confirming who created it. Create a new one.',
    });
}

/**
 * Passes for a person with a fresh proof. No token does such a thing, whatever its scopes.
 * @throws AppError password_required, sign_in_required, forbidden
 */
export async function mustBeProvedPerson(db: OrgTx, actor: Actor): Promise<void> {
  if (actor.kind !== 'user') throw new AppError('forbidden');
  await mustBeProved(db, actor);
}

async function wasProved(db: OrgTx, { token }: TokenActor): Promise<boolean> {
  const [found] = await db.rows(
    token.kind === 'org'
      ? sql<{ proved: boolean }>`
          SELECT t.proved_at IS NOT NULL AND t.revoked_at IS NULL AS proved
          FROM api_token t WHERE t.org_id = ${ORG} AND t.id = ${token.id}::uuid`
      : sql<{ proved: boolean }>`SELECT my_token_proved(${token.id}::uuid) AS proved`,
  );
  return found?.proved ?? false;
}

/**
 * Proves by the password who sits at this session.
 * @throws AppError invalid (field `password`), rate_limited
 */
export async function prove(caller: Caller, password: string): Promise<void> {
  const { sessionId } = caller;
  // By session: guesses with a stolen cookie don't lock the owner's other sessions out.
  await guess({ 'password:session': sessionId }, async () => {
    const user = await asUser(caller, (db) => db.user.findFirstOrThrow({ select: { passwordHash: true } }));
    if (!(await passwordMatches(password, user.passwordHash)))
      throw new AppError('invalid', { fields: { password: 'That is not your password.' } });
  });
  await asUser(caller, (db) =>
    db.session.updateMany({ where: { id: sessionId }, data: { provedAt: new Date() } }),
  );
}
