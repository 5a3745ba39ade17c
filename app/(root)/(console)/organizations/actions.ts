'use server';

import { z } from 'zod';
import { userAction } from '@/lib/actions/action';
import { acceptInvitation } from '@/lib/data/join';
import { AppError } from '@/lib/errors';
import { fromUlid } from '@/lib/ids';
import { orgUrl } from '@/lib/tenancy/urls';

/** Accepts an invitation that waits for the signed-in person's own, proved address. */
export const acceptMyInvitation = userAction(
  z.strictObject({ orgId: z.string().max(26), invitationId: z.string().max(26) }),
  async ({ person, input, request }) => {
    const [orgId, invitationId] = [fromUlid(input.orgId), fromUlid(input.invitationId)];
    if (!orgId || !invitationId) throw new AppError('not_found');
    const { slug } = await acceptInvitation({ orgId, invitationId }, person, request);
    return { data: { href: orgUrl(slug) } };
  },
);
