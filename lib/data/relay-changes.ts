import { z } from 'zod';
import type { Actor } from '../access/actor';
import type { Permission } from '../access/permissions';
import type { OrgTx } from '../db/handle';
import { inOrgTx } from '../db/in-org';
import { env } from '../env';
import { AppError } from '../errors';
import { newId } from '../ids';
import { AddressError, relayUrl } from '../relays/address';
import { newSigningSecret } from '../relays/signature';
import { seal } from '../sealed';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { mayStill } from './granted';
import { stillMay } from './org-settings';
import { mustSeeFlows } from './relay-flows';
import { MOST_RELAYS } from './relays';

const name = z.string().trim().min(1, 'Give it a name.').max(80, 'At most 80 characters.');
const url = z
  .string()
  .trim()
  .max(2000, 'That is too long for an address.')
  .transform((text, context) => {
    try {
      return relayUrl(text, { loopback: env().RELAY_LOOPBACK === 'on' }).href;
    } catch (error) {
      if (!(error instanceof AddressError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });

export const createRelaySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('http'), name, url }),
  z.strictObject({ kind: z.literal('echo'), name }),
]);
export const changeRelaySchema = z.strictObject({ name, url: url.optional() });

/** For how long the secret before still counts after it was replaced. */
const OVERLAP_MS = 24 * 60 * 60 * 1000;

/**
 * Returns a relay in the transaction of its change, locked, for an actor who may still change it and may see everything that
 * flows through it. @throws AppError not_found, forbidden
 */
async function relayLocked(db: OrgTx, actor: Actor, permission: Permission, id: string) {
  // Locks the org, and with it its relays against each other's changes.
  await mayStill(db, actor, permission, { kind: 'relay', id });
  const relay = await db.relay.findFirst({ where: { id } });
  if (!relay) throw new AppError('not_found');
  await mustSeeFlows(db, actor, id);
  return { ...relay, target: { kind: 'relay', id, label: relay.name } };
}

const sealed = (orgId: string, id: string) => {
  const secret = newSigningSecret();
  return {
    secret,
    stored: { secretCipher: seal(secret, { table: 'relay', orgId, id }), tail: secret.slice(-5) },
  };
};

/**
 * Makes a relay.
 * @returns its id, and its secret: the only time that anybody sees it
 * @throws AppError conflict when there are as many as there can be, forbidden
 */
export async function createRelay(
  actor: Actor,
  input: z.output<typeof createRelaySchema>,
  request: RequestInfo,
): Promise<{ id: string; secret: string }> {
  return inOrgTx(actor, async (db) => {
    await stillMay(db, actor, 'relay.create');
    if ((await db.relay.count()) >= MOST_RELAYS)
      throw new AppError('conflict', {
        message: `An organization has at most ${MOST_RELAYS} relays. Remove one first.`,
      });
    const id = newId();
    const { secret, stored } = sealed(db.orgId, id);
    const row = { kind: input.kind, name: input.name, url: input.kind === 'http' ? input.url : null };
    await db.relay.create({
      data: { orgId: db.orgId, id, ...row, ...stored, createdById: actor.userId, createdBy: actor.name },
    });
    const target = { kind: 'relay', id, label: input.name };
    await record(db, { actor, request }, { action: 'relay.created', target, after: row });
    return { id, secret };
  });
}

/** Changes name and address. What stays as it was is no change. @throws AppError not_found, forbidden */
export async function changeRelay(
  actor: Actor,
  id: string,
  input: z.output<typeof changeRelaySchema>,
  request: RequestInfo,
): Promise<void> {
  await inOrgTx(actor, async (db) => {
    const { target, ...was } = await relayLocked(db, actor, 'relay.change', id);
    const next = { name: input.name, url: was.kind === 'http' ? (input.url ?? was.url) : null };
    if (next.name === was.name && next.url === was.url) return;
    // Another address is another chance.
    await db.relay.updateMany({ where: { id }, data: { ...next, failures: 0, holdUntil: null } });
    const before = { name: was.name, url: was.url };
    await record(db, { actor, request }, { action: 'relay.changed', target, before, after: next });
  });
}

/** Pauses a relay, or lets it go on. While it is paused events wait, and none come in. */
export async function pauseRelay(
  actor: Actor,
  id: string,
  paused: boolean,
  request: RequestInfo,
): Promise<void> {
  await inOrgTx(actor, async (db) => {
    const { target, ...was } = await relayLocked(db, actor, 'relay.change', id);
    if (was.paused === paused) return;
    await db.relay.updateMany({ where: { id }, data: { paused, failures: 0, holdUntil: null } });
    await record(db, { actor, request }, { action: paused ? 'relay.paused' : 'relay.resumed', target });
  });
}

/**
 * Replaces the secret. The one before counts for another day, so that the other side can change over without a gap.
 * @returns the new one: the only time that anybody sees it
 */
export async function rotateRelaySecret(
  actor: Actor,
  id: string,
  request: RequestInfo,
): Promise<{ secret: string }> {
  return inOrgTx(actor, async (db) => {
    const { target, ...was } = await relayLocked(db, actor, 'relay.rotate', id);
    const { secret, stored } = sealed(db.orgId, id);
    const old = { oldSecretCipher: was.secretCipher, oldSecretUntil: new Date(Date.now() + OVERLAP_MS) };
    await db.relay.updateMany({ where: { id }, data: { ...stored, ...old } });
    await record(db, { actor, request }, { action: 'relay.secret_rotated', target });
    return { secret };
  });
}

/** Removes a relay with its log and what still waits. @throws AppError not_found, forbidden */
export async function removeRelay(actor: Actor, id: string, request: RequestInfo): Promise<{ name: string }> {
  return inOrgTx(actor, async (db) => {
    const { target, name: label, url: before } = await relayLocked(db, actor, 'relay.remove', id);
    await db.relay.deleteMany({ where: { id } });
    await record(db, { actor, request }, { action: 'relay.removed', target, before: { url: before } });
    return { name: label };
  });
}
