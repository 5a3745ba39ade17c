import { cookies } from 'next/headers';
import { publicRoute } from '../admit/route';
import { caller } from '../admit/sender';
import { rootPaths } from '../routes';
import { rootUrl } from '../tenancy/urls';
import { cookieOptions, sessionCookie } from './cookie';
import { endSession } from './sessions';

/**
 * Signs this device out everywhere: the session ends, so the cookies of all other hosts are refused from now on.
 * The browser also drops what it cached, so that the back button shows nothing.
 */
export const signOutRoute = publicRoute(async () => {
  const who = await caller();
  if (who) await endSession(who.caller);
  (await cookies()).set(sessionCookie(), '', cookieOptions(0));
  return new Response(null, {
    status: 303,
    headers: { location: rootUrl(rootPaths.signIn()), 'clear-site-data': '"cache"' },
  });
});
