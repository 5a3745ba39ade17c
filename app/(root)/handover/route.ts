import { userOrSignInRoute } from '@/lib/admit/route';
import { newHandover } from '@/lib/auth/handover';
import { AppError } from '@/lib/errors';
import { orgPaths, rootPaths, safeNext } from '@/lib/routes';
import { orgUrl, rootUrl } from '@/lib/tenancy/urls';

/**
 * The middle step of signing in on an organization's host: the root host vouches for the signed-in person, once. Where it
 * leads comes from the table of hosts, not from the query, and no one is sent to a host of an organization they aren't in.
 */
export const GET = userOrSignInRoute(async ({ request, person }) => {
  const { searchParams } = new URL(request.url);
  const host = searchParams.get('host') ?? '';
  const next = safeNext(searchParams.get('next'));
  try {
    const made = await newHandover(person, host, searchParams.get('challenge') ?? '');
    // Without a code the page there starts over by itself, for its own host.
    const to = 'code' in made ? orgUrl(host, orgPaths.finish(made.code, next)) : orgUrl(made.slug, next);
    return Response.redirect(to, 303);
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'tenant_forbidden')) throw error;
    return Response.redirect(rootUrl(rootPaths.noAccess(host)), 303);
  }
});
