import { asUser } from '../db/as-user';
import type { UserId } from '../db/scope';
import { AppError } from '../errors';
import { attempt } from './limits';
import { giveBackMailToken, takeMailToken } from './mail-tokens';
import { passwordMatches } from './password';
import { markVerified } from './sign-in';
import { signedUpHere } from './sign-up';

/**
 * Proves the address of a sign-up by its mailed secret. The password that was chosen then starts to count, so the
 * one who opens the link must be the one who chose it: the same browser (`proof`, its cookie), or the password
 * typed again. Until then the secret stays good.
 * @throws AppError link_expired, wrong_credentials, rate_limited
 */
export async function verifyAddress(given: {
  secret: string;
  password: string;
  proof: string | undefined;
  ip: string;
}): Promise<UserId> {
  await attempt({ 'secret:ip': given.ip });
  const { userId, email } = await takeMailToken(given.secret, 'verify_email');
  const user = await asUser({ userId }, (db) => db.user.findFirst({ select: { passwordHash: true } }));
  const stored = user?.passwordHash ?? null;
  if (!signedUpHere(given.proof, email, stored) && !(await typedAgain(userId, given.password, stored))) {
    await giveBackMailToken(userId, given.secret);
    throw new AppError('wrong_credentials');
  }
  await markVerified(userId, stored);
  return userId;
}

async function typedAgain(userId: UserId, password: string, stored: string | null): Promise<boolean> {
  if (!password) return false;
  await attempt({ 'password:user': userId });
  return passwordMatches(password, stored);
}
