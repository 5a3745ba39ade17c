import { z } from 'zod';
import { ME, ORG, type Sql, sql, WORKSPACE } from '../db/sql';
import { fromUlid } from '../ids';
import type { DeliveryState } from '../relays/delivery';
import { IN_WORKSPACE } from './workspace-members';

/** A conversation as the list shows it. */
export type ConversationRow = {
  id: string;
  /** null: it was removed. */
  relay_id: string | null;
  contact_id: string | null;
  address: string;
  name: string;
  status: 'open' | 'closed';
  assignee_id: string | null;
  assignee: string | null;
  unread: number;
  last_text: string;
  last_at: Date;
};

/** Conversations on one page of the list. */
export const LIST_LINES = 50;
/** The newest messages of a conversation that are shown. */
export const THREAD_LINES = 200;

export const VIEWS = ['open', 'mine', 'unassigned', 'closed'] as const;
export type View = (typeof VIEWS)[number];

const ulid = z
  .string()
  .transform((text) => fromUlid(text))
  .nullable()
  .catch(null);
// Nonsense in an address is a default, never an error.
const shape = z.object({
  view: z.enum(VIEWS).catch('open'),
  q: z
    .string()
    .transform((text) => text.trim().toLowerCase().slice(0, 100))
    .catch(''),
  /** The conversation that is read. */
  c: ulid,
  /** The last one of the page before. */
  before: ulid,
});

/** Which conversations are asked for, and which is read. */
export type ConversationQuery = z.output<typeof shape>;

/** Reads an address's query. Never throws. */
export const readConversationQuery = (params: Record<string, unknown>): ConversationQuery =>
  shape.parse(params);

const OF_THE_WORKSPACE = sql<ConversationRow>`
  SELECT c.id, c.relay_id, c.contact_id, c.address, c.name, c.status, c.unread, c.last_text, c.last_at, c.assignee_id,
    (SELECT m.name FROM membership m WHERE m.org_id = ${ORG} AND m.user_id = c.assignee_id) AS assignee
  FROM conversation c WHERE c.org_id = ${ORG} AND c.workspace_id = ${WORKSPACE}`;

/** The conversations that answer the query, the latest first; one more than a page has. */
export function conversationPage({ view, q, before }: ConversationQuery): Sql<ConversationRow> {
  const which = {
    open: sql` AND c.status = 'open'`,
    mine: sql` AND c.status = 'open' AND c.assignee_id = ${ME}`,
    unassigned: sql` AND c.status = 'open' AND c.assignee_id IS NULL`,
    closed: sql` AND c.status = 'closed'`,
  }[view];
  const beyond = before
    ? sql` AND (c.last_at, c.id) < (SELECT b.last_at, b.id FROM conversation b
        WHERE b.org_id = ${ORG} AND b.workspace_id = ${WORKSPACE} AND b.id = ${before}::uuid)`
    : sql``;
  return sql`${OF_THE_WORKSPACE}${which}${q ? sql` AND (c.name_key ^@ ${q} OR c.address ^@ ${q})` : sql``}${beyond}
    ORDER BY c.last_at DESC, c.id DESC LIMIT ${LIST_LINES + 1}::int`;
}

/** One of them; nothing for an id that isn't one of this workspace's. */
export const conversationById = (id: string | null): Sql<ConversationRow> =>
  sql`${OF_THE_WORKSPACE} AND c.id = ${id}::uuid`;

/** A message of a thread. `state` of one that went out, while its delivery is in the relay's log. */
export type MessageRow = {
  id: string;
  direction: 'in' | 'out';
  text: string;
  author: string;
  at: Date;
  state: DeliveryState | null;
  attempts: number | null;
};

/** The newest messages of a conversation, the newest first. */
export const messagesOf = (conversationId: string | null): Sql<MessageRow> => sql`
  SELECT m.id, m.direction, m.text, m.author, m.at, d.state, d.attempts
  FROM message m LEFT JOIN relay_delivery d ON d.org_id = ${ORG} AND d.id = m.id
  WHERE m.org_id = ${ORG} AND m.workspace_id = ${WORKSPACE} AND m.conversation_id = ${conversationId}::uuid
  ORDER BY m.id DESC LIMIT ${THREAD_LINES}::int`;

export type AssigneeRow = { user_id: string; name: string };

/** Who can answer in this workspace: members who may send, and are in it. */
export const ASSIGNEES = sql<AssigneeRow>`
  SELECT m.user_id, m.name FROM membership m
  WHERE m.org_id = ${ORG} AND m.role IN ('owner', 'admin', 'member') AND ${IN_WORKSPACE} ORDER BY m.name, m.user_id LIMIT 500`;

export type OpenRelayRow = { id: string; name: string; paused: boolean };

/** Relays to start a conversation through. Of the org, whatever workspace asks: names and no more. */
export const RELAY_CHOICES = sql<OpenRelayRow>`
  SELECT r.id, r.name, r.paused FROM relay r WHERE r.org_id = ${ORG} ORDER BY r.name, r.id`;

/** How many open conversations have something that nobody looked at. */
export const UNREAD_CONVERSATIONS = sql<{ unread: number }>`
  SELECT count(*)::int AS unread FROM conversation c
  WHERE c.org_id = ${ORG} AND c.workspace_id = ${WORKSPACE} AND c.status = 'open' AND c.unread > 0`;

/**
 * Changes whenever something that the inbox shows does: a message, an assignment, how far a message is. In the
 * workspace of the scope, by keys alone.
 */
export const INBOX_MARK = sql<{ mark: string }>`
  SELECT concat_ws(' ',
    (SELECT c.changed_at FROM conversation c WHERE c.org_id = ${ORG} AND c.workspace_id = ${WORKSPACE}
      ORDER BY c.changed_at DESC LIMIT 1),
    (SELECT d.settled_at FROM relay_delivery d WHERE d.org_id = ${ORG} AND d.carried_for = ${WORKSPACE}
      AND d.settled_at IS NOT NULL ORDER BY d.settled_at DESC LIMIT 1)) AS mark`;
