import { asAccount } from '../db/as-account';
import type { UserId } from '../db/scope';
import { AppError } from '../errors';
import { guess } from './limits';
import { giveBackMailToken, takeMailToken } from './mail-tokens';
import { passwordMatches } from './password';
import { markVerified } from './sign-in';
import { signedUpHere } from './sign-up';

type Given = { secret: string; password: string; proof: string | undefined };

/**
 * Proves the address of a sign-up by its mailed secret. The password that was chosen then starts to count, so the
 * one who opens the link must be the one who chose it: the same browser (`proof`, its cookie), or the password
 * typed again. Until then the secret stays good.
 * @throws AppError link_expired, wrong_credentials, rate_limited
 */
export function verifyAddress(given: Given & { ip: string }): Promise<UserId> {
  return guess({ 'secret:ip': given.ip }, () => verify(given));
}

async function verify(given: Given): Promise<UserId> {
  const { userId, email } = await takeMailToken(given.secret, 'verify_email');
  const user = await asAccount(userId, (db) => db.user.findFirst({ select: { passwordHash: true } }));
  const stored = user?.passwordHash ?? null;
  if (!signedUpHere(given.proof, email, stored)) {
    try {
      await typedAgain(userId, given.password, stored);
    } catch (refusal) {
      await giveBackMailToken(userId, given.secret);
      throw refusal;
    }
  }
  await markVerified(userId, stored);
  return userId;
}

/** @throws AppError wrong_credentials, rate_limited */
async function typedAgain(userId: UserId, password: string, stored: string | null): Promise<void> {
  if (!password) throw new AppError('wrong_credentials');
  // Only whoever holds the mailed secret can use this budget up.
  await guess({ 'password:user': userId }, async () => {
    if (!(await passwordMatches(password, stored))) throw new AppError('wrong_credentials');
  });
}
