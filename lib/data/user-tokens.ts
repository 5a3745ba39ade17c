import type { Person } from '../access/actor';
import { newApiToken } from '../auth/api-token.mjs';
import { asUser, asUserTx } from '../db/as-user';
import { AppError } from '../errors';
import { newId } from '../ids';
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
export async function listUserTokens({ userId }: Pick<Person, 'userId'>) {
  const since = new Date(Date.now() - ONE_MONTH_MS);
  return asUser({ userId }, (db) =>
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

/**
 * Makes a token of the person's own, for every organization that they are in, with their role there.
 * @returns its id, and the token: the only time that anybody sees it
 * @throws AppError conflict when there are too many
 */
export async function createUserToken(
  { userId }: Pick<Person, 'userId'>,
  { name, scopes, lifetime }: NewToken,
): Promise<{ id: string; token: string }> {
  return asUser({ userId }, async (db) => {
    if ((await db.userToken.count({ where: live() })) >= MOST_TOKENS)
      throw new AppError('conflict', {
        message: `You have ${MOST_TOKENS} tokens that count. Revoke one first.`,
      });
    const id = newId();
    const token = newApiToken(null);
    const data = { userId, id, name, scopes, ...storedToken(token), expiresAt: endOf(lifetime) };
    await db.userToken.create({ data });
    return { id, token };
  });
}

/** Puts another token in the place of one; that one counts for the overlap. @throws AppError not_found */
export async function rotateUserToken(
  { userId }: Pick<Person, 'userId'>,
  id: string,
  overlap: Overlap,
): Promise<{ id: string; token: string }> {
  return asUserTx({ userId }, async (db) => {
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
    const data = { userId, id: next, name, scopes, ...storedToken(token), expiresAt: endOfSuccessor(old) };
    await db.userToken.create({ data });
    return { id: next, token };
  });
}

/** Revokes one of the person's tokens: from its next request on it is refused, everywhere. @throws AppError not_found */
export async function revokeUserToken({ userId }: Pick<Person, 'userId'>, id: string): Promise<void> {
  const { count } = await asUser({ userId }, (db) =>
    db.userToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date() } }),
  );
  if (count === 0) throw new AppError('not_found');
}
