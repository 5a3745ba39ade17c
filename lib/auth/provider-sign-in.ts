import { asAccount, asAccountTx } from '../db/as-account';
import type { UserDb } from '../db/handle';
import type { UserId } from '../db/scope';
import { isUniqueViolation } from '../db/violations';
import { newId } from '../ids';
import type { RequestInfo } from '../tenancy/request';
import { noticeOfAccess } from './access-notice';
import { type Claims, confirmedEmail, mustBeCurrent, nameIn, runsDomainOf } from './claims';
import { addIdentity, ofClaims, ownerOf, providerAccess, takenMeanwhile } from './identities';
import type { OidcProvider } from './oidc-config';
import { OidcRefusal } from './oidc-refusal';
import { type Account, findAccount } from './sign-in';

/** A person whom a provider vouched for, or the address that has to be confirmed by a mailed link first. */
export type Vouched = { userId: UserId; proved: boolean } | { confirm: string };

/**
 * THE RULE of signing in with a provider. Whose account it is, is known by issuer and subject, and by nothing else. The
 * first time, the provider must bring an address that it says it confirmed, and that word counts only where the provider
 * runs the address's domain (its setting `domains`): there
 *   - a new account is created, or a draft that someone else began with the address is taken over, or
 *   - the account that has the address is signed in to.
 * Everywhere else only a mailed link proves an address: nothing is created, changed, or signed in to until the person
 * opens it in the same browser (confirm-identity.ts). Otherwise whoever runs one provider, or found one that confirms too
 * easily, could have anyone's address.
 * @throws OidcRefusal oidc_unverified, oidc_failed, oidc_clock
 */
export async function vouchedBy(
  provider: OidcProvider,
  claims: Claims,
  request: Pick<RequestInfo, 'ip' | 'userAgent'>,
): Promise<Vouched> {
  mustBeCurrent(provider, claims);
  const known = await ownerOf(claims);
  if (known) return { userId: known, proved: await seen(known, provider, claims) };
  const email = confirmedEmail(claims);
  if (!email) throw new OidcRefusal('oidc_unverified');
  if (!runsDomainOf(provider, email)) return { confirm: email };
  const account = await findAccount(email);
  const userId = account
    ? await enterAccount(account, email, provider, claims, request)
    : await newUser(email, claims);
  return { userId, proved: true };
}

/** Notes the use, and returns whether signing in with it is a fresh proof of who is there. */
const seen = (userId: UserId, provider: OidcProvider, claims: Claims): Promise<boolean> =>
  asAccount(userId, async (db) => {
    const email = typeof claims.email === 'string' ? claims.email.slice(0, 320) : '';
    await db.userIdentity.updateMany({ where: ofClaims(claims), data: { usedAt: new Date(), email } });
    const identity = await db.userIdentity.findFirst({ where: ofClaims(claims), select: { provedAt: true } });
    if (identity?.provedAt) return true;
    const user = await db.user.findFirstOrThrow({ select: { email: true } });
    return runsDomainOf(provider, user.email);
  });

async function enterAccount(
  { user_id: userId, verified }: Account,
  email: string,
  provider: OidcProvider,
  claims: Claims,
  request: Pick<RequestInfo, 'ip' | 'userAgent'>,
): Promise<UserId> {
  await asAccountTx(userId, async (db) => {
    await takeOverDraft(db, email, claims);
    await addIdentity(db, claims);
  }).catch(async (error) => {
    // Twice at the same moment: the other one connected it.
    if (!isUniqueViolation(error) || (await ownerOf(claims)) !== userId) takenMeanwhile(error);
  });
  if (verified) noticeOfAccess({ email }, providerAccess(provider, claims), request);
  return userId;
}

/**
 * Makes a draft the account of the person whose address was proved just now. The name and password that were chosen for
 * it, perhaps by someone else, are dropped. Leaves an account alone whose address was proved before.
 */
export const takeOverDraft = (db: UserDb, email: string, claims: Claims) =>
  db.user.updateMany({
    where: { emailVerifiedAt: null },
    data: { name: nameIn(claims, email), passwordHash: null, emailVerifiedAt: new Date() },
  });

async function newUser(email: string, claims: Claims): Promise<UserId> {
  const userId = newId() as UserId;
  try {
    await asAccountTx(userId, async (db) => {
      const data = { id: userId, email, name: nameIn(claims, email), emailVerifiedAt: new Date() };
      await db.user.create({ data });
      await addIdentity(db, claims);
    });
    return userId;
  } catch (error) {
    // Twice at the same moment: the other one created it.
    const other = isUniqueViolation(error) && (await ownerOf(claims));
    if (other) return other;
    return takenMeanwhile(error);
  }
}
