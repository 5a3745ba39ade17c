import { z } from 'zod';
import { ROLES } from '../../access/permissions';
import { pageOf as dataPage } from '../../data/keyset';
import { changeRoles, removeMembers } from '../../data/member-changes';
import { type MemberRow, memberList } from '../../data/member-list';
import { MEMBER_SORTS, readMemberQuery } from '../../data/member-query';
import { theOnly } from '../../data/outcome';
import { toUuid } from '../../data/picked';
import { ORG, type Sql, sql } from '../../db/sql';
import { AppError } from '../../errors';
import { fromUlid, toUlid } from '../../ids';
import { ID, many, orgOperation, PAGE, pageOf, TIME } from '../operation';
import { cursorOf } from '../page';

const tag = 'Members';
const OWNERS =
  'Changing who is an owner takes the scope `member.manage_owners` as well, or, with a cookie, a sign-in or password confirmation in the last 10 minutes.';
const member = z.strictObject({
  id: ID,
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  joined_at: TIME,
  last_seen_at: TIME.nullable(),
});
const params = z.strictObject({ member: ID });
const query = z.strictObject({
  q: z.string().max(100).optional().meta({ description: 'A part of the name or address.' }),
  role: many(z.enum(ROLES)),
  sort: z.enum(MEMBER_SORTS).optional(),
  dir: z.enum(['asc', 'desc']).optional(),
  ...PAGE,
});

const shown = ({
  id,
  name,
  email,
  role,
  since,
  seen,
}: Pick<MemberRow, 'id' | 'name' | 'email' | 'role' | 'since' | 'seen'>) => ({
  id: toUlid(id),
  name,
  email,
  role,
  joined_at: since.toISOString(),
  last_seen_at: seen?.toISOString() ?? null,
});

const ask = (given: z.output<typeof query>) => readMemberQuery({ ...given, status: 'active' });

const memberById = (
  id: string | null,
): Sql<Pick<MemberRow, 'id' | 'name' | 'email' | 'role' | 'since' | 'seen'>> => sql`
  SELECT m.user_id AS id, m.name, m.email, m.role, m.joined_at AS since, m.last_seen_at AS seen
  FROM membership m WHERE m.org_id = ${ORG} AND m.user_id = ${id}::uuid`;

export const MEMBERS = [
  orgOperation({
    id: 'listMembers',
    method: 'GET',
    path: '/members',
    tag,
    summary: 'List members',
    permission: 'member.read',
    query,
    answer: pageOf(member),
    reads: ({ query: given }) => {
      const { query: q, walk } = ask(given);
      return [memberList(q, walk)];
    },
    run: async ({ actor, query: given, rows: [found] }) => {
      const { list, walk, lost } = ask(given);
      cursorOf(actor, walk, lost);
      const page = dataPage(found, walk, list, actor.orgId);
      return { data: page.rows.map(shown), next: page.after };
    },
  }),
  orgOperation({
    id: 'getMember',
    method: 'GET',
    path: '/members/{member}',
    tag,
    summary: 'Read a member',
    permission: 'member.read',
    params,
    answer: member,
    reads: ({ params: { member: id } }) => [memberById(fromUlid(id))],
    run: async ({ rows: [[row]] }) => {
      if (!row) throw new AppError('not_found');
      return shown(row);
    },
  }),
  orgOperation({
    id: 'changeMemberRole',
    method: 'PATCH',
    path: '/members/{member}',
    tag,
    summary: 'Change a member’s role',
    about: `Nobody gives or takes more than they hold, and the last owner stays one. ${OWNERS}`,
    permission: 'member.change_role',
    besides: ['member.manage_owners'],
    params,
    body: z.strictObject({ role: z.enum(ROLES) }),
    example: { role: 'member' },
    answer: null,
    run: async ({ actor, request, params: { member: id }, body }) => {
      theOnly(await changeRoles({ actor, request }, [toUuid(id)], body.role));
    },
  }),
  orgOperation({
    id: 'removeMember',
    method: 'DELETE',
    path: '/members/{member}',
    tag,
    summary: 'Remove a member',
    about: OWNERS,
    permission: 'member.remove',
    besides: ['member.manage_owners'],
    params,
    answer: null,
    run: async ({ actor, request, params: { member: id } }) => {
      theOnly(await removeMembers({ actor, request }, [toUuid(id)]));
    },
  }),
];
