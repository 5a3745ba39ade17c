'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { orgAction } from '@/lib/admit/action';
import { attempt } from '@/lib/auth/limits';
import { deleteOrg, deleteOrgSchema } from '@/lib/data/delete-org';
import { leaveOrg } from '@/lib/data/leave';
import { lossesOf } from '@/lib/data/offboard';
import { orgContents } from '@/lib/data/org-contents';
import { updateOrg, updateOrgSchema } from '@/lib/data/org-settings';
import { ONE_ID, toUuid } from '@/lib/data/picked';
import { renameOrg, renameSchema } from '@/lib/data/rename';
import { slugAvailability } from '@/lib/data/slug-availability';
import { transferOwnership, transferSchema } from '@/lib/data/transfer';
import { later } from '@/lib/later';
import { orgDeletedMail } from '@/lib/mail/letters';
import { sendMail } from '@/lib/mail/send';
import { orgPaths, rootPaths } from '@/lib/routes';
import { orgUrl, rootUrl } from '@/lib/tenancy/urls';

/** Changes the organization's name and colour. */
export const changeBrand = orgAction('org.update', updateOrgSchema, async ({ actor, input, request }) => {
  await updateOrg(actor, input, request);
});

/** Whether an address can be had now, while it is typed. */
export const checkAddress = orgAction(
  'org.rename',
  z.strictObject({ slug: z.string().max(100) }),
  async ({ actor, input }) => {
    await attempt({ 'slug:user': actor.userId });
    return { data: await slugAvailability(input.slug, actor.orgId) };
  },
);

/** Moves the organization to another address; answers with this page's address there. */
export const changeAddress = orgAction('org.rename', renameSchema, async ({ actor, input, request }) => {
  const { slug } = await renameOrg(actor, input, request);
  return { data: { href: orgUrl(slug, orgPaths.settings) } };
});

/** Makes another member the owner and oneself an admin. */
export const transfer = orgAction('org.transfer', transferSchema, async ({ actor, input, request }) => {
  const { name } = await transferOwnership(actor, input, request);
  refresh();
  return { message: `${name} is an owner now, and you are an admin` };
});

/** What one would lose, and what one owns: for the question before. */
export const countMyLosses = orgAction('org.leave', z.strictObject({}), async ({ actor }) => ({
  data: await lossesOf(actor, actor.userId),
}));

/** Leaves the organization, to an heir if there is one; answers with where to go from there. */
export const leave = orgAction(
  'org.leave',
  z.strictObject({ heir: ONE_ID.optional() }),
  async ({ actor, input, request }) => {
    await leaveOrg(actor, request, input.heir === undefined ? undefined : toUuid(input.heir));
    return { data: { href: rootUrl(rootPaths.organizations) } };
  },
);

/** What would go with the organization, counted. */
export const countContents = orgAction('org.delete', z.strictObject({}), async ({ actor }) => ({
  data: await orgContents(actor),
}));

/** Deletes the organization, for an owner who types its slug; answers with where to go from there. */
export const removeOrg = orgAction('org.delete', deleteOrgSchema, async ({ actor, input, request }) => {
  const { owners, until, ...org } = await deleteOrg(actor, input, request);
  for (const to of owners)
    later('mail to an owner of a deleted organization', () =>
      sendMail(orgDeletedMail({ to, org, deletedBy: actor.name, until })),
    );
  return { data: { href: rootUrl(rootPaths.organizations) } };
});
