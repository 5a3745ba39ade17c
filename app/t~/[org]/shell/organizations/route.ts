import { userRoute } from '@/lib/admit/route';
import { myOrgsWithUnread } from '@/lib/data/my-orgs';
import { orgEntries } from '@/lib/shell/org-entries';

/** My organizations, for the switcher and the command palette. */
export const GET = userRoute(async ({ person, info }) => {
  const { orgs, unread } = await myOrgsWithUnread(person);
  return Response.json(orgEntries(orgs, info.hostKey, Date.now(), unread));
});
