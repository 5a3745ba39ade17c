import { createHash } from 'node:crypto';
import { askAuthGate } from '../db/auth-store';
import { askGate, type Caller } from '../db/enter';
import type { SessionId, UserId } from '../db/scope';
import { sql } from '../db/sql';
import { AppError } from '../errors';
import { isHostKey } from '../tenancy/host.mjs';
import { newSecret, secretHash } from './secret';

// Signing in happens on the root host; another host gets its own cookie by a one-time code:
//   host  /auth/start    keeps a verifier in a cookie, sends its hash (the challenge) to the root host
//   root  /handover      signed in: creates a code for that host and challenge, sends it back
//   host  /auth/finish   code + verifier + the host itself: once, within a minute, gets the session
// One mechanism for subdomains and custom domains. The shape is that of PKCE (RFC 7636). The database decides to which
// hosts a code may go: those of the person's own organizations, and custom domains only while they are live.

/** Returns a new verifier for this host's cookie. */
export const newVerifier = newSecret;

const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;

/** Returns what of the verifier travels through the browser's address bar. */
export const challengeOf = (verifier: string): string =>
  createHash('sha256').update(verifier).digest('base64url');

/** Where a person goes from the root host: to the host that asked, with a code, or to the subdomain, without one. */
export type Handover = { code: string } | { slug: string };

/**
 * Creates the code that carries the caller's session to one host.
 * @returns the organization's subdomain instead while the host is a custom domain that isn't live, or has moved
 * @throws AppError not_found (no organization there, or no challenge), tenant_forbidden, unauthenticated
 */
export async function newHandover(
  { userId, sessionId }: Caller,
  host: string,
  challenge: string,
): Promise<Handover> {
  if (!isHostKey(host) || !CHALLENGE.test(challenge)) throw new AppError('not_found');
  const code = newSecret();
  const [made] = await askGate(
    sql<{ granted: boolean; slug: string }>`
      SELECT * FROM grant_handover(${userId}::uuid, ${sessionId}::uuid, ${host}, ${secretHash(code)}::bytea,
        ${Buffer.from(challenge, 'base64url')}::bytea)`,
  );
  if (!made) throw new AppError('not_found');
  return made.granted ? { code } : { slug: made.slug };
}

/**
 * Uses up a code on the host it was created for.
 * @returns null for a code that isn't good here, now, for this browser, or whose owner is no member any more
 */
export async function takeHandover(code: string, host: string, verifier: string): Promise<Caller | null> {
  const challenge = createHash('sha256').update(verifier).digest();
  const [taken] = await askAuthGate(
    sql<{ user_id: UserId; session_id: SessionId }>`
      SELECT * FROM take_handover(${secretHash(code)}::bytea, ${host}, ${challenge}::bytea)`,
  );
  return taken ? { userId: taken.user_id, sessionId: taken.session_id } : null;
}
