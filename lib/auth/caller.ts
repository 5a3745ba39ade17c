import { cookies } from 'next/headers';
import { cache } from 'react';
import type { Caller } from '../db/enter';
import { requestInfo } from '../tenancy/request';
import { sessionCookie, setSessionCookie } from './cookie';
import { readToken } from './token';

/** Who this request's cookie names on this host, unproved. */
export const caller = cache(async (): Promise<{ caller: Caller; fresh: boolean } | null> => {
  const { hostKey } = await requestInfo();
  return readToken((await cookies()).get(sessionCookie())?.value, hostKey);
});

/**
 * In actions and handlers, after the session was proved: gives the browser a fresh token when the one it sent is
 * past its quarter of an hour.
 */
export async function renewToken(): Promise<void> {
  const who = await caller();
  if (who && !who.fresh) await setSessionCookie(who.caller, (await requestInfo()).hostKey);
}
