import { asAccountTx } from '../db/as-account';
import type { UserId } from '../db/scope';
import { env } from '../env';
import { AppError } from '../errors';
import { later } from '../later';
import { passwordChangedMail } from '../mail/letters';
import { sendMail } from '../mail/send';
import { runsDomainOf } from './claims';
import { newPasswordField } from './fields';
import { guess } from './limits';
import { takeMailToken } from './mail-tokens';
import { hashPassword } from './password';
import { providerName } from './provider-name';

/**
 * Sets a new password by a mailed secret, which also proves the address. Ends every session and every other
 * mailed link of the account, and disconnects every provider that doesn't run the address's domain: whoever connected it
 * may not have been the person who reads the address's mail. Tokens stay; the page that follows offers to revoke them.
 * @throws AppError invalid, link_expired, rate_limited
 */
export function resetPassword(given: { secret: string; password: string; ip: string }): Promise<UserId> {
  return guess({ 'secret:ip': given.ip }, () => reset(given));
}

async function reset(given: { secret: string; password: string }): Promise<UserId> {
  // Before the secret is used up: a password that is too short must not cost the link.
  if (!newPasswordField.safeParse(given.password).success) throw new AppError('invalid');
  const { userId, email } = await takeMailToken(given.secret, 'reset_password');
  const passwordHash = await hashPassword(given.password);
  const now = new Date();
  const trusted = env().OIDC_PROVIDERS.filter((provider) => runsDomainOf(provider, email));
  const issuer = { notIn: trusted.map((provider) => provider.issuer) };
  const dropped = await asAccountTx(userId, async (db) => {
    await db.user.updateMany({ where: { emailVerifiedAt: null }, data: { emailVerifiedAt: now } });
    await db.user.updateMany({ where: {}, data: { passwordHash } });
    await db.session.updateMany({ where: { revokedAt: null }, data: { revokedAt: now } });
    await db.mailToken.deleteMany({ where: {} });
    const foreign = await db.userIdentity.findMany({ where: { issuer }, select: { issuer: true } });
    await db.userIdentity.deleteMany({ where: { issuer } });
    return foreign.map((identity) => providerName(identity.issuer));
  });
  const disconnected = [...new Set(dropped)];
  later('password notice', () => sendMail(passwordChangedMail({ to: email, disconnected })));
  return userId;
}
