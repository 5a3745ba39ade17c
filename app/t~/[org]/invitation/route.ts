import { publicRoute } from '@/lib/admit/route';
import { publicHost } from '@/lib/auth/public-host';
import { AppError } from '@/lib/errors';
import { rootPaths } from '@/lib/routes';
import { isOurs } from '@/lib/tenancy/ours';
import { rootUrl } from '@/lib/tenancy/urls';

/**
 * Where invitations led before their links named the root host. From a subdomain, browsers take the secret along in the
 * fragment. On a custom domain it may have been read on the way, so it isn't taken along: the invited person signs in and
 * finds the invitation among their own. A fragment of our own replaces it, or browsers would keep it.
 */
export const GET = publicRoute(async ({ info }) => {
  if (!info.hostKey || !(await publicHost(info.hostKey))) throw new AppError('not_found');
  const path = isOurs(info.hostKey) ? rootPaths.invitation : `${rootPaths.invitations}#yours`;
  return Response.redirect(rootUrl(path), 307);
});
