import { accentOf } from '@/components/ui/accent';
import { publicRoute } from '@/lib/admit/route';
import { publicHost } from '@/lib/auth/public-host';
import { AppError } from '@/lib/errors';
import { iconResponse, orgIcon } from '@/lib/shell/icon';

/** The favicon of an organization's host: what its sign-in page shows to anybody, as a tab's icon. */
export const GET = publicRoute(async ({ info }) => {
  const host = info.hostKey && (await publicHost(info.hostKey));
  if (!host) throw new AppError('not_found');
  return iconResponse(orgIcon(host.name, accentOf(host.color).light));
});
