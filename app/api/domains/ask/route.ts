import { publicRoute } from '@/lib/admit/route';
import { publicHost } from '@/lib/auth/public-host';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { parseHost } from '@/lib/tenancy/host.mjs';

/**
 * For the proxy that does TLS: 200 when a host is this deployment's own or opens an organization, 404 for any other, so
 * that no certificate is requested for a stranger's host, or for a custom domain while its organization doesn't have
 * custom domains. It tells no more than a visit to the host does.
 */
export const GET = publicRoute(async ({ request }) => {
  const name = new URL(request.url).searchParams.get('domain');
  const host = parseHost(name, env().ROOT_DOMAIN);
  const known = host.kind === 'root' || (host.kind === 'org' && (await publicHost(host.key))?.served);
  if (!known) throw new AppError('not_found');
  return new Response(null, { status: 200 });
});
