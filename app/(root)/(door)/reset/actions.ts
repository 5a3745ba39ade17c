'use server';

import { z } from 'zod';
import { publicAction } from '@/lib/admit/action';
import { emailField, nextField } from '@/lib/auth/fields';
import { mailPasswordReset } from '@/lib/auth/mail-links';

/** Mails a link for choosing a new password. Answers the same for every address. */
export const requestReset = publicAction(
  z.strictObject({ email: emailField, next: nextField }),
  async ({ input, request }) => {
    await mailPasswordReset(input.email, input.next, request);
  },
);
