import { featuresOf, type PlanRow } from '../plans/entitlements';
import { rootPaths } from '../routes';
import { rootUrl } from '../tenancy/urls';

export type BrandUrls = { logoUrl: string | null; iconUrl: string | null };

/**
 * Where an organization's pictures are, on the root host, from which every host's pages may show them. None where the
 * organization has none, or its branding is off: then monogram and name stand for it.
 */
export function brandUrls(
  row: Omit<PlanRow, 'limits'> & { logo: string | null; icon: string | null },
): BrandUrls {
  const branded = featuresOf(row).has('branding');
  const at = (name: string | null) => (branded && name ? rootUrl(rootPaths.brandImage(name)) : null);
  return { logoUrl: at(row.logo), iconUrl: at(row.icon) };
}
