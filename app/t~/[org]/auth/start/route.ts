import { cookies } from 'next/headers';
import { publicRoute } from '@/lib/admit/route';
import { cookieOptions, verifierCookie } from '@/lib/auth/cookie';
import { challengeOf, newVerifier } from '@/lib/auth/handover';
import { publicHost } from '@/lib/auth/public-host';
import { AppError } from '@/lib/errors';
import { rootPaths, safeNext } from '@/lib/routes';
import { orgUrl, rootUrl } from '@/lib/tenancy/urls';

/** First step of signing in on an org's host: keep a verifier here, go to the root host with its hash. */
export const GET = publicRoute(async ({ request, info }) => {
  const next = safeNext(new URL(request.url).searchParams.get('next'));
  const host = info.hostKey && (await publicHost(info.hostKey));
  if (!info.hostKey || !host) throw new AppError('not_found');
  if (host.moved) return Response.redirect(orgUrl(host.leads_to, next), 308);
  const verifier = newVerifier();
  (await cookies()).set(verifierCookie(), verifier, cookieOptions(15 * 60));
  const to = rootPaths.handover({ host: info.hostKey, challenge: challengeOf(verifier), next });
  return Response.redirect(rootUrl(to), 303);
});
