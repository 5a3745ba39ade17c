import { createHash } from 'node:crypto';
import { asUser } from '../db/as-user';
import { askGate, type Caller } from '../db/enter';
import type { SessionId, UserId } from '../db/scope';
import { sql } from '../db/sql';
import { newSecret, secretHash } from './secret';

// Signing in happens on the root host; another host gets its own cookie by a one-time code:
//   host  /auth/start    keeps a verifier in a cookie, sends its hash (the challenge) to the root host
//   root  /handover      signed in: makes a code for that host and challenge, sends it back
//   host  /auth/finish   code + verifier + the host itself: once, within a minute, gets the session
// One mechanism for subdomains and custom domains. The shape is that of PKCE (RFC 7636).

const CODE_SECONDS = 60;

/** A new verifier for this host's cookie. */
export const newVerifier = newSecret;

/** What of the verifier travels through the browser's address bar. */
export const challengeOf = (verifier: string): string =>
  createHash('sha256').update(verifier).digest('base64url');

/** Makes the code that carries the caller's session to one host. Call it for hosts that lead to an org only. */
export async function newHandover(caller: Caller, host: string, challenge: string): Promise<string> {
  const code = newSecret();
  const { userId, sessionId } = caller;
  await asUser(caller, async (db) => {
    await db.handover.deleteMany({ where: { expiresAt: { lt: new Date() } } });
    await db.handover.create({
      data: {
        codeHash: new Uint8Array(secretHash(code)),
        userId,
        sessionId,
        host,
        challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
        expiresAt: new Date(Date.now() + CODE_SECONDS * 1000),
      },
    });
  });
  return code;
}

/** Uses up a code on the host it was made for; null for any that isn't good here, now, for this browser. */
export async function takeHandover(code: string, host: string, verifier: string): Promise<Caller | null> {
  const challenge = createHash('sha256').update(verifier).digest();
  const [taken] = await askGate(
    sql<{ user_id: UserId; session_id: SessionId }>`
      SELECT * FROM take_handover(${secretHash(code)}::bytea, ${host}, ${challenge}::bytea)`,
  );
  return taken ? { userId: taken.user_id, sessionId: taken.session_id } : null;
}
