'use server';

import { refresh } from 'next/cache';
import { after } from 'next/server';
import { z } from 'zod';
import { orgAction } from '@/lib/admit/action';
import { sendLetters } from '@/lib/data/invitation-mail';
import { resendInvitations, withdrawInvitations } from '@/lib/data/invitations';
import { theOnly } from '@/lib/data/outcome';
import { MANY_IDS, ONE_ID, toUuid } from '@/lib/data/picked';
import { told } from '../members/told';

/** Sends one invitation anew: a new link for seven days, the old one dies. */
export const resendInvitation = orgAction(
  'invitation.resend',
  z.strictObject({ invitation: ONE_ID }),
  async ({ actor, request, input }) => {
    const { outcomes, letters } = await resendInvitations({ actor, request }, [toUuid(input.invitation)]);
    theOnly(outcomes);
    after(() => sendLetters(actor, letters));
    refresh();
  },
);

/** Sends many invitations anew; answers for each. */
export const resendManyInvitations = orgAction(
  'invitation.resend',
  z.strictObject({ invitations: MANY_IDS }),
  async ({ actor, request, input }) => {
    const { outcomes, letters } = await resendInvitations({ actor, request }, input.invitations.map(toUuid));
    after(() => sendLetters(actor, letters));
    refresh();
    return { data: outcomes.map(told) };
  },
);

/** Withdraws one invitation: its link dies. */
export const withdrawInvitation = orgAction(
  'invitation.revoke',
  z.strictObject({ invitation: ONE_ID }),
  async ({ actor, request, input }) => {
    theOnly(await withdrawInvitations({ actor, request }, [toUuid(input.invitation)]));
    refresh();
  },
);

/** Withdraws many invitations; answers for each. */
export const withdrawManyInvitations = orgAction(
  'invitation.revoke',
  z.strictObject({ invitations: MANY_IDS }),
  async ({ actor, request, input }) => {
    const outcomes = await withdrawInvitations({ actor, request }, input.invitations.map(toUuid));
    refresh();
    return { data: outcomes.map(told) };
  },
);
