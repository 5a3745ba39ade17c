'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { userAction } from '@/lib/admit/action';
import { acceptInvitation } from '@/lib/data/join';
import { restoreOrg } from '@/lib/data/restore-org';
import { AppError } from '@/lib/errors';
import { fromUlid } from '@/lib/ids';
import { rootPaths } from '@/lib/routes';
import { orgUrl } from '@/lib/tenancy/urls';

/** Accepts an invitation that waits for the signed-in person's own, proved address. */
export const acceptMyInvitation = userAction(
  z.strictObject({ orgId: z.string().max(26), invitationId: z.string().max(26) }),
  async ({ person, input, request }) => {
    const [orgId, invitationId] = [fromUlid(input.orgId), fromUlid(input.invitationId)];
    if (!orgId || !invitationId) throw new AppError('not_found');
    const { host } = await acceptInvitation({ orgId, invitationId }, person, request);
    return { data: { href: orgUrl(host) } };
  },
);

/** Brings one of the person's deleted organizations back. */
export const restoreMyOrg = userAction(
  z.strictObject({ org: z.string().max(26) }),
  async ({ person, input, request }) => {
    const orgId = fromUlid(input.org);
    if (!orgId) throw new AppError('not_found');
    const { name } = await restoreOrg(orgId, person, request);
    revalidatePath(rootPaths.organizations);
    return { message: `${name} is back` };
  },
);
