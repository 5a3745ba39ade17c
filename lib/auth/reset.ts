import { asUserTx } from '../db/as-user';
import type { UserId } from '../db/scope';
import { AppError } from '../errors';
import { later } from '../later';
import { passwordChangedMail } from '../mail/letters';
import { sendMail } from '../mail/send';
import { newPasswordField } from './fields';
import { attempt } from './limits';
import { takeMailToken } from './mail-tokens';
import { hashPassword } from './password';

/**
 * Sets a new password by a mailed secret, which also proves the address. Ends every session and every other
 * mailed link of the account.
 * @throws AppError invalid, link_expired, rate_limited
 */
export async function resetPassword(given: {
  secret: string;
  password: string;
  ip: string;
}): Promise<UserId> {
  await attempt({ 'secret:ip': given.ip });
  // Before the secret is used up: a password that is too short must not cost the link.
  if (!newPasswordField.safeParse(given.password).success) throw new AppError('invalid');
  const { userId, email } = await takeMailToken(given.secret, 'reset_password');
  const passwordHash = await hashPassword(given.password);
  const now = new Date();
  await asUserTx({ userId }, async (db) => {
    await db.user.updateMany({ where: { emailVerifiedAt: null }, data: { emailVerifiedAt: now } });
    await db.user.updateMany({ where: {}, data: { passwordHash } });
    await db.session.updateMany({ where: { revokedAt: null }, data: { revokedAt: now } });
    await db.mailToken.deleteMany({ where: {} });
  });
  later('password notice', () => sendMail(passwordChangedMail({ to: email })));
  return userId;
}
