import { after } from 'next/server';
import type { UserActor } from '../access/actor';
import { asUser } from '../db/as-user';
import type { Caller } from '../db/enter';
import { inOrg } from '../db/in-org';

const EVERY_MS = 5 * 60_000;

/**
 * Notes, after the answer went out and at most every five minutes, that the actor was here: in this org, and on
 * this device.
 */
export function touch(actor: UserActor, seenAt: Date): void {
  const now = new Date();
  if (now.getTime() - seenAt.getTime() < EVERY_MS) return;
  const { userId, sessionId } = actor;
  const seen = { data: { lastSeenAt: now } };
  after(async () => {
    await inOrg(actor, (db) => db.membership.updateMany({ where: { userId }, ...seen }));
    await asUser(actor, (db) => db.session.updateMany({ where: { id: sessionId }, ...seen }));
  });
}

/** The same outside any org: on this device. */
export function touchSession(caller: Caller, seenAt: Date): void {
  const now = new Date();
  if (now.getTime() - seenAt.getTime() < EVERY_MS) return;
  after(async () => {
    await asUser(caller, (db) =>
      db.session.updateMany({ where: { id: caller.sessionId }, data: { lastSeenAt: now } }),
    );
  });
}
