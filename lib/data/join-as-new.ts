import { guess } from '../auth/limits';
import { hashPassword } from '../auth/password';
import { secretHash } from '../auth/secret';
import { findAccount } from '../auth/sign-in';
import { asAccount } from '../db/as-account';
import type { UserId } from '../db/scope';
import { isUniqueViolation } from '../db/violations';
import { AppError } from '../errors';
import { newId } from '../ids';
import { peekInvitation, roomToJoin } from './join';

type Given = { secret: string; name: string; password: string };

/**
 * Makes the account of somebody who was invited. The secret went to the invitation's address and to nobody else,
 * so holding it proves the address: the account is made for that address alone and needs no second mail. A draft
 * that somebody left there by signing up loses its password. The invitation itself is not touched: that takes
 * signing in, and accepting.
 * @returns the address to sign in with
 * @throws AppError not_found, invitation_used, invitation_revoked, invitation_expired, rate_limited, conflict when
 *   the address has an account, quota_exceeded when the organization has no place left
 */
export function signUpInvited(given: Given, from: { ip: string }): Promise<{ email: string }> {
  return guess({ 'secret:ip': from.ip, 'sign-up:ip': from.ip }, () => createInvited(given));
}

async function createInvited({ secret, name, password }: Given): Promise<{ email: string }> {
  const hash = secretHash(secret);
  const { email, status } = await peekInvitation(hash);
  if (status === 'accepted') throw new AppError('invitation_used');
  if (status === 'revoked') throw new AppError('invitation_revoked');
  if (status === 'expired') throw new AppError('invitation_expired');
  await roomToJoin(hash);

  const known = await findAccount(email);
  if (known?.verified) throw haveAccount();
  const userId = known?.user_id ?? (newId() as UserId);
  const proved = { name, passwordHash: await hashPassword(password), emailVerifiedAt: new Date() };
  const made = await asAccount(userId, async (db) => {
    if (known) return db.user.updateMany({ where: { emailVerifiedAt: null }, data: proved });
    await db.user.create({ data: { id: userId, email, ...proved } });
    return { count: 1 };
  }).catch((error) => {
    throw isUniqueViolation(error) ? haveAccount() : error;
  });
  if (made.count === 0) throw haveAccount(); // proved in the meantime
  return { email };
}

const haveAccount = () =>
  new AppError('conflict', { message: 'That address has an account by now. Sign in with it.' });
