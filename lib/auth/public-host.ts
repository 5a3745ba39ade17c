import { cache } from 'react';
import { askGate } from '../db/enter';
import { sql } from '../db/sql';
import { featuresOf, type PlanRow } from '../plans/entitlements';
import { PAGE } from '../routing/decision';
import { noteRefused } from '../routing/note';
import { isHostKey } from '../tenancy/host.mjs';
import { requestInfo } from '../tenancy/request';

export type PublicHost = {
  slug: string;
  name: string;
  color: string;
  /** Names of stored pictures, and what the sign-in page says; null and '' where the org may not have them. */
  logo: string | null;
  icon: string | null;
  sign_in_message: string;
  /** Whether people are led to another host from here, and to which. */
  moved: boolean;
  leads_to: string;
  /** False for a custom domain while the organization doesn't have custom domains. It redirects, at most. */
  served: boolean;
};

/** Returns what anyone may know of an organization's host; null when there is none at it. */
export async function lookUpHost(hostKey: string): Promise<PublicHost | null> {
  if (!isHostKey(hostKey)) return null;
  const [host] = await askGate(
    sql<Omit<PublicHost, 'served'> & PlanRow>`SELECT * FROM host_info(${hostKey})`,
  );
  if (!host) return null;
  const { plan, features, features_off, ...rest } = host;
  const on = featuresOf({ plan, features, features_off });
  const seen = { ...rest, served: !hostKey.includes('.') || on.has('custom_domains') };
  const branded = on.has('branding');
  return branded ? seen : { ...seen, logo: null, icon: null, sign_in_message: '' };
}

/** The same, once a request. That nobody lives at the host which the request came to is a routing decision. */
export const publicHost = cache(async (hostKey: string): Promise<PublicHost | null> => {
  const host = await lookUpHost(hostKey);
  const request = await requestInfo();
  if (!host && hostKey === request.hostKey) noteRefused(request, PAGE, 'not_found', null);
  return host;
});
