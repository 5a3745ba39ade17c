import { publicRoute } from '@/lib/admit/route';
import { publicHost } from '@/lib/auth/public-host';
import { AppError } from '@/lib/errors';
import { rootPaths } from '@/lib/routes';
import { rootUrl } from '@/lib/tenancy/urls';

/** Where an invitation's mail leads: signing in and joining is done on the root host. Browsers keep the fragment. */
export const GET = publicRoute(async ({ info }) => {
  if (!info.hostKey || !(await publicHost(info.hostKey))) throw new AppError('not_found');
  return Response.redirect(rootUrl(rootPaths.invitation), 307);
});
