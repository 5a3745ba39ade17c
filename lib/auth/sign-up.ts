import { createHmac, timingSafeEqual } from 'node:crypto';
import { cookies } from 'next/headers';
import { asAccount } from '../db/as-account';
import type { UserId } from '../db/scope';
import { isUniqueViolation } from '../db/violations';
import { env } from '../env';
import { newId } from '../ids';
import { later } from '../later';
import { haveAccountMail, verifyMail } from '../mail/letters';
import { sendMail } from '../mail/send';
import { cookieOptions, signUpCookie } from './cookie';
import { spendMail } from './mail-budget';
import { MAIL_TOKEN_MINUTES, newMailToken } from './mail-tokens';
import { hashPassword } from './password';
import type { From } from './seen-places';
import { type Account, findAccount } from './sign-in';

// Anybody can sign up with anybody's address, so until its mailed link was opened an account is a draft: nobody
// can sign in to it, and the last who signed up decides its name and password. Opening the link is not enough to
// make the password count either: it must have been chosen in the same browser, or be typed again (see verify.ts).
// Otherwise a stranger could choose the password first and wait for the owner to confirm the address.

/**
 * Signs up. New address, draft or account: the answer and the work until the answer are the same; what differs
 * goes by mail, afterwards.
 * @param next where the mailed link leads on to, made safe by safeNext
 * @throws AppError rate_limited
 */
export async function signUp(
  { name, email, password, next }: { name: string; email: string; password: string; next: string },
  from: From,
): Promise<void> {
  await spendMail('sign-up:ip', email, from);
  const [account, passwordHash] = [await findAccount(email), await hashPassword(password)];
  (await cookies()).set(
    signUpCookie(),
    proofOf(email, passwordHash),
    cookieOptions(MAIL_TOKEN_MINUTES.verify_email * 60),
  );
  later('sign-up', async () => {
    if (account?.verified) return sendMail(haveAccountMail({ to: email }));
    const userId = await draft(account, { name, email, passwordHash });
    await sendMail(verifyMail({ to: email, secret: await newMailToken(userId, 'verify_email'), next }));
  });
}

/**
 * Sends the mail of signing up once more. Says nothing about whether there is one to send.
 * @throws AppError rate_limited
 */
export async function resendSignUpMail(email: string, next: string, from: From): Promise<void> {
  await spendMail('mail:ip', email, from);
  const account = await findAccount(email);
  later('sign-up mail', async () => {
    if (account?.verified) return sendMail(haveAccountMail({ to: email }));
    if (account) {
      const secret = await newMailToken(account.user_id, 'verify_email');
      await sendMail(verifyMail({ to: email, secret, next }));
    }
  });
}

async function draft(
  known: Account | null,
  data: { name: string; email: string; passwordHash: string },
): Promise<UserId> {
  const { name, email, passwordHash } = data;
  if (!known) {
    try {
      const userId = newId() as UserId;
      await asAccount(userId, (db) => db.user.create({ data: { id: userId, email, name, passwordHash } }));
      return userId;
    } catch (error) {
      const other = isUniqueViolation(error) && (await findAccount(email));
      if (!other) throw error;
      return draft(other, data); // signed up twice at the same moment
    }
  }
  // Not once it is proved: then it is somebody's account.
  await asAccount(known.user_id, (db) =>
    db.user.updateMany({ where: { emailVerifiedAt: null }, data: { name, passwordHash } }),
  );
  return known.user_id;
}

/** Whether the browser that holds `proof` is the one that chose this password for this address. */
export function signedUpHere(proof: string | undefined, email: string, passwordHash: string | null): boolean {
  if (!proof || !passwordHash) return false;
  const [given, right] = [Buffer.from(proof), Buffer.from(proofOf(email, passwordHash))];
  return given.length === right.length && timingSafeEqual(given, right);
}

const proofOf = (email: string, passwordHash: string): string =>
  createHmac('sha256', env().AUTH_SECRET).update(`sign-up\n${email}\n${passwordHash}`).digest('base64url');
