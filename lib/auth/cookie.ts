import { cookies } from 'next/headers';
import type { Caller } from '../db/enter';
import { secure } from '../env';
import { SESSION_SECONDS, signToken } from './token';

/** The session cookie's name: host-only, and under https protected from siblings by its prefix. */
export const sessionCookie = (): string => (secure() ? '__Host-rowhouse' : 'rowhouse');
/** The cookie in which a host keeps its half of a hand-over. */
export const verifierCookie = (): string => (secure() ? '__Host-rowhouse-handover' : 'rowhouse-handover');
/** The cookie by which the browser that signed up is known again when the mailed link is opened. */
export const signUpCookie = (): string => (secure() ? '__Host-rowhouse-sign-up' : 'rowhouse-sign-up');
/** The cookie by which a browser that signed in before is known (lib/auth/seen-places.ts). */
export const deviceCookie = (): string => (secure() ? '__Host-rowhouse-device' : 'rowhouse-device');

const DEVICE = /^[\w-]{22}$/;

/** This request's browser, by the cookie that signing in left there; undefined when it has none. */
export async function deviceOfRequest(): Promise<string | undefined> {
  const device = (await cookies()).get(deviceCookie())?.value;
  return device && DEVICE.test(device) ? device : undefined;
}

/** Options of every cookie of ours: no Domain, so that no sibling host ever gets one. */
export const cookieOptions = (maxAge: number) =>
  ({ httpOnly: true, sameSite: 'lax', secure: secure(), path: '/', maxAge }) as const;

/** Gives this host's browser a fresh token. In actions and handlers only: pages can't set cookies. */
export async function setSessionCookie(caller: Caller, hostKey: string | null): Promise<void> {
  const jar = await cookies();
  jar.set(sessionCookie(), await signToken(caller, hostKey), cookieOptions(SESSION_SECONDS));
}
