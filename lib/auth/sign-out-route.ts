import { cookies } from 'next/headers';
import { publicRoute } from '../admit/route';
import { caller } from '../admit/sender';
import { rootPaths } from '../routes';
import { isOurs } from '../tenancy/ours';
import { rootUrl } from '../tenancy/urls';
import { cookieOptions, sessionCookie } from './cookie';
import { endSession } from './sessions';

/**
 * Signs this device out everywhere: the session ends, so the cookies of all other hosts are refused from now on.
 * A custom domain may only let go of its own cookie; the root host then asks whether to sign out everywhere. The browser
 * also drops what it cached, so that the back button shows nothing.
 */
export const signOutRoute = publicRoute(async ({ info }) => {
  const who = await caller();
  const ours = isOurs(info.hostKey);
  if (who && ours) await endSession(who.caller);
  (await cookies()).set(sessionCookie(), '', cookieOptions(0));
  const location = rootUrl(ours ? rootPaths.signIn() : rootPaths.signOutPage);
  return new Response(null, { status: 303, headers: { location, 'clear-site-data': '"cache"' } });
});
