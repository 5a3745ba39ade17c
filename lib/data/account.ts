import type { Person } from '../access/actor';
import { attempt } from '../auth/limits';
import { hashPassword, passwordMatches } from '../auth/password';
import { endSessions } from '../auth/sessions';
import { asUser, asUserTx } from '../db/as-user';
import type { UserId } from '../db/scope';
import { AppError } from '../errors';
import { later } from '../later';
import { passwordChangedMail } from '../mail/letters';
import { sendMail } from '../mail/send';

/** What a person's own page shows of their account, besides what `Person` says. */
export async function readAccount({ userId }: { userId: UserId }): Promise<{
  createdAt: Date;
  verifiedAt: Date | null;
  hasPassword: boolean;
}> {
  const user = await asUser({ userId }, (db) =>
    db.user.findFirstOrThrow({ select: { createdAt: true, emailVerifiedAt: true, passwordHash: true } }),
  );
  return {
    createdAt: user.createdAt,
    verifiedAt: user.emailVerifiedAt,
    hasPassword: user.passwordHash !== null,
  };
}

/** Changes a person's name; the copies in their memberships follow by themselves. */
export async function renamePerson({ userId }: { userId: UserId }, name: string): Promise<void> {
  await asUser({ userId }, (db) => db.user.updateMany({ where: {}, data: { name } }));
}

/**
 * Changes a password for whoever knows the current one. Ends all other sessions and every mailed link, and says so
 * by mail.
 * @returns how many other devices were signed out
 * @throws AppError invalid (field `current`), rate_limited
 */
export async function changePassword(
  person: Person,
  { current, next }: { current: string; next: string },
): Promise<number> {
  const { userId, sessionId, email } = person;
  await attempt({ 'password:user': userId });
  const user = await asUser({ userId }, (db) => db.user.findFirstOrThrow({ select: { passwordHash: true } }));
  if (!(await passwordMatches(current, user.passwordHash))) {
    throw new AppError('invalid', { fields: { current: 'That is not your current password.' } });
  }
  const passwordHash = await hashPassword(next);
  await asUserTx({ userId }, async (db) => {
    await db.user.updateMany({ where: {}, data: { passwordHash } });
    await db.mailToken.deleteMany({ where: {} });
  });
  const ended = await endSessions(userId, sessionId);
  later('password notice', () => sendMail(passwordChangedMail({ to: email })));
  return ended;
}
