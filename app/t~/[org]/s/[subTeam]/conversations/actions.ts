'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { workspaceAction } from '@/lib/admit/action';
import { attempt } from '@/lib/auth/limits';
import {
  addressSchema,
  assignConversation,
  markRead,
  nameSchema,
  sendMessage,
  setClosed,
  startConversation,
  textSchema,
} from '@/lib/data/conversation-changes';
import { granteeFrom, nextFrom, shareFields, unshareFields } from '@/lib/data/grantee';
import { share, unshare } from '@/lib/data/grants';
import { ONE_ID, toUuid } from '@/lib/data/picked';
import { toUlid } from '@/lib/ids';

const oneConversation = z.strictObject({ conversation: ONE_ID });
// A grant on it counts where the role in the organization doesn't do.
const ON = { kind: 'conversation', field: 'conversation' } as const;
const member = z.union([ONE_ID, z.literal('')]).transform((id) => (id === '' ? null : id));

/** Starts a conversation with a first message, or goes on with the one that there is. */
export const beginConversation = workspaceAction(
  'conversation.start',
  z.strictObject({ relay: ONE_ID, address: addressSchema, name: nameSchema, text: textSchema }),
  async ({ actor, input: { relay, ...input }, request }) => {
    await attempt({ 'message:org': actor.orgId });
    const { id } = await startConversation(actor, { relayId: toUuid(relay), ...input }, request);
    refresh();
    return { data: { conversation: toUlid(id) } };
  },
);

/** Sends a message. */
export const answerConversation = workspaceAction(
  'message.send',
  oneConversation.extend({ text: textSchema }),
  async ({ actor, input }) => {
    await attempt({ 'message:org': actor.orgId });
    await sendMessage(actor, toUuid(input.conversation), input.text);
    refresh();
  },
  ON,
);

/** Gives a conversation to a member, or to nobody. */
export const giveConversation = workspaceAction(
  'conversation.assign',
  oneConversation.extend({ to: member, was: member }),
  async ({ actor, input: { conversation, to, was }, request }) => {
    const ids = { to: to && toUuid(to), was: was && toUuid(was) };
    const { assignee } = await assignConversation(actor, toUuid(conversation), ids, request);
    refresh();
    return { message: assignee ? `${assignee} answers it` : 'Anybody may answer it' };
  },
  ON,
);

/** Closes a conversation, or opens it again. */
export const setConversationClosed = workspaceAction(
  'conversation.close',
  oneConversation.extend({ closed: z.boolean() }),
  async ({ actor, input, request }) => {
    await setClosed(actor, toUuid(input.conversation), input.closed, request);
    refresh();
  },
  ON,
);

/** Notes that somebody who answers looked at it. */
export const readConversation = workspaceAction(
  'message.send',
  oneConversation,
  async ({ actor, input }) => {
    await markRead(actor, toUuid(input.conversation));
    refresh();
  },
  ON,
);

/** Shares a conversation with a member or a team, or changes what they may. */
export const shareConversation = workspaceAction(
  'conversation.share',
  oneConversation.extend(shareFields),
  async ({ input: { conversation, to, role, next }, ...by }) => {
    const target = { kind: 'conversation', id: toUuid(conversation) } as const;
    await share(by, target, granteeFrom(to), role, nextFrom(next));
    refresh();
  },
  ON,
);

/** Takes a member's or a team's access to a conversation back. */
export const unshareConversation = workspaceAction(
  'conversation.share',
  oneConversation.extend(unshareFields),
  async ({ input: { conversation, from, next }, ...by }) => {
    const target = { kind: 'conversation', id: toUuid(conversation) } as const;
    await unshare(by, target, granteeFrom(from), nextFrom(next));
    refresh();
  },
  ON,
);
