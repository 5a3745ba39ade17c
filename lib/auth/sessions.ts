import { asUser } from '../db/as-user';
import type { Caller } from '../db/enter';
import type { SessionId, UserId } from '../db/scope';
import { newId } from '../ids';
import { SESSION_SECONDS } from './token';

/**
 * Starts a session: always a new id, so that nothing from before signing in is worth anything after.
 * @param proved whether signing in was a fresh proof of who is there
 */
export async function startSession(
  userId: UserId,
  from: { ip: string; userAgent: string },
  proved = true,
): Promise<SessionId> {
  const id = newId() as SessionId;
  const expiresAt = new Date(Date.now() + SESSION_SECONDS * 1000);
  const { ip, userAgent } = from;
  const data = { userId, id, expiresAt, ip, userAgent, ...(!proved && { provedAt: new Date(0) }) };
  await asUser({ userId }, (db) => db.session.create({ data }));
  return id;
}

/** Ends one session of the user: every cookie that names it is refused from the next request on. */
export async function endSession({ userId, sessionId }: Caller): Promise<void> {
  await asUser({ userId }, (db) =>
    db.session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { revokedAt: new Date() } }),
  );
}

export type SignedInDevice = {
  id: string;
  userAgent: string;
  ip: string;
  createdAt: Date;
  lastSeenAt: Date;
};

/** The user's standing sessions, last seen first. */
export async function listSessions(userId: UserId): Promise<SignedInDevice[]> {
  return asUser({ userId }, (db) =>
    db.session.findMany({
      where: { revokedAt: null, expiresAt: { gt: new Date() } },
      select: { id: true, userAgent: true, ip: true, createdAt: true, lastSeenAt: true },
      orderBy: { lastSeenAt: 'desc' },
    }),
  );
}
