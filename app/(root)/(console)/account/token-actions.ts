'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { userAction } from '@/lib/admit/action';
import { revokeMyOrgToken } from '@/lib/data/my-org-tokens';
import { ONE_ID, toUuid } from '@/lib/data/picked';
import { newTokenSchema, overlapField } from '@/lib/data/token-input';
import { createUserToken, revokeUserToken, revokeUserTokens, rotateUserToken } from '@/lib/data/user-tokens';
import { rootPaths } from '@/lib/routes';

const oneToken = z.strictObject({ token: ONE_ID });

/** Creates a personal token. It is in this answer and in no other. */
export const makeMyToken = userAction(newTokenSchema, async ({ person, input, request }) => {
  const { token } = await createUserToken(person, input, request);
  return { data: { token } };
});

/** Replaces a personal token. The new one is returned only once. */
export const replaceMyToken = userAction(
  oneToken.extend({ overlap: overlapField }),
  async ({ person, input, request }) => {
    const { token } = await rotateUserToken(person, toUuid(input.token), input.overlap, request);
    return { data: { token } };
  },
);

/** Revokes one of the person's tokens. */
export const revokeMyToken = userAction(oneToken, async ({ person, input }) => {
  await revokeUserToken(person, toUuid(input.token));
  revalidatePath(rootPaths.account);
});

/** Revokes an organization's token that acts for the person. */
export const revokeTokenOfMine = userAction(oneToken, async ({ person, input, request }) => {
  await revokeMyOrgToken(person, toUuid(input.token), request);
  revalidatePath(rootPaths.account);
});

/** Revokes the tokens that the person chose, after resetting the password. */
export const revokeChosenTokens = userAction(
  z.strictObject({ personal: z.array(ONE_ID).max(300), organization: z.array(ONE_ID).max(300) }),
  async ({ person, input, request }) => {
    await revokeUserTokens(person, input.personal.map(toUuid));
    for (const id of input.organization) await revokeMyOrgToken(person, toUuid(id), request);
    revalidatePath(rootPaths.account);
  },
);
