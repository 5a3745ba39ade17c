'use server';

import { z } from 'zod';
import { publicAction } from '@/lib/admit/action';
import { emailField, nextField } from '@/lib/auth/fields';
import { mailSignInLink } from '@/lib/auth/mail-links';

/** Mails a link that signs in. Answers the same for every address. */
export const requestSignInLink = publicAction(
  z.strictObject({ email: emailField, next: nextField }),
  async ({ input, request }) => {
    await mailSignInLink(input.email, input.next, request);
  },
);
