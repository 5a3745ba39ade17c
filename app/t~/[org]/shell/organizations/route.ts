import { userRoute } from '@/lib/api/route';
import { myOrgs } from '@/lib/data/my-orgs';
import { orgEntries } from '@/lib/shell/org-entries';

/** My organizations, for the switcher and the command palette. */
export const GET = userRoute(async ({ person, info }) =>
  Response.json(orgEntries(await myOrgs(person), info.hostKey, Date.now())),
);
