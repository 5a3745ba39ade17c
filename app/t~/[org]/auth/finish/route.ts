import { cookies } from 'next/headers';
import { publicRoute } from '@/lib/admit/route';
import { setSessionCookie, verifierCookie } from '@/lib/auth/cookie';
import { takeHandover } from '@/lib/auth/handover';
import { AppError } from '@/lib/errors';
import { safeNext } from '@/lib/routes';
import { orgUrl } from '@/lib/tenancy/urls';

/** Last step of signing in on an org's host: the code, this host and this browser's verifier give its cookie. */
export const GET = publicRoute(async ({ request, info }) => {
  const { searchParams } = new URL(request.url);
  const next = safeNext(searchParams.get('next'));
  if (!info.hostKey) throw new AppError('not_found');
  const jar = await cookies();
  const verifier = jar.get(verifierCookie())?.value;
  jar.delete(verifierCookie());
  const caller = verifier && (await takeHandover(searchParams.get('code') ?? '', info.hostKey, verifier));
  // A code that isn't good (a back button, a slow minute) gives nothing. The page starts over by itself, silently
  // while the root host is signed in. Nothing is counted: 256 bits and a verifier are not guessed.
  if (caller) await setSessionCookie(caller, info.hostKey);
  return Response.redirect(orgUrl(info.hostKey, next), 303);
});
