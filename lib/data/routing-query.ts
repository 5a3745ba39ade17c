import { z } from 'zod';
import { fromUlid } from '../ids';
import { OUTCOMES, RESOLVED_BY } from '../routing/decision';
import { PAGE_SIZE } from './audit-query';
import type { Walk } from './keyset';
import { openPage, searchText } from './member-query';

const day = z.iso.date().optional().catch(undefined);
const uuid = z
  .string()
  .transform((text) => fromUlid(text) ?? undefined)
  .optional()
  .catch(undefined);

// Nonsense in an address is a default, never an error: addresses are typed, cut off and mailed around.
const shape = z.object({
  /** The beginning of a request's id. */
  q: searchText.default('').transform((text) => text.toLowerCase()),
  outcome: z.enum(OUTCOMES).optional().catch(undefined),
  by: z.enum(RESOLVED_BY).optional().catch(undefined),
  /** The key of a host. */
  host: z
    .string()
    .regex(/^[@a-z0-9.-]{1,253}$/)
    .optional()
    .catch(undefined),
  actor: uuid,
  /** Those alone in which header or token said something else. */
  disagreed: z.literal('yes').optional().catch(undefined),
  /** First and last day, in UTC. */
  from: day,
  to: day,
  decision: uuid,
  after: z.string().optional().catch(undefined),
  before: z.string().optional().catch(undefined),
});

/** Which decisions are asked for. Ids are uuids, days are 'YYYY-MM-DD' in UTC and count in full. */
export type RoutingQuery = Omit<z.output<typeof shape>, 'after' | 'before' | 'decision'>;

/** A page that is asked for; `decision` is the one to show in full. `lost` tells of a cursor that can't be used. */
export type RoutingAsk = {
  query: RoutingQuery;
  list: string;
  walk: Walk;
  lost: boolean;
  decision: string | null;
};

/** Reads an address's query. Never throws. */
export function readRoutingQuery(params: Record<string, unknown>): RoutingAsk {
  const { after, before, decision, ...query } = shape.parse(params);
  const list = `routing ${JSON.stringify(Object.entries(query).sort())}`;
  const cursor = openPage(list, after, before);
  const walk = { desc: true, cursor: cursor ?? null, size: PAGE_SIZE };
  return { query, list, walk, lost: cursor === null, decision: decision ?? null };
}

/** Reads what the live view asks for: the same filters, and the newest decision that it knows. */
export function readTailQuery(params: Record<string, unknown>): {
  query: RoutingQuery;
  after: string | null;
} {
  const { after, before: _before, decision: _decision, ...query } = shape.parse(params);
  return { query, after: after ? fromUlid(after) : null };
}
