import { isSignedIn } from '../admit/person';
import { publicRoute } from '../admit/route';
import { renewToken } from '../admit/sender';
import { orgPaths, rootPaths, safeNext } from '../routes';
import { orgUrl, rootUrl } from '../tenancy/urls';

/** Gives a page whose token is past its quarter of an hour a fresh one, and sends it back where it was. */
export const renewRoute = publicRoute(async ({ request, info }) => {
  // A click inside the app gets here by fetch, and Next keeps what it fetched: led back from here it would show the
  // page that sent it here, for ever. What is no page makes it load this address as a document instead.
  if (request.headers.get('sec-fetch-dest') === 'empty') return new Response(null, { status: 204 });
  const next = safeNext(new URL(request.url).searchParams.get('next'));
  const signedIn = await isSignedIn();
  if (signedIn) await renewToken();
  if (info.hostKey)
    return Response.redirect(orgUrl(info.hostKey, signedIn ? next : orgPaths.start(next)), 303);
  return Response.redirect(rootUrl(signedIn ? next : rootPaths.signIn({ next })), 303);
});
