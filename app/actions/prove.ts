'use server';

import { z } from 'zod';
import { ourHostAction } from '@/lib/admit/action';
import { prove } from '@/lib/auth/proof';

/** Proves by the password who sits at this session, for the next ten minutes. */
export const proveMe = ourHostAction(
  z.strictObject({ password: z.string().max(256) }),
  async ({ person, input }) => {
    await prove(person, input.password);
  },
);
