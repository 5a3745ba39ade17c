import { z } from 'zod';
import { ME, ORG, type Sql, sql, WORKSPACE } from '../db/sql';
import { fromUlid } from '../ids';
import type { DeliveryState } from '../relays/delivery';
import { sealCursor } from './cursor';
import { beyond, type Walk } from './keyset';
import { openPage, searchText } from './member-query';
import { CARRIES } from './relay-reach';
import { bothWays, hitsOf, matches, type Searched, withHits } from './search-rows';
import { IN_WORKSPACE, peopleHere } from './workspace-members';

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
  q: searchText.default(''),
  /** The conversation that is read. */
  c: ulid,
  /** The cursor of the page before; '' for the first. */
  before: z.string().catch('').default(''),
});

/** Which conversations are asked for, and which is read. */
export type ConversationQuery = z.output<typeof shape>;

/** A page that is asked for. `lost` tells that the address held a cursor that can't be used. */
export type ConversationAsk = { query: ConversationQuery; list: string; walk: Walk; lost: boolean };

/** Reads an address's query. Never throws. */
export function readConversationQuery(params: Record<string, unknown>): ConversationAsk {
  const query = shape.parse(params);
  const list = `conversations ${JSON.stringify([query.view, query.q])}`;
  const cursor = openPage(list, query.before);
  const walk = { desc: true, cursor: cursor ?? null, size: LIST_LINES };
  return { query, list, walk, lost: cursor === null };
}

/** The cursor of the older ones behind a page; null when there are none. Where it began, however they move meanwhile. */
export function olderThan(found: ConversationRow[], list: string, orgId: string): string | null {
  const last = found.length > LIST_LINES ? found[LIST_LINES - 1] : undefined;
  if (!last) return null;
  const place = { run: 0, key: last.last_at.toISOString(), id: last.id, position: 0 };
  return sealCursor(list, { orgId, way: 'after', ...place });
}

const SEARCHED: Searched = {
  table: 'conversation',
  rows: sql`SELECT c.* FROM conversation c WHERE c.org_id = ${ORG} AND c.workspace_id = ${WORKSPACE}`,
  begins: [sql`r.name_key`, sql`r.address`],
};

const COLUMNS = sql`r.id, r.relay_id, r.contact_id, r.address, r.name, r.status, r.unread, r.last_text, r.last_at,
    r.assignee_id, (SELECT m.name FROM membership m WHERE m.org_id = ${ORG} AND m.user_id = r.assignee_id) AS assignee`;

/** The conversations that answer the query, the latest first; one more than a page has. */
export function conversationPage({ query: { view, q }, walk }: ConversationAsk): Sql<ConversationRow> {
  const which = {
    open: sql` AND r.status = 'open'`,
    mine: sql` AND r.status = 'open' AND r.assignee_id = ${ME}`,
    unassigned: sql` AND r.status = 'open' AND r.assignee_id IS NULL`,
    closed: sql` AND r.status = 'closed'`,
  }[view];
  const rest = sql`${which}${beyond(walk, 0, sql`r.last_at`, sql`r.id`, 'timestamptz')}`;
  const latest = sql`ORDER BY r.last_at DESC, r.id DESC LIMIT ${LIST_LINES + 1}::int`;
  const { rows } = SEARCHED;
  if (!q) return sql`SELECT ${COLUMNS} FROM (${rows}) r WHERE true${rest} ${latest}`;
  const [few, along] = bothWays(rows, matches(SEARCHED, q), COLUMNS, sql`${rest} ${latest}`);
  return sql`${withHits((most) => hitsOf(SEARCHED, q, most))}
    SELECT * FROM ((${few}) UNION ALL (${along})) r ${latest}`;
}

/** One of them; nothing for an id that isn't one of this workspace's. */
export const conversationById = (id: string | null): Sql<ConversationRow> =>
  sql`SELECT ${COLUMNS} FROM (${SEARCHED.rows}) r WHERE r.id = ${id}::uuid`;

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

// Who is no more than a viewer answers nobody.
const MAY_ANSWER = sql` AND m.role IN ('owner', 'admin', 'member')`;
const PERSON = sql`m.user_id, m.name`;

/** Who can answer in this workspace, to choose from: members who may send, and are in it. */
export const ASSIGNEES = peopleHere<AssigneeRow>(PERSON, MAY_ANSWER);

/** Those of two people who can answer in this workspace. */
export const assigneesAmong = (users: (string | null)[]): Sql<AssigneeRow> => sql<AssigneeRow>`
  SELECT ${PERSON} FROM membership m
  WHERE m.org_id = ${ORG} AND m.user_id = ANY (${users.filter(Boolean)}::uuid[])${MAY_ANSWER} AND ${IN_WORKSPACE}`;

export type OpenRelayRow = { id: string; name: string; paused: boolean };

/** The relays that carry messages of the workspace in scope: to start a conversation through. */
export const RELAY_CHOICES = sql<OpenRelayRow>`
  SELECT r.id, r.name, r.paused FROM relay r WHERE r.org_id = ${ORG} AND ${CARRIES} ORDER BY r.name, r.id`;

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
