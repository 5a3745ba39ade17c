import { z } from 'zod';
import { attempt } from '../../auth/limits';
import {
  addressSchema,
  nameSchema,
  sendMessage,
  setClosed,
  startConversation,
  textSchema,
} from '../../data/conversation-changes';
import {
  type ConversationRow,
  conversationById,
  conversationPage,
  LIST_LINES,
  messagesOf,
  olderThan,
  readConversationQuery,
  VIEWS,
} from '../../data/conversations';
import { toUuid } from '../../data/picked';
import { RELAY_NAMES } from '../../data/relays';
import { AppError } from '../../errors';
import { fromUlid, NO_ID, toUlid } from '../../ids';
import { ID, IN_WORKSPACE, orgOperation, PAGE, pageOf, TIME, workspaceOperation } from '../operation';
import { cursorOf } from '../page';

const tag = 'Conversations';
const path = '/sub-teams/{subTeam}/conversations';
const one = z.strictObject({ ...IN_WORKSPACE.shape, conversation: ID });
const conversation = z.strictObject({
  id: ID,
  relay: ID.nullable().meta({ description: 'Null once it was removed.' }),
  contact: ID.nullable().meta({ description: 'The contact with its address, if there is one.' }),
  address: z.string(),
  name: z.string(),
  status: z.enum(['open', 'closed']),
  assignee: ID.nullable(),
  unread: z.number().int(),
  last_text: z.string(),
  last_at: TIME,
});
const message = z.strictObject({
  id: ID,
  direction: z.enum(['in', 'out']),
  text: z.string(),
  author: z.string(),
  at: TIME,
  state: z.string().nullable().meta({ description: 'How far one that went out is, while that is known.' }),
});
const query = z.strictObject({
  view: z.enum(VIEWS).optional(),
  q: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'A part of a name or an address; one or two letters: the beginning.' }),
  ...PAGE,
});

const shown = (row: ConversationRow) => ({
  id: toUlid(row.id),
  relay: row.relay_id && toUlid(row.relay_id),
  contact: row.contact_id && toUlid(row.contact_id),
  address: row.address,
  name: row.name,
  status: row.status,
  assignee: row.assignee_id !== null && row.assignee !== null ? toUlid(row.assignee_id) : null,
  unread: row.unread,
  last_text: row.last_text,
  last_at: row.last_at.toISOString(),
});

const onIt = ({ params: { conversation: id } }: { params: { conversation: string } }) =>
  ({ kind: 'conversation', id: fromUlid(id) ?? NO_ID }) as const;

const ask = ({ after, ...given }: z.output<typeof query>) =>
  readConversationQuery({ ...given, before: after });

export const CONVERSATIONS = [
  workspaceOperation({
    id: 'listConversations',
    method: 'GET',
    path,
    tag,
    summary: 'List conversations, the latest first',
    permission: 'conversation.read',
    query,
    answer: pageOf(conversation),
    reads: ({ query: given }) => [conversationPage(ask(given))],
    run: async ({ actor, query: given, rows: [found] }) => {
      const { list, walk, lost } = ask(given);
      cursorOf(actor, walk, lost);
      return { data: found.slice(0, LIST_LINES).map(shown), next: olderThan(found, list, actor.orgId) };
    },
  }),
  workspaceOperation({
    id: 'startConversation',
    method: 'POST',
    path,
    tag,
    summary: 'Start a conversation',
    about: 'Sends its first message through a relay. With an address that has one, that goes on.',
    permission: 'conversation.start',
    status: 201,
    body: z.strictObject({
      relay: ID,
      address: addressSchema,
      name: nameSchema.default(''),
      text: textSchema,
    }),
    example: { relay: '01JDK3N6V8QW4Y2Z5X7R9T1B3C', address: '+49 30 123456', name: 'Ann', text: 'Hello' },
    answer: z.strictObject({ id: ID }),
    run: async ({ actor, request, body: { relay, ...rest } }) => {
      const relayId = toUuid(relay);
      await attempt({ 'message:org': actor.orgId });
      const { id } = await startConversation(actor, { relayId, ...rest }, request);
      return { id: toUlid(id) };
    },
  }),
  workspaceOperation({
    id: 'getConversation',
    method: 'GET',
    path: `${path}/{conversation}`,
    tag,
    summary: 'Read a conversation',
    about: 'With its latest 200 messages, the newest first.',
    permission: 'conversation.read',
    params: one,
    answer: z.strictObject({ ...conversation.shape, messages: z.array(message) }),
    reads: ({ params: { conversation: id } }) => [conversationById(fromUlid(id)), messagesOf(fromUlid(id))],
    run: async ({ rows: [[row], messages] }) => {
      if (!row) throw new AppError('not_found');
      const said = messages.map(({ id, direction, text, author, at, state }) => ({
        id: toUlid(id),
        direction,
        text,
        author,
        at: at.toISOString(),
        state,
      }));
      return { ...shown(row), messages: said };
    },
  }),
  workspaceOperation({
    id: 'sendMessage',
    method: 'POST',
    path: `${path}/{conversation}/messages`,
    tag,
    summary: 'Answer in a conversation',
    permission: 'message.send',
    params: one,
    on: onIt,
    body: z.strictObject({ text: textSchema }),
    example: { text: 'Hello' },
    answer: null,
    run: async ({ actor, params: { conversation: id }, body: { text } }) => {
      const uuid = toUuid(id);
      await attempt({ 'message:org': actor.orgId });
      await sendMessage(actor, uuid, text);
    },
  }),
  workspaceOperation({
    id: 'setConversationStatus',
    method: 'PATCH',
    path: `${path}/{conversation}`,
    tag,
    summary: 'Close or reopen a conversation',
    permission: 'conversation.close',
    params: one,
    on: onIt,
    body: z.strictObject({ status: z.enum(['open', 'closed']) }),
    example: { status: 'closed' },
    answer: null,
    run: async ({ actor, request, params: { conversation: id }, body: { status } }) =>
      setClosed(actor, toUuid(id), status === 'closed', request),
  }),
  orgOperation({
    id: 'listRelays',
    method: 'GET',
    path: '/relays',
    tag: 'Relays',
    summary: 'List relays',
    permission: 'relay.read',
    answer: pageOf(z.strictObject({ id: ID, name: z.string(), paused: z.boolean() })),
    reads: () => [RELAY_NAMES],
    run: async ({ rows: [found] }) => ({
      data: found.map(({ id, name, paused }) => ({ id: toUlid(id), name, paused })),
      next: null,
    }),
  }),
];
