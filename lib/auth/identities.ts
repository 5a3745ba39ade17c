import { asUser, asUserTx } from '../db/as-user';
import { askGate } from '../db/enter';
import type { UserDb } from '../db/handle';
import type { UserId } from '../db/scope';
import { sql } from '../db/sql';
import { isUniqueViolation } from '../db/violations';
import { AppError } from '../errors';
import { newId } from '../ids';
import { normalEmail } from './email-address';
import type { OidcProvider } from './oidc-config';
import { OidcRefusal } from './oidc-refusal';
import { findAccount, markVerified } from './sign-in';

/** What a provider said about somebody, signed, and checked already: signature, audience, nonce, age. */
export type Claims = { iss: string; sub: string; email?: string; email_verified?: unknown; name?: string };

/**
 * THE RULE of signing in with a provider. Whose account it is, is known by issuer and subject, and by nothing else. Who
 * comes for the first time has to bring an address that the provider says it confirmed, and
 *   - gets a new account, when nobody has one with that address;
 *   - gets into the account that has it, when the address is of a domain that the provider runs (its setting `domains`):
 *     its word on who has such an address is then what a mailed link would be;
 *   - is refused otherwise, and connects the two while signed in. Else whoever runs one provider, or found one that
 *     confirms too easily, could get into anybody's account.
 * @throws OidcRefusal oidc_unverified, oidc_exists, oidc_failed
 */
export async function userOf(provider: OidcProvider, claims: Claims): Promise<UserId> {
  mustBeOf(provider, claims);
  const known = await lookUp(claims);
  if (known) {
    await seen(known, claims);
    return known;
  }
  const email = normalEmail(claims.email ?? '');
  if (!email || claims.email_verified !== true) throw new OidcRefusal('oidc_unverified');
  const account = await findAccount(email);
  if (!account) return newUser(claims, email);
  if (!provider.domains.includes(email.slice(email.lastIndexOf('@') + 1))) {
    // It may be the one that the same person's other tab has just made.
    const made = await lookUp(claims);
    if (made) return made;
    throw new OidcRefusal('oidc_exists');
  }
  // Of a draft, a password that was chosen before is dropped, as when a mailed link is opened.
  if (!account.verified) await markVerified(account.user_id, null);
  await connect(account.user_id, claims);
  return account.user_id;
}

/**
 * Connects a provider's account to the person who is signed in and asked for it. Its address does not matter.
 * @throws OidcRefusal oidc_elsewhere when it is another person's already, oidc_failed
 */
export async function connectTo(userId: UserId, provider: OidcProvider, claims: Claims): Promise<void> {
  mustBeOf(provider, claims);
  const known = await lookUp(claims);
  if (known === userId) return;
  if (known) throw new OidcRefusal('oidc_elsewhere');
  await connect(userId, claims);
}

/** A token of another issuer is nobody's, whoever the subject is. */
function mustBeOf(provider: OidcProvider, { iss, sub }: Claims) {
  if (iss !== provider.issuer || !sub) throw new OidcRefusal('oidc_failed');
}

async function lookUp({ iss, sub }: Claims): Promise<UserId | null> {
  const [row] = await askGate(sql<{ user_id: UserId }>`SELECT * FROM identity_lookup(${iss}, ${sub})`);
  return row?.user_id ?? null;
}

const seen = (userId: UserId, { iss, sub, email = '' }: Claims) =>
  asUser({ userId }, (db) =>
    db.userIdentity.updateMany({
      where: { issuer: iss, subject: sub },
      data: { usedAt: new Date(), email: email.slice(0, 320) },
    }),
  );

const add = (db: UserDb, userId: UserId, { iss, sub, email = '' }: Claims) =>
  db.userIdentity.create({
    data: { id: newId(), userId, issuer: iss, subject: sub, email: email.slice(0, 320) },
  });

async function connect(userId: UserId, claims: Claims): Promise<void> {
  try {
    await asUser({ userId }, (db) => add(db, userId, claims));
  } catch (error) {
    throw isUniqueViolation(error) ? new OidcRefusal('oidc_elsewhere') : error;
  }
}

async function newUser(claims: Claims, email: string): Promise<UserId> {
  const userId = newId() as UserId;
  const name = claims.name?.trim().slice(0, 80) || email.slice(0, email.indexOf('@'));
  try {
    await asUserTx({ userId }, async (db) => {
      await db.user.create({ data: { id: userId, email, name, emailVerifiedAt: new Date() } });
      await add(db, userId, claims);
    });
    return userId;
  } catch (error) {
    // Twice at the same moment: the other one made it.
    const other = isUniqueViolation(error) && (await lookUp(claims));
    if (other) return other;
    throw isUniqueViolation(error) ? new OidcRefusal('oidc_exists') : error;
  }
}

export type Identity = { id: string; issuer: string; email: string; createdAt: Date; usedAt: Date };

/** The providers' accounts that the user may sign in with. */
export const listIdentities = (userId: UserId): Promise<Identity[]> =>
  asUser({ userId }, (db) =>
    db.userIdentity.findMany({
      select: { id: true, issuer: true, email: true, createdAt: true, usedAt: true },
      orderBy: { createdAt: 'asc' },
    }),
  );

/**
 * Disconnects one of them. Not the last way in: a password, a confirmed address (for mailed links), or another provider
 * has to be left.
 * @throws AppError not_found, conflict
 */
export async function disconnect(userId: UserId, id: string): Promise<void> {
  await asUserTx({ userId }, async (db) => {
    // Two of them at the same moment take turns.
    await db.rows(sql`SELECT 1 FROM app_user u WHERE u.id = ${db.userId}::uuid FOR NO KEY UPDATE`);
    const all = await db.userIdentity.findMany({ select: { id: true } });
    if (!all.some((one) => one.id === id)) throw new AppError('not_found');
    const user = await db.user.findFirstOrThrow({ select: { passwordHash: true, emailVerifiedAt: true } });
    if (all.length === 1 && user.passwordHash === null && user.emailVerifiedAt === null)
      throw new AppError('conflict', { message: 'It is your only way in. Choose a password first.' });
    await db.userIdentity.deleteMany({ where: { id } });
  });
}
