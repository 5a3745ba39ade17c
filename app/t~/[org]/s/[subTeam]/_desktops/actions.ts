'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { workspaceAction } from '@/lib/admit/action';
import { assignDesktop } from '@/lib/data/desktops';
import { ONE_ID, toUuid } from '@/lib/data/picked';

const member = z.union([ONE_ID, z.literal('')]).transform((id) => (id === '' ? null : toUuid(id)));

/** Gives a desktop to a member, or frees it. `elsewhere`: nothing was done yet, they work at that one. */
export const assignWorker = workspaceAction(
  'desktop.assign',
  z.strictObject({ desktop: ONE_ID, to: member, was: member, move: z.boolean() }),
  async ({ actor, input: { desktop, ...input }, request }) => {
    const assigned = await assignDesktop(actor, toUuid(desktop), input, request);
    if ('elsewhere' in assigned) return { data: { elsewhere: assigned.elsewhere } };
    refresh();
    return { message: assigned.name ? `${assigned.name} works here now` : 'Nobody works here now' };
  },
);
