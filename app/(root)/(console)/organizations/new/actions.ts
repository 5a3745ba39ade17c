'use server';

import { z } from 'zod';
import { userAction } from '@/lib/admit/action';
import { attempt } from '@/lib/auth/limits';
import { createOrg, newOrgSchema } from '@/lib/data/new-org';
import { slugAvailability } from '@/lib/data/slug-availability';
import { orgUrl } from '@/lib/tenancy/urls';

/** Whether an address can be had now, while it is typed. */
export const checkSlug = userAction(
  z.strictObject({ slug: z.string().max(100) }),
  async ({ person, input }) => {
    await attempt({ 'slug:user': person.userId });
    return { data: await slugAvailability(input.slug, null) };
  },
);

/** Founds an organization; answers with its host's address. */
export const foundOrg = userAction(newOrgSchema, async ({ person, input, request }) => {
  await attempt({ 'new-org:user': person.userId });
  const { slug } = await createOrg(person, input, request);
  return { data: { href: orgUrl(slug) } };
});
