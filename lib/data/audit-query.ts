import { z } from 'zod';
import { fromUlid } from '../ids';
import type { Walk } from './keyset';
import { openPage, searchText } from './member-query';

export const PAGE_SIZE = 50;
export const OUTCOMES = ['allowed', 'refused'] as const;

/** What an event is called: `member.removed`. */
export const ACTION = /^[a-z_]{1,40}\.[a-z_]{1,40}$/;

const day = z.iso.date().optional().catch(undefined);
const uuid = z
  .string()
  .transform((text) => fromUlid(text) ?? undefined)
  .optional()
  .catch(undefined);
const word = z.string().regex(ACTION).optional().catch(undefined);

// Nonsense in an address is a default, never an error: addresses are typed, cut off and mailed around.
const shape = z.object({
  /** The beginning of an actor's e-mail. */
  q: searchText.default('').transform((text) => text.toLowerCase()),
  actor: uuid,
  target: uuid,
  action: word,
  outcome: z.enum(OUTCOMES).optional().catch(undefined),
  /** First and last day, in UTC. */
  from: day,
  to: day,
  event: uuid,
  after: z.string().optional().catch(undefined),
  before: z.string().optional().catch(undefined),
});

/** Which events are asked for. Ids are uuids, days are 'YYYY-MM-DD' in UTC and count in full. */
export type AuditQuery = Omit<z.output<typeof shape>, 'after' | 'before' | 'event'>;

/** A page that is asked for; `event` is the one to show in full. `lost` tells of a cursor that can't be used. */
export type AuditAsk = { query: AuditQuery; list: string; walk: Walk; lost: boolean; event: string | null };

/** Reads an address's query. Never throws. */
export function readAuditQuery(params: Record<string, unknown>): AuditAsk {
  const { after, before, event, ...query } = shape.parse(params);
  const list = `audit ${JSON.stringify(Object.entries(query).sort())}`;
  const cursor = openPage(list, after, before);
  const walk = { desc: true, cursor: cursor ?? null, size: PAGE_SIZE };
  return { query, list, walk, lost: cursor === null, event: event ?? null };
}

/** Reads the query of the live view: the filters, and the newest event that it has. Never throws. */
export function readAuditTail(params: Record<string, unknown>): { query: AuditQuery; after: string | null } {
  const { after, before: _before, event: _event, ...query } = shape.parse(params);
  return { query, after: after ? fromUlid(after) : null };
}
