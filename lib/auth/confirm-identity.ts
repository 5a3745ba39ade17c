import { asAccount, asAccountTx } from '../db/as-account';
import type { UserId } from '../db/scope';
import { isUniqueViolation } from '../db/violations';
import { env } from '../env';
import { AppError } from '../errors';
import { newId } from '../ids';
import { later } from '../later';
import { confirmProviderMail, providerAccountMail } from '../mail/letters';
import { sendMail } from '../mail/send';
import type { RequestInfo } from '../tenancy/request';
import { noticeOfAccess } from './access-notice';
import { type Claims, nameIn } from './claims';
import { addIdentity, ownerOf, providerAccess } from './identities';
import { guess } from './limits';
import { spendMail } from './mail-budget';
import { giveBackMailToken, newMailToken, takeMailToken } from './mail-tokens';
import type { OidcProvider } from './oidc-config';
import { OidcRefusal } from './oidc-refusal';
import { forgetPending, keepPending, readPending } from './pending-identity';
import { takeOverDraft } from './provider-sign-in';
import { findAccount } from './sign-in';

type From = Pick<RequestInfo, 'ip' | 'userAgent' | 'device'>;

/**
 * Mails a link to the address that a provider tells of, outside the domains that the provider runs. Nothing else
 * happens until it's opened in this browser. Whether the address has an account shows nowhere but in its mailbox.
 * @param next where to go on to, made safe by safeNext
 * @throws AppError rate_limited
 */
export async function mailConfirmation(
  provider: OidcProvider,
  claims: Claims,
  email: string,
  next: string,
  from: From,
): Promise<void> {
  await spendMail('mail:ip', email, from);
  const { iss, sub } = claims;
  const name = nameIn(claims, email);
  await keepPending({ provider: provider.id, iss, sub, email, name });
  const account = await findAccount(email);
  later('confirmation of a provider', async () => {
    const mail = { to: email, provider: provider.name };
    if (account?.verified) return sendMail(providerAccountMail(mail));
    const userId = account?.user_id ?? (await newDraft(email, name));
    if (!userId) return;
    const secret = await newMailToken(userId, 'confirm_identity');
    await sendMail(confirmProviderMail({ ...mail, secret, next }));
  });
}

/** A draft of an account: nobody can sign in to it, and any proof of its address takes it over. */
async function newDraft(email: string, name: string): Promise<UserId | undefined> {
  const userId = newId() as UserId;
  try {
    await asAccount(userId, (db) => db.user.create({ data: { id: userId, email, name } }));
    return userId;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return (await findAccount(email))?.user_id;
  }
}

/**
 * Confirms an address by the mailed link's secret, in the browser that came from the provider: creates the account, and
 * connects the provider to it. In any other browser the link stays valid and does nothing.
 * @throws AppError link_expired, wrong_credentials (another browser), conflict, rate_limited
 */
export function confirmIdentity({ secret, ...from }: From & { secret: string }): Promise<UserId> {
  return guess({ 'secret:ip': from.ip }, () => confirm(secret, from));
}

async function confirm(secret: string, from: From): Promise<UserId> {
  const { userId, email } = await takeMailToken(secret, 'confirm_identity');
  const pending = await readPending();
  const provider = env().OIDC_PROVIDERS.find(
    ({ id, issuer }) => id === pending?.provider && issuer === pending.iss,
  );
  if (!pending || !provider || pending.email !== email) {
    await giveBackMailToken(userId, secret);
    throw new AppError('wrong_credentials');
  }
  const claims: Claims = pending;
  if (await ownerOf(claims)) throw taken();
  const fresh = await asAccountTx(userId, async (db) => {
    const { count } = await takeOverDraft(db, email, claims);
    await addIdentity(db, claims);
    return count === 1;
  }).catch((error) => {
    throw isUniqueViolation(error) || error instanceof OidcRefusal ? taken() : error;
  });
  await forgetPending();
  if (!fresh) noticeOfAccess({ email }, providerAccess(provider, claims), from);
  return userId;
}

const taken = () =>
  new AppError('conflict', {
    message: 'This provider account is already connected. Sign in with the provider again.',
  });
