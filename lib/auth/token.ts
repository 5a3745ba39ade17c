import { jwtVerify, SignJWT } from 'jose';
import type { Caller } from '../db/enter';
import type { SessionId, UserId } from '../db/scope';
import { env } from '../env';
import { isUuid } from '../ids';
import { ROOT_KEY } from '../tenancy/seal';

/** A token is good for a quarter of an hour; then it is renewed while its session stands. */
export const TOKEN_SECONDS = 15 * 60;
/** How long a session stands without signing in again. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60;

const key = () => new TextEncoder().encode(`rowhouse session ${env().AUTH_SECRET}`);

/**
 * Signs a session token for one host: user, session and host, nothing else (no org, no role). A token that one
 * host could steal is worth nothing on another.
 * @param hostKey null for the root host
 */
export function signToken(caller: Caller, hostKey: string | null): Promise<string> {
  return new SignJWT({ sid: caller.sessionId })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(caller.userId)
    .setAudience(hostKey ?? ROOT_KEY)
    .setIssuedAt()
    .setExpirationTime(`${TOKEN_SECONDS}s`)
    .sign(key());
}

/**
 * Who a token names, when it is ours and for this host; `fresh` is false once its quarter of an hour is over,
 * and then it is only good for renewing. Null for anything else. Says nothing about the session: ask the
 * database (lib/db/enter.ts).
 */
export async function readToken(
  token: string | undefined,
  hostKey: string | null,
): Promise<{ caller: Caller; fresh: boolean } | null> {
  if (!token) return null;
  try {
    const { payload } = await jwtVerify(token, key(), {
      audience: hostKey ?? ROOT_KEY,
      algorithms: ['HS256'],
      clockTolerance: SESSION_SECONDS, // expiry is judged below: an old token may still be renewed
    });
    const { sub, sid, exp } = payload;
    if (typeof sid !== 'string' || !sub || !isUuid(sub) || !isUuid(sid)) return null;
    const caller = { userId: sub as UserId, sessionId: sid as SessionId };
    return { caller, fresh: (exp ?? 0) > Date.now() / 1000 };
  } catch {
    return null; // not ours, altered, or for another host: the same as no token
  }
}
