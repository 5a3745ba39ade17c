import type { UserActor } from '../access/actor';
import { scopesOf } from '../access/scopes';
import { noticeOfAccess } from '../auth/access-notice';
import { newApiToken } from '../auth/api-token.mjs';
import { mustBeProved } from '../auth/proof';
import type { OrgTx } from '../db/handle';
import { inOrgTx } from '../db/in-org';
import { AppError } from '../errors';
import { newId, toUlid } from '../ids';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { stillMay } from './org-settings';
import { MOST_TOKENS } from './org-tokens';
import {
  endOf,
  endOfReplaced,
  endOfSuccessor,
  type NewToken,
  type Overlap,
  storedToken,
} from './token-input';

type By = { actor: UserActor; request: RequestInfo };

const target = (id: string, name: string) => ({ kind: 'token', id, label: name });

/**
 * Creates a token of the organization, which acts for its creator. Needs a fresh proof, and is announced to the creator
 * by email.
 * @returns its id, and the token: the only time that anyone sees it
 * @throws AppError forbidden when it would get more than its creator has, password_required, sign_in_required, conflict
 *   when there are too many
 */
export async function createOrgToken(
  { actor, request }: By,
  { name, scopes, lifetime }: NewToken,
): Promise<{ id: string; token: string }> {
  const created = await inOrgTx(actor, async (db) => {
    await stillMay(db, actor, 'token.create');
    if (scopes.some((scope) => !scopesOf(actor.role).includes(scope)))
      throw new AppError('forbidden', { message: 'A token can’t be given more than your role allows.' });
    await mustBeProved(db, actor);
    await roomForOne(db);
    const made = await write(db, actor, { name, scopes, expiresAt: endOf(lifetime) });
    const after = { scopes: [...scopes], expires: lifetime };
    await record(db, { actor, request }, { action: 'token.created', target: target(made.id, name), after });
    return made;
  });
  noticeOfAccess(actor, { kind: 'org_token', name, org: actor.org.name }, request);
  return created;
}

/**
 * Replaces a token with one of the actor's own, with those of its scopes that they may give. The old one stays valid for
 * the overlap, so that its users can change over without a gap. Needs a fresh proof, and is announced to the actor by
 * email.
 * @returns the new one's id, and the token: the only time that anyone sees it
 * @throws AppError not_found, conflict when it's no longer valid, forbidden, password_required, sign_in_required
 */
export async function rotateOrgToken(
  { actor, request }: By,
  id: string,
  overlap: Overlap,
): Promise<{ id: string; token: string }> {
  const { name, ...created } = await inOrgTx(actor, async (db) => {
    await stillMay(db, actor, 'token.rotate');
    const old = await theToken(db, id);
    if (old.revokedAt || (old.expiresAt && old.expiresAt.getTime() <= Date.now()) || old.replacedBy)
      throw new AppError('conflict', {
        message: 'That token was replaced, revoked or has expired. Make a new one.',
      });
    const scopes = scopesOf(actor.role).filter((scope) => old.scopes.includes(scope));
    if (scopes.length === 0) throw new AppError('forbidden');
    await mustBeProved(db, actor);
    const made = await write(db, actor, { name: old.name, scopes, expiresAt: endOfSuccessor(old) });
    const expiresAt = endOfReplaced(old.expiresAt, overlap);
    await db.apiToken.updateMany({ where: { id }, data: { expiresAt, replacedBy: made.id } });
    await record(
      db,
      { actor, request },
      {
        action: 'token.rotated',
        target: target(id, old.name),
        after: { counts_until: expiresAt.toISOString() },
      },
    );
    return { ...made, name: old.name };
  });
  noticeOfAccess(actor, { kind: 'org_token', name, org: actor.org.name, replaces: true }, request);
  return created;
}

/** Revokes a token: from its next request on it is refused. Once more is no change. @throws AppError not_found */
export async function revokeOrgToken({ actor, request }: By, id: string): Promise<{ name: string }> {
  return inOrgTx(actor, async (db) => {
    await stillMay(db, actor, 'token.revoke');
    const { name, revokedAt } = await theToken(db, id);
    if (revokedAt) return { name };
    await db.apiToken.updateMany({ where: { id }, data: { revokedAt: new Date(), revokedBy: actor.name } });
    await record(db, { actor, request }, { action: 'token.revoked', target: target(id, name) });
    return { name };
  });
}

/**
 * Blocks a member's own token in this organization alone, or unblocks it. A block outlives the membership: it still
 * holds when the member leaves and comes back.
 * @throws AppError not_found when no member's token with that id was used or blocked here
 */
export async function blockMemberToken(
  { actor, request }: By,
  tokenId: string,
  blocked: boolean,
): Promise<void> {
  await inOrgTx(actor, async (db) => {
    await stillMay(db, actor, 'token.revoke');
    const known =
      (await db.userTokenUse.findFirst({ where: { tokenId } })) ??
      (await db.tokenBlock.findFirst({ where: { tokenId } }));
    const owner = known && (await db.membership.findFirst({ where: { userId: known.userId } }));
    if (!known || !owner) throw new AppError('not_found');
    const { userId, tail } = known;
    const { count } = blocked
      ? await db.tokenBlock.createMany({
          data: [{ orgId: db.orgId, tokenId, userId, tail, blockedBy: actor.name }],
          skipDuplicates: true,
        })
      : await db.tokenBlock.deleteMany({ where: { tokenId } });
    if (count === 0) return;
    await record(
      db,
      { actor, request },
      {
        action: blocked ? 'token.blocked' : 'token.unblocked',
        target: target(tokenId, `…${tail} of ${owner.email}`),
      },
    );
  });
}

async function theToken(db: OrgTx, id: string) {
  const found = await db.apiToken.findFirst({ where: { id } });
  if (!found) throw new AppError('not_found');
  return found;
}

async function roomForOne(db: OrgTx) {
  const live = { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] };
  if ((await db.apiToken.count({ where: live })) >= MOST_TOKENS)
    throw new AppError('conflict', {
      message: `An organization has at most ${MOST_TOKENS} tokens that count. Revoke one first.`,
    });
}

async function write(
  db: OrgTx,
  actor: UserActor,
  { name, scopes, expiresAt }: { name: string; scopes: readonly string[]; expiresAt: Date | null },
): Promise<{ id: string; token: string }> {
  const id = newId();
  const token = newApiToken(toUlid(db.orgId));
  const maker = { createdById: actor.userId, createdBy: actor.name };
  await db.apiToken.create({
    data: {
      orgId: db.orgId,
      id,
      name,
      scopes: [...scopes],
      ...storedToken(token),
      ...maker,
      provedAt: new Date(),
      expiresAt,
    },
  });
  return { id, token };
}
