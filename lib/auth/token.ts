import { SignJWT } from 'jose';
import type { Caller } from '../db/enter';
import type { SessionId, UserId } from '../db/scope';
import { env } from '../env';
import { isUuid } from '../ids';
import { ROOT_KEY } from '../tenancy/seal';
import { readClaims, SESSION_SECONDS, sessionKey } from './session-claims.mjs';

export { SESSION_SECONDS };

/** A token is good for a quarter of an hour; then it is renewed while its session stands. */
export const TOKEN_SECONDS = 15 * 60;

const key = () => sessionKey(env().AUTH_SECRET);

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
  const claims = token ? await readClaims(token, key(), hostKey ?? ROOT_KEY) : null;
  if (!claims) return null;
  const { sub, sid, exp } = claims;
  if (typeof sub !== 'string' || typeof sid !== 'string' || !isUuid(sub) || !isUuid(sid)) return null;
  const caller = { userId: sub as UserId, sessionId: sid as SessionId };
  return { caller, fresh: (exp ?? 0) > Date.now() / 1000 }; // expiry is judged here: an old token may be renewed
}
