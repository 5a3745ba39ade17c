import type { Person } from '../access/actor';
import { asUser, asUserTx } from '../db/as-user';
import { askAuthGate } from '../db/auth-store';
import type { Caller } from '../db/enter';
import type { UserDb } from '../db/handle';
import type { UserId } from '../db/scope';
import { sql } from '../db/sql';
import { isUniqueViolation } from '../db/violations';
import { AppError } from '../errors';
import { newId } from '../ids';
import type { RequestInfo } from '../tenancy/request';
import { noticeOfAccess } from './access-notice';
import { type Claims, mustBeCurrent } from './claims';
import { CONNECT_MINUTES } from './connect-cookie';
import type { OidcProvider } from './oidc-config';
import { OidcRefusal } from './oidc-refusal';
import { mustBeProved, PROOF_MINUTES } from './proof';

/** Returns whose account here a provider's account is connected to, by issuer and subject alone; null for nobody's. */
export async function ownerOf({ iss, sub }: Claims): Promise<UserId | null> {
  const [row] = await askAuthGate(sql<{ user_id: UserId }>`SELECT * FROM identity_lookup(${iss}, ${sub})`);
  return row?.user_id ?? null;
}

/**
 * Connects a provider's account to the signed-in person who asked for it, whatever its address is. From then on it signs
 * in as them, so it needs a proof that was fresh when they left for the provider, and is announced to them by email.
 * @throws OidcRefusal oidc_unproved, oidc_elsewhere when it's another person's already, oidc_failed, oidc_clock
 */
export async function connectTo(
  person: Pick<Person, 'userId' | 'sessionId' | 'email'>,
  provider: OidcProvider,
  claims: Claims,
  request: Pick<RequestInfo, 'ip' | 'userAgent'>,
): Promise<void> {
  mustBeCurrent(provider, claims);
  const { userId } = person;
  const known = await ownerOf(claims);
  if (known && known !== userId) throw new OidcRefusal('oidc_elsewhere');
  const added = await asUserTx(person, async (db) => {
    // The proof was asked for before the way to the provider, which takes a while.
    await mustBeProved(db, person, PROOF_MINUTES + CONNECT_MINUTES).catch(unproved);
    if (known) await db.userIdentity.updateMany({ where: ofClaims(claims), data: { provedAt: new Date() } });
    else await addIdentity(db, claims);
    return !known;
  }).catch(takenMeanwhile);
  if (added) noticeOfAccess(person, providerAccess(provider, claims), request);
}

/** How an email names a provider's account. */
export const providerAccess = ({ name }: OidcProvider, { email = '' }: Claims) =>
  ({ kind: 'provider', name, account: email.slice(0, 320) }) as const;

/** Adds a provider's account in a transaction that has proved whose it is. */
export const addIdentity = (db: UserDb, { iss, sub, email = '' }: Claims) =>
  db.userIdentity.create({
    data: {
      id: newId(),
      userId: db.userId,
      issuer: iss,
      subject: sub,
      email: email.slice(0, 320),
      provedAt: new Date(),
    },
  });

export const ofClaims = ({ iss, sub }: Claims) => ({ issuer: iss, subject: sub });

/** Turns two connections at the same moment into a refusal of the second. */
export function takenMeanwhile(error: unknown): never {
  throw isUniqueViolation(error) ? new OidcRefusal('oidc_elsewhere') : error;
}

function unproved(error: unknown): never {
  throw error instanceof AppError && error.status < 500 ? new OidcRefusal('oidc_unproved') : error;
}

export type Identity = { id: string; issuer: string; email: string; createdAt: Date; usedAt: Date };

/** Lists the providers' accounts that the user may sign in with. */
export const listIdentities = (person: Caller): Promise<Identity[]> =>
  asUser(person, (db) =>
    db.userIdentity.findMany({
      select: { id: true, issuer: true, email: true, createdAt: true, usedAt: true },
      orderBy: { createdAt: 'asc' },
    }),
  );

/**
 * Disconnects one of them. Never the last way in: a password, a confirmed address (for mailed links), or another provider
 * has to be left.
 * @throws AppError not_found, conflict
 */
export async function disconnect(person: Caller, id: string): Promise<void> {
  await asUserTx(person, async (db) => {
    // Two of them at the same moment take turns.
    await db.rows(sql`SELECT 1 FROM app_user u WHERE u.id = ${db.userId}::uuid FOR NO KEY UPDATE`);
    const all = await db.userIdentity.findMany({ select: { id: true } });
    if (!all.some((one) => one.id === id)) throw new AppError('not_found');
    const user = await db.user.findFirstOrThrow({ select: { passwordHash: true, emailVerifiedAt: true } });
    if (all.length === 1 && user.passwordHash === null && user.emailVerifiedAt === null)
      throw new AppError('conflict', { message: 'This is your only way to sign in. Set a password first.' });
    await db.userIdentity.deleteMany({ where: { id } });
  });
}
