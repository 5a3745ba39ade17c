import type { Person } from '../access/actor';
import { guess } from '../auth/limits';
import { hashPassword, passwordMatches } from '../auth/password';
import { asUser, asUserTx } from '../db/as-user';
import type { Caller } from '../db/enter';
import type { UserDb } from '../db/handle';
import { AppError } from '../errors';
import { later } from '../later';
import { passwordChangedMail } from '../mail/letters';
import { sendMail } from '../mail/send';
import { revokeTokens } from './user-tokens';

/** What a person's own page shows of their account, besides what `Person` says. */
export async function readAccount(person: Caller): Promise<{
  createdAt: Date;
  verifiedAt: Date | null;
  hasPassword: boolean;
}> {
  const user = await asUser(person, (db) =>
    db.user.findFirstOrThrow({ select: { createdAt: true, emailVerifiedAt: true, passwordHash: true } }),
  );
  return {
    createdAt: user.createdAt,
    verifiedAt: user.emailVerifiedAt,
    hasPassword: user.passwordHash !== null,
  };
}

/** Changes a person's name; the copies in their memberships follow by themselves. */
export async function renamePerson(person: Caller, name: string): Promise<void> {
  await asUser(person, (db) => db.user.updateMany({ where: {}, data: { name } }));
}

/**
 * Changes a password for a person who knows the current one. Ends all other sessions and every mailed link, revokes the
 * personal tokens that they chose, and says so by email.
 * @param revoke ids of personal tokens; what isn't theirs is ignored
 * @returns how many other devices were signed out, and the names of the revoked tokens
 * @throws AppError invalid (field `current`), rate_limited
 */
export async function changePassword(
  person: Person,
  { current, next, revoke = [] }: { current: string; next: string; revoke?: string[] },
): Promise<Ended> {
  const { sessionId, email } = person;
  await guess({ 'password:session': sessionId }, async () => {
    const user = await asUser(person, (db) => db.user.findFirstOrThrow({ select: { passwordHash: true } }));
    if (!(await passwordMatches(current, user.passwordHash)))
      throw new AppError('invalid', { fields: { current: 'That’s not your current password.' } });
  });
  const passwordHash = await hashPassword(next);
  const ended = await asUserTx(person, async (db) => {
    await db.user.updateMany({ where: {}, data: { passwordHash } });
    await db.mailToken.deleteMany({ where: {} });
    return endOthers(db, person, revoke);
  });
  later('password notice', () => sendMail(passwordChangedMail({ to: email, revoked: ended.revoked })));
  return ended;
}

/**
 * Signs out every device but this one, and revokes the personal tokens that the person chose.
 * @param revoke ids of personal tokens; what isn't theirs is ignored
 */
export const endOtherAccess = (
  person: Pick<Person, 'userId' | 'sessionId'>,
  revoke: string[],
): Promise<Ended> => asUserTx(person, (db) => endOthers(db, person, revoke));

export type Ended = { devices: number; revoked: string[] };

async function endOthers(
  db: UserDb,
  { sessionId }: Pick<Person, 'sessionId'>,
  revoke: string[],
): Promise<Ended> {
  const { count: devices } = await db.session.updateMany({
    where: { revokedAt: null, id: { not: sessionId } },
    data: { revokedAt: new Date() },
  });
  return { devices, revoked: await revokeTokens(db, revoke) };
}
