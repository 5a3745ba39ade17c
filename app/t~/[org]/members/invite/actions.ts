'use server';

import { after } from 'next/server';
import { orgAction } from '@/lib/admit/action';
import { sendLetters } from '@/lib/data/invitation-mail';
import { invite, inviteSchema, previewInvites } from '@/lib/data/invite';

/** What sending would do, line by line. Nothing is written or sent. */
export const checkInvites = orgAction('invitation.create', inviteSchema, async ({ actor, input }) => ({
  data: await previewInvites(actor, input),
}));

/** Invites everybody who can be; answers for each line. */
export const sendInvites = orgAction('invitation.create', inviteSchema, async ({ actor, request, input }) => {
  const { lines, letters } = await invite({ actor, request }, input);
  after(() => sendLetters(actor, letters));
  return { data: lines };
});
