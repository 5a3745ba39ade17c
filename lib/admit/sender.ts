import { cookies } from 'next/headers';
import { cache } from 'react';
import { bearerToken } from '../auth/api-token.mjs';
import { sessionCookie, setSessionCookie } from '../auth/cookie';
import { readToken } from '../auth/token';
import type { Caller, TokenCaller } from '../db/enter';
import { AppError } from '../errors';
import { fromUlid } from '../ids';
import { isOurs } from '../tenancy/ours';
import { type RequestInfo, requestInfo } from '../tenancy/request';

/** The session that a browser's cookie on this host names. Not proved until the database has seen it. */
export type SessionSender = { session: Caller };
/** The API token that a request carries. Not proved until the database has looked it up. */
export type TokenSender = { token: TokenCaller };
export type Sender = SessionSender | TokenSender;

/** Returns what this request's cookie says on this host, unproved; `fresh` is false once it needs renewal. */
export const caller = cache(async (): Promise<{ caller: Caller; fresh: boolean } | null> => {
  const { hostKey } = await requestInfo();
  return readToken((await cookies()).get(sessionCookie())?.value, hostKey);
});

/** Returns the sender of a page, an action, or a route handler: the cookie's session, or null without one. */
export async function browserSender(): Promise<SessionSender | null> {
  const who = await caller();
  return who && { session: who.caller };
}

/**
 * Returns the sender of an API request. A token wins over a cookie, and an Authorization header without one of our
 * tokens never falls back to the cookie.
 * @returns null when the request carries neither
 * @throws AppError unauthenticated for an Authorization header that holds no token; root_host_required for a personal
 *   token on a custom domain
 */
export async function apiSender(request: Request, info: RequestInfo): Promise<Sender | null> {
  const read = bearerToken(request.headers.get('authorization'));
  if (read === null) throw notAToken();
  if (!read) return browserSender();
  const boundTo = read.orgUlid && fromUlid(read.orgUlid);
  if (!boundTo && !isOurs(info.hostKey))
    throw new AppError('root_host_required', {
      message:
        'Don’t send personal tokens to an organization’s own domain: its owner can read them. Use the main site.',
    });
  return { token: { hash: read.hash, boundTo, ip: info.ip } };
}

/** The one answer to a token that is unknown, misspelled, revoked, or expired. */
export const notAToken = () =>
  new AppError('unauthenticated', { message: 'This token is unknown, revoked, or expired.' });

/**
 * Gives the browser a fresh cookie when the one it sent is more than 15 minutes old. Call it in actions and handlers,
 * after the session was proved: pages can't set cookies.
 */
export async function renewToken(): Promise<void> {
  const who = await caller();
  if (who && !who.fresh) await setSessionCookie(who.caller, (await requestInfo()).hostKey);
}
