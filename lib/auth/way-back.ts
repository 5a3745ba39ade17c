import type { MyOrg } from '../data/my-orgs';
import { CONFIRMED, rootPaths, safeNext } from '../routes';
import { orgUrl, rootUrl } from '../tenancy/urls';

/**
 * Returns where a person goes after confirming who they are on the root host: back to the host that sent them, if it is
 * one that members of one of their organizations are led to. Any other host counts as none.
 * @param mine the person's organizations, as the database has them
 * @param hostKey from the address, which anyone may have written; so is `next`
 */
export function wayBack(
  mine: readonly Pick<MyOrg, 'slug' | 'host'>[],
  hostKey: string,
  next: string | null | undefined,
): { href: string; host: string | null } {
  const org = mine.find(({ slug, host }) => slug === hostKey || host === hostKey);
  // What stands in the address is compared with what the database says, and only the latter is used.
  const host = org && (org.host === hostKey ? org.host : org.slug);
  if (!host) return { href: rootUrl(rootPaths.organizations), host: null };
  return { href: `${orgUrl(host, safeNext(next))}${CONFIRMED}`, host };
}
