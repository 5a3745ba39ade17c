'use server';

import { z } from 'zod';
import { orgAction } from '@/lib/admit/action';
import { BRAND_KINDS } from '@/lib/brand/kinds';
import { messageSchema, removeBrandImage, setSignInMessage } from '@/lib/data/branding';

/** Takes the logo or the icon away: the monogram stands in its place again. */
export const removePicture = orgAction(
  'brand.update',
  z.strictObject({ kind: z.enum(BRAND_KINDS) }),
  async ({ actor, input, request }) => {
    await removeBrandImage(actor, input.kind, request);
  },
);

/** Changes the words on the sign-in page. */
export const changeSignInMessage = orgAction(
  'brand.update',
  messageSchema,
  async ({ actor, input, request }) => {
    await setSignInMessage(actor, input.message, request);
  },
);
