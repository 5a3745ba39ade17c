import { cookies } from 'next/headers';
import { cookieOptions } from '../auth/cookie';

// Host-only like every cookie of ours, and a host is an org: hiding the checklist of one leaves the other's.
const COOKIE = 'first-steps';
const LONGER_THAN_THEY_SHOW = 30 * 24 * 60 * 60;

/** Whether this browser hid the first steps of this host's organization. */
export const stepsHidden = async (): Promise<boolean> => (await cookies()).has(COOKIE);

/** Hides them here. In actions and handlers only. */
export async function hideSteps(): Promise<void> {
  (await cookies()).set(COOKIE, 'hidden', cookieOptions(LONGER_THAN_THEY_SHOW));
}
