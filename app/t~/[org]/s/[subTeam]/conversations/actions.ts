'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { workspaceAction } from '@/lib/actions/action';
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
import { ONE_ID, toUuid } from '@/lib/data/picked';
import { toUlid } from '@/lib/ids';

const oneConversation = z.strictObject({ conversation: ONE_ID });
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
);

/** Closes a conversation, or opens it again. */
export const setConversationClosed = workspaceAction(
  'conversation.close',
  oneConversation.extend({ closed: z.boolean() }),
  async ({ actor, input, request }) => {
    await setClosed(actor, toUuid(input.conversation), input.closed, request);
    refresh();
  },
);

/** Notes that somebody who answers looked at it. */
export const readConversation = workspaceAction('message.send', oneConversation, async ({ actor, input }) => {
  await markRead(actor, toUuid(input.conversation));
  refresh();
});
