import { userOrSignInRoute } from '@/lib/admit/route';
import { newHandover } from '@/lib/auth/handover';
import { publicHost } from '@/lib/auth/public-host';
import { AppError } from '@/lib/errors';
import { orgPaths, safeNext } from '@/lib/routes';
import { orgUrl } from '@/lib/tenancy/urls';

const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;

/** Middle step of signing in on an org's host: the root host vouches for the signed-in person, once. */
export const GET = userOrSignInRoute(async ({ request, person }) => {
  const { searchParams } = new URL(request.url);
  const hostKey = searchParams.get('host') ?? '';
  const challenge = searchParams.get('challenge') ?? '';
  // Only to a host that leads to an org here: the answer's address comes from the table, not from the query.
  const host = CHALLENGE.test(challenge) && (await publicHost(hostKey));
  if (!host || host.moved) throw new AppError('not_found');
  const code = await newHandover(person, hostKey, challenge);
  return Response.redirect(orgUrl(hostKey, orgPaths.finish(code, safeNext(searchParams.get('next')))), 303);
});
