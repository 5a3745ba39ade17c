import type { Person } from '../access/actor';
import { noticeOfAccess } from '../auth/access-notice';
import { newApiToken } from '../auth/api-token.mjs';
import { mustBeProved } from '../auth/proof';
import { asUser, asUserTx } from '../db/as-user';
import type { Caller } from '../db/enter';
import type { UserDb } from '../db/handle';
import { AppError } from '../errors';
import { newId } from '../ids';
import type { RequestInfo } from '../tenancy/request';
import { MOST_TOKENS } from './org-tokens';
import {
  endOf,
  endOfReplaced,
  endOfSuccessor,
  type NewToken,
  type Overlap,
  storedToken,
} from './token-input';

const ONE_MONTH_MS = 30 * 24 * 60 * 60 * 1000;
const live = () => ({ revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] });

/** A person's own tokens, the newest first; what ended more than 30 days ago is left out. Hashes stay behind. */
export async function listUserTokens(person: Caller) {
  const since = new Date(Date.now() - ONE_MONTH_MS);
  return asUser(person, (db) =>
    db.userToken.findMany({
      where: {
        AND: [
          { OR: [{ revokedAt: null }, { revokedAt: { gt: since } }] },
          { OR: [{ expiresAt: null }, { expiresAt: { gt: since } }] },
        ],
      },
      omit: { hash: true },
      orderBy: { id: 'desc' },
      take: 300,
    }),
  );
}
export type UserTokenRow = Awaited<ReturnType<typeof listUserTokens>>[number];

type Maker = Pick<Person, 'userId' | 'sessionId' | 'email'>;

/**
 * Creates a personal token, which acts in every organization that the person belongs to, with their role there. Needs a
 * fresh proof, and is announced to the person by email.
 * @returns its id, and the token: the only time that anyone sees it
 * @throws AppError password_required, sign_in_required, conflict when there are too many
 */
export async function createUserToken(
  person: Maker,
  { name, scopes, lifetime }: NewToken,
  request: RequestInfo,
): Promise<{ id: string; token: string }> {
  const { userId } = person;
  const created = await asUserTx(person, async (db) => {
    await mustBeProved(db, person);
    if ((await db.userToken.count({ where: live() })) >= MOST_TOKENS)
      throw new AppError('conflict', {
        message: `You have ${MOST_TOKENS} active tokens. Revoke one first.`,
      });
    const id = newId();
    const token = newApiToken(null);
    const stored = { ...storedToken(token), provedAt: new Date() };
    await db.userToken.create({
      data: { userId, id, name, scopes, ...stored, expiresAt: endOf(lifetime) },
    });
    return { id, token };
  });
  noticeOfAccess(person, { kind: 'personal_token', name }, request);
  return created;
}

/**
 * Replaces a token with a new one; the old one stays valid for the overlap. Needs a fresh proof, and is announced to the
 * person by email.
 * @throws AppError password_required, sign_in_required, not_found
 */
export async function rotateUserToken(
  person: Maker,
  id: string,
  overlap: Overlap,
  request: RequestInfo,
): Promise<{ id: string; token: string }> {
  const { userId } = person;
  const { name, ...created } = await asUserTx(person, async (db) => {
    await mustBeProved(db, person);
    const old = await db.userToken.findFirst({ where: { id, replacedBy: null, ...live() } });
    if (!old) throw new AppError('not_found');
    const next = newId();
    const token = newApiToken(null);
    // The old one first, and only if nobody else was quicker: two that rotate at once make one successor.
    const expiresAt = endOfReplaced(old.expiresAt, overlap);
    const { count } = await db.userToken.updateMany({
      where: { id, replacedBy: null },
      data: { expiresAt, replacedBy: next },
    });
    if (count === 0) throw new AppError('conflict');
    const { name, scopes } = old;
    const stored = { ...storedToken(token), provedAt: new Date() };
    await db.userToken.create({
      data: { userId, id: next, name, scopes, ...stored, expiresAt: endOfSuccessor(old) },
    });
    return { id: next, token, name };
  });
  noticeOfAccess(person, { kind: 'personal_token', name, replaces: true }, request);
  return created;
}

/** Revokes one of the person's tokens: it's refused everywhere from its next request on. @throws AppError not_found */
export async function revokeUserToken(person: Caller, id: string): Promise<void> {
  const revoked = await asUser(person, (db) => revokeTokens(db, [id]));
  if (revoked.length === 0) throw new AppError('not_found');
}

/** Revokes several of the person's tokens; what isn't theirs, or was revoked, is ignored. @returns how many */
export async function revokeUserTokens(person: Caller, ids: string[]): Promise<number> {
  return (await asUser(person, (db) => revokeTokens(db, ids))).length;
}

/** Revokes tokens in the person's own scope. @returns the names of those that it revoked */
export async function revokeTokens(db: UserDb, ids: string[]): Promise<string[]> {
  const where = { id: { in: ids }, revokedAt: null };
  const found = await db.userToken.findMany({ where, select: { name: true } });
  await db.userToken.updateMany({ where, data: { revokedAt: new Date() } });
  return found.map(({ name }) => name);
}
