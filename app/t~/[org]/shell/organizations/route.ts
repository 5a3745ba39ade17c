import { ourHostRoute } from '@/lib/admit/route';
import { myOrgsWithUnread } from '@/lib/data/my-orgs';
import { orgEntries } from '@/lib/shell/org-entries';

/** Returns my organizations, for the switcher and the command palette. Not on custom domains: their owners would read it. */
export const GET = ourHostRoute(async ({ person, info }) => {
  const { orgs, unread } = await myOrgsWithUnread(person);
  return Response.json(orgEntries(orgs, info.hostKey, Date.now(), unread));
});
