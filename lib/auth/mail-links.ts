import { later } from '../later';
import { resetMail, signInMail } from '../mail/letters';
import { sendMail } from '../mail/send';
import { spendMail } from './mail-budget';
import { newMailToken } from './mail-tokens';
import type { From } from './seen-places';
import { findAccount } from './sign-in';

/**
 * Mails a link that signs in, when the address has an account. Whether it has one is nowhere to be seen: the
 * answer goes out before anything that depends on it is done.
 * @param next where the link leads on to, made safe by safeNext
 * @throws AppError rate_limited
 */
export async function mailSignInLink(email: string, next: string, from: From): Promise<void> {
  await spendMail('mail:ip', email, from);
  const account = await findAccount(email);
  later('sign-in link', async () => {
    if (!account) return;
    const secret = await newMailToken(account.user_id, 'sign_in');
    await sendMail(signInMail({ to: email, secret, next }));
  });
}

/**
 * Mails a link that leads to choosing a new password, in the same way.
 * @param next where the person came from, for the branding of the page that it leads to; made safe by safeNext
 * @throws AppError rate_limited
 */
export async function mailPasswordReset(email: string, next: string, from: From): Promise<void> {
  await spendMail('mail:ip', email, from);
  const account = await findAccount(email);
  later('password reset', async () => {
    if (!account) return;
    const secret = await newMailToken(account.user_id, 'reset_password');
    await sendMail(resetMail({ to: email, secret, next }));
  });
}
