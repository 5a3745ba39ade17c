import type { ConversationRow, MessageRow } from '../data/conversations';
import { toUlid } from '../ids';
import type { DeliveryState } from '../relays/delivery';

/** A conversation as the interface has it: ids as ULIDs, times as numbers. */
export type ConversationLine = {
  id: string;
  /** null: it was removed. */
  relay: string | null;
  /** The contact that it is with; null when it is with nobody who is one. */
  contact: string | null;
  address: string;
  name: string;
  closed: boolean;
  /** Who answers it; null when nobody does. */
  assignee: { id: string; name: string } | null;
  unread: number;
  lastText: string;
  lastAt: number;
};

/** Makes the line of a row. */
export const conversationLine = (row: ConversationRow): ConversationLine => ({
  id: toUlid(row.id),
  relay: row.relay_id && toUlid(row.relay_id),
  contact: row.contact_id && toUlid(row.contact_id),
  address: row.address,
  name: row.name,
  closed: row.status === 'closed',
  assignee:
    row.assignee_id !== null && row.assignee !== null
      ? { id: toUlid(row.assignee_id), name: row.assignee }
      : null,
  unread: row.unread,
  lastText: row.last_text,
  lastAt: row.last_at.getTime(),
});

/** A message as the interface has it. `state` of one that went out, as long as it is known. */
export type MessageLine = {
  id: string;
  mine: boolean;
  text: string;
  author: string;
  at: number;
  state: DeliveryState | 'retrying' | null;
};

/** Makes the line of a row. One that was tried and did not arrive yet is being tried again. */
export const messageLine = (row: MessageRow): MessageLine => ({
  id: toUlid(row.id),
  mine: row.direction === 'out',
  text: row.text,
  author: row.author,
  at: row.at.getTime(),
  state: row.state === 'waiting' && (row.attempts ?? 0) > 1 ? 'retrying' : row.state,
});
