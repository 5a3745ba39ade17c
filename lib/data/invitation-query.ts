import { z } from 'zod';
import { ROLES } from '../access/permissions';
import type { Walk } from './keyset';
import { openPage, PAGE_SIZE, searchText, several } from './member-query';

export const INVITATION_STATUSES = ['pending', 'expired', 'accepted', 'withdrawn'] as const;
export type InvitationStatus = (typeof INVITATION_STATUSES)[number];
export const INVITATION_SORTS = ['invited', 'email'] as const;
export type InvitationSort = (typeof INVITATION_SORTS)[number];

const shape = z.object({
  q: searchText.default(''),
  role: several(ROLES).default([]),
  status: several(INVITATION_STATUSES).default([]),
  sort: z.enum(INVITATION_SORTS).catch('invited').default('invited'),
  dir: z.enum(['asc', 'desc']).optional().catch(undefined),
  after: z.string().optional().catch(undefined),
  before: z.string().optional().catch(undefined),
});

/** What the list of invitations shows and in which order. Empty lists mean "all". */
export type InvitationQuery = {
  q: string;
  role: z.output<typeof shape>['role'];
  status: InvitationStatus[];
  sort: InvitationSort;
  dir: 'asc' | 'desc';
};

export type InvitationAsk = { query: InvitationQuery; list: string; walk: Walk; lost: boolean };

const naturally = (sort: InvitationSort) => (sort === 'invited' ? 'desc' : 'asc');

/** Reads an address's query. Never throws. */
export function readInvitationQuery(params: Record<string, unknown>): InvitationAsk {
  const { after, before, ...given } = shape.parse(params);
  const query = { ...given, dir: given.dir ?? naturally(given.sort) } as const;
  const list = `invitations ${JSON.stringify([query.q, query.role, query.status, query.sort, query.dir])}`;
  const cursor = openPage(list, after, before);
  const walk = { desc: query.dir === 'desc', cursor: cursor ?? null, size: PAGE_SIZE };
  return { query, list, walk, lost: cursor === null };
}

/** The same query as an address's parameters: defaults left out. */
export function invitationParams({ q, role, status, sort, dir }: InvitationQuery) {
  return {
    q: q || undefined,
    role: [...role],
    status: [...status],
    sort: sort === 'invited' ? undefined : sort,
    dir: dir === naturally(sort) ? undefined : dir,
  };
}
