import { type MyOrg, type OrgCard, orgCard } from '../data/my-orgs';

/** One of my orgs as the switcher and the command palette list it. */
export type OrgEntry = OrgCard & { recent: boolean; current: boolean; unread: number };

const RECENT = 5;
// A list this short is seen at a glance: splitting it would only break its order.
const SHORT = 7;
const LATELY_MS = 30 * 24 * 60 * 60_000;

/**
 * My orgs in the switcher's order: those I was in during the last 30 days first (at most five), the rest by name.
 * A short list keeps the order of last seen.
 * @param orgs last seen first
 * @param hostKey the host this is shown on; null on the root host
 * @param now milliseconds since 1970
 * @param unread conversations that wait for somebody to look, by the org's id
 */
export function orgEntries(
  orgs: MyOrg[],
  hostKey: string | null,
  now: number,
  unread: ReadonlyMap<string, number> = new Map(),
): OrgEntry[] {
  const lately = (org: MyOrg, i: number) => i < RECENT && now - org.seen_at.getTime() < LATELY_MS;
  const entries = orgs.map((org, i) => ({
    ...orgCard(org),
    unread: unread.get(org.org_id) ?? 0,
    recent: orgs.length > SHORT && lately(org, i),
    current: hostKey !== null && (hostKey === org.slug || hostKey === org.host),
  }));
  if (orgs.length <= SHORT) return entries;
  const rest = entries.filter((entry) => !entry.recent);
  rest.sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return [...entries.filter((entry) => entry.recent), ...rest];
}
