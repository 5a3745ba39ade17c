import { asUser } from '../db/as-user';
import { askAuthGate } from '../db/auth-store';
import type { Caller } from '../db/enter';
import type { SessionId, UserId } from '../db/scope';
import { sql } from '../db/sql';
import { AppError } from '../errors';
import { newId } from '../ids';
import { SESSION_SECONDS } from './token';

/**
 * Starts a session: always a new id, so that nothing from before signing in is worth anything after.
 * @param proved whether signing in was a fresh proof of who is there
 */
export async function startSession(
  userId: UserId,
  { ip, userAgent }: { ip: string; userAgent: string },
  proved = true,
): Promise<SessionId> {
  const id = newId() as SessionId;
  const expiresAt = new Date(Date.now() + SESSION_SECONDS * 1000);
  await askAuthGate(sql`
    SELECT start_session(${userId}::uuid, ${id}::uuid, ${expiresAt}::timestamptz, ${userAgent}, ${ip}, ${proved})`);
  return id;
}

/** Ends one session of the user: every cookie that names it is refused from the next request on. */
export async function endSession(caller: Caller): Promise<void> {
  try {
    await asUser(caller, (db) =>
      db.session.updateMany({
        where: { id: caller.sessionId, revokedAt: null },
        data: { revokedAt: new Date() },
      }),
    );
  } catch (error) {
    // It has ended already.
    if (!(error instanceof AppError && error.code === 'unauthenticated')) throw error;
  }
}

export type SignedInDevice = {
  id: string;
  userAgent: string;
  ip: string;
  createdAt: Date;
  lastSeenAt: Date;
};

/** The person's standing sessions, last seen first. */
export async function listSessions(caller: Caller): Promise<SignedInDevice[]> {
  return asUser(caller, (db) =>
    db.session.findMany({
      where: { revokedAt: null, expiresAt: { gt: new Date() } },
      select: { id: true, userAgent: true, ip: true, createdAt: true, lastSeenAt: true },
      orderBy: { lastSeenAt: 'desc' },
    }),
  );
}
