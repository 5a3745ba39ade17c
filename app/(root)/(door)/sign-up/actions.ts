'use server';

import { z } from 'zod';
import { publicAction } from '@/lib/admit/action';
import { emailField, nameField, newPasswordField, nextField } from '@/lib/auth/fields';
import { resendSignUpMail, signUp } from '@/lib/auth/sign-up';

/** Signs up. Answers the same for an address that has an account and one that has none. */
export const createAccount = publicAction(
  z.strictObject({ name: nameField, email: emailField, password: newPasswordField, next: nextField }),
  async ({ input, request }) => {
    await signUp(input, request);
  },
);

/** Sends the mail of signing up once more, if there is one to send. */
export const resendMail = publicAction(
  z.strictObject({ email: emailField, next: nextField }),
  async ({ input, request }) => {
    await resendSignUpMail(input.email, input.next, request);
  },
);
