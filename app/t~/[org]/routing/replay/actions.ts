'use server';

import { z } from 'zod';
import { orgAction } from '@/lib/admit/action';
import { replayAs } from '@/lib/routing/replay-as';

const text = (max: number) => z.string().trim().max(max, `At most ${max} characters.`);
const schema = z.strictObject({
  host: text(300),
  path: text(2000),
  header: text(200),
  token: text(200),
  as: z.enum(['me', 'nobody']),
});

/** Says what a request would come to. Nothing is sent, and nothing is kept of it. */
export const replayRequest = orgAction('routing.read', schema, async ({ actor, input }) => ({
  data: await replayAs(actor, input),
}));
