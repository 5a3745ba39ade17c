'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { userAction } from '@/lib/admit/action';
import { ONE_ID, toUuid } from '@/lib/data/picked';
import { newTokenSchema, overlapField } from '@/lib/data/token-input';
import { createUserToken, revokeUserToken, rotateUserToken } from '@/lib/data/user-tokens';
import { rootPaths } from '@/lib/routes';

const oneToken = z.strictObject({ token: ONE_ID });

/** Makes a token of the person's own. It is in this answer and in no other. */
export const makeMyToken = userAction(newTokenSchema, async ({ person, input }) => {
  const { token } = await createUserToken(person, input);
  return { data: { token } };
});

/** Puts another token in the place of one. The new one is in this answer and in no other. */
export const replaceMyToken = userAction(
  oneToken.extend({ overlap: overlapField }),
  async ({ person, input }) => {
    const { token } = await rotateUserToken(person, toUuid(input.token), input.overlap);
    return { data: { token } };
  },
);

/** Revokes one of the person's tokens. */
export const revokeMyToken = userAction(oneToken, async ({ person, input }) => {
  await revokeUserToken(person, toUuid(input.token));
  revalidatePath(rootPaths.account);
});
