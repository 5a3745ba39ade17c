import { cookies } from 'next/headers';
import { cookieOptions } from '../auth/cookie';

// Host-only like every cookie of ours, and a host is an org. It says until when, and of what, nobody wants to hear here.
const COOKIE = 'usage-warning';
const DAY = 24 * 60 * 60;

export const LEVELS = ['near', 'full'] as const;
export type Level = (typeof LEVELS)[number];

/** What this browser has heard enough of for a day: a limit that is near does not hide one that is reached. */
export async function warningHidden(level: Level): Promise<boolean> {
  const hidden = (await cookies()).get(COOKIE)?.value;
  return hidden === 'full' || hidden === level;
}

/** Hides warnings of this level, and of lesser ones, for a day. In actions and handlers only. */
export async function hideWarning(level: Level): Promise<void> {
  (await cookies()).set(COOKIE, level, cookieOptions(DAY));
}
