// What a session token is made of. The application (token.ts) and the front server, which runs before it, read tokens
// by this one knowledge.
import { jwtVerify } from 'jose';

/** How long a session stands without signing in again. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60;

/** The audience of a token for the root host. No host key is spelt like it. */
export const ROOT_AUDIENCE = '@root';

/** @param {string} secret AUTH_SECRET @returns {Uint8Array} what tokens are signed with */
export const sessionKey = (secret) => new TextEncoder().encode(`rowhouse session ${secret}`);

/**
 * The claims of a token that was signed here for this host; null for anything else. An old token counts until its
 * session must have ended: it may still be renewed. Says nothing about the session itself.
 * @param {string} token
 * @param {Uint8Array} key
 * @param {string} audience a host key, or ROOT_AUDIENCE
 * @returns {Promise<{ sub?: unknown, sid?: unknown, exp?: number } | null>}
 */
export async function readClaims(token, key, audience) {
  try {
    const { payload } = await jwtVerify(token, key, {
      audience,
      algorithms: ['HS256'],
      clockTolerance: SESSION_SECONDS,
    });
    return payload;
  } catch {
    return null; // not ours, altered, or for another host: the same as no token
  }
}
