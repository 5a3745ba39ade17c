'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { orgAction } from '@/lib/admit/action';
import {
  blockMemberToken,
  createOrgToken,
  revokeOrgToken,
  rotateOrgToken,
} from '@/lib/data/org-token-changes';
import { ONE_ID, toUuid } from '@/lib/data/picked';
import { newTokenSchema, overlapField } from '@/lib/data/token-input';

const oneToken = z.strictObject({ token: ONE_ID });

/** Makes a token of the organization. It is in this answer and in no other. */
export const makeToken = orgAction('token.create', newTokenSchema, async ({ input, ...by }) => {
  const { token } = await createOrgToken(by, input);
  return { data: { token } };
});

/** Replaces a token. The new one is returned only once. */
export const replaceToken = orgAction(
  'token.rotate',
  oneToken.extend({ overlap: overlapField }),
  async ({ input, ...by }) => {
    const { token } = await rotateOrgToken(by, toUuid(input.token), input.overlap);
    return { data: { token } };
  },
);

/** Revokes a token. */
export const revokeToken = orgAction('token.revoke', oneToken, async ({ input, ...by }) => {
  await revokeOrgToken(by, toUuid(input.token));
  refresh();
});

/** Refuses a member’s own token here, or takes that back. */
export const setTokenBlocked = orgAction(
  'token.revoke',
  oneToken.extend({ blocked: z.boolean() }),
  async ({ input, ...by }) => {
    await blockMemberToken(by, toUuid(input.token), input.blocked);
    refresh();
  },
);
