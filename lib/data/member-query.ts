import { z } from 'zod';
import { ROLES } from '../access/permissions';
import { composed, cut } from '../text';
import { type Cursor, openCursor } from './cursor';
import type { Walk } from './keyset';

/** Rows of a page, where a list says nothing else. */
export const PAGE_SIZE = 50;
/** Members on a page of the console: two screens. Half a page's cost is in its rows, so more of them are felt. */
export const MEMBERS_ON_A_PAGE = 25;
export const MEMBER_STATUSES = ['active', 'invited', 'expired'] as const;
export type MemberStatus = (typeof MEMBER_STATUSES)[number];
export const MEMBER_SORTS = ['name', 'role', 'joined', 'seen'] as const;
export type MemberSort = (typeof MEMBER_SORTS)[number];

/** A parameter that may occur often; what is no value of it is left out, and each counts once. */
export const several = <const T extends readonly string[]>(values: T) =>
  z
    .union([z.string(), z.array(z.string())])
    .catch([])
    .transform((given) => values.filter((value): value is T[number] => [given].flat().includes(value)));

/** What is searched for. Composed as stored names are (NFC), and no further: who pastes a name finds it. */
export const searchText = z
  .string()
  .catch('')
  .transform((text) =>
    composed(cut(text, 400))
      .replace(/\p{Cc}/gu, '')
      .trim()
      .toWellFormed(),
  )
  .transform((text) => cut(text, 100));

// Nonsense in an address is a default, never an error: addresses are typed, cut off and mailed around.
const shape = z.object({
  q: searchText.default(''),
  role: several(ROLES).default([]),
  status: several(MEMBER_STATUSES).default([]),
  sort: z.enum(MEMBER_SORTS).catch('name').default('name'),
  dir: z.enum(['asc', 'desc']).catch('asc').default('asc'),
  after: z.string().optional().catch(undefined),
  before: z.string().optional().catch(undefined),
});

/** What a member list shows and in which order. Empty lists mean "all". */
export type MemberQuery = Omit<z.output<typeof shape>, 'after' | 'before'>;

/** A page that is asked for. `lost` tells that the address held a cursor that can't be used. */
export type MemberAsk = { query: MemberQuery; list: string; walk: Walk; lost: boolean };

/** Reads an address's query, for pages of `size` rows. Never throws. */
export function readMemberQuery(params: Record<string, unknown>, size = PAGE_SIZE): MemberAsk {
  const { after, before, ...query } = shape.parse(params);
  const list = `members ${JSON.stringify([query.q, query.role, query.status, query.sort, query.dir])}`;
  const cursor = openPage(list, after, before);
  const walk = { desc: query.dir === 'desc', cursor: cursor ?? null, size };
  return { query, list, walk, lost: cursor === null };
}

/** The cursor in `after` or `before`; undefined when the address has none, null when it has one that is no good. */
export function openPage(list: string, after?: string, before?: string): Cursor | null | undefined {
  const given = after || before;
  if (!given) return undefined;
  const cursor = after && before ? null : openCursor(list, given);
  return cursor?.way === (after ? 'after' : 'before') ? cursor : null;
}

/** The same query as an address's parameters: defaults left out. */
export function memberParams({ q, role, status, sort, dir }: MemberQuery) {
  return {
    q: q || undefined,
    role: [...role],
    status: [...status],
    sort: sort === 'name' ? undefined : sort,
    dir: dir === 'asc' ? undefined : dir,
  };
}
