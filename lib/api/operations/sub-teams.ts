import { z } from 'zod';
import { ROLES } from '../../access/permissions';
import { toUuid } from '../../data/picked';
import { deleteSubTeam, restoreSubTeam } from '../../data/sub-team-delete';
import {
  assignedTo,
  DELETED_SUB_TEAMS,
  MY_SUB_TEAMS,
  type SubTeam,
  subTeamBySlug,
} from '../../data/sub-team-list';
import { assignMember, unassignMember } from '../../data/sub-team-members';
import { archiveSubTeam, createSubTeam, renameSubTeam, subTeamSchema } from '../../data/sub-teams';
import { AppError } from '../../errors';
import { toUlid } from '../../ids';
import { ID, IN_WORKSPACE, orgOperation, pageOf, TIME } from '../operation';

const tag = 'Sub-teams';
const shape = { id: ID, slug: z.string(), name: z.string(), created_at: TIME, archived: z.boolean() };
const member = z.strictObject({ ...IN_WORKSPACE.shape, member: ID });

const shown = ({ id, slug, name, created_at, archived_at }: Omit<SubTeam, 'members'>) => ({
  id: toUlid(id),
  slug,
  name,
  created_at: created_at.toISOString(),
  archived: archived_at !== null,
});

/** Which sub-team the path names travels with the entry. */
const bySlug = ({ params: { subTeam } }: { params: { subTeam: string } }) =>
  [subTeamBySlug(subTeam)] as const;

function there<Row>([row]: Row[]): Row {
  if (!row) throw new AppError('not_found');
  return row;
}

export const SUB_TEAMS = [
  orgOperation({
    id: 'listSubTeams',
    method: 'GET',
    path: '/sub-teams',
    tag,
    summary: 'List sub-teams',
    about: 'Those that the caller is in: of owners and admins all.',
    permission: 'sub_team.read',
    answer: pageOf(z.strictObject({ ...shape, members: z.number().int() })),
    reads: () => [MY_SUB_TEAMS],
    run: async ({ rows: [found] }) => ({
      data: found.map((row) => ({ ...shown(row), members: row.members })),
      next: null,
    }),
  }),
  orgOperation({
    id: 'createSubTeam',
    method: 'POST',
    path: '/sub-teams',
    tag,
    summary: 'Make a sub-team',
    permission: 'sub_team.create',
    status: 201,
    body: subTeamSchema,
    example: { name: 'West', slug: 'west' },
    answer: z.strictObject({ slug: z.string() }),
    run: async ({ body, ...by }) => createSubTeam(by, body),
  }),
  orgOperation({
    id: 'updateSubTeam',
    method: 'PATCH',
    path: '/sub-teams/{subTeam}',
    tag,
    summary: 'Change name or slug',
    about: 'The old slug still leads to it for 90 days, and no other sub-team can have it.',
    permission: 'sub_team.rename',
    params: IN_WORKSPACE,
    body: subTeamSchema.partial(),
    example: { name: 'West coast' },
    answer: null,
    reads: bySlug,
    run: async ({ body, rows: [found], ...by }) => {
      const { id, name, slug } = there(found);
      await renameSubTeam(by, id, { name, slug, ...body });
    },
  }),
  orgOperation({
    id: 'archiveSubTeam',
    method: 'POST',
    path: '/sub-teams/{subTeam}/archive',
    tag,
    summary: 'Archive a sub-team',
    about: 'It can be read, and nothing in it changed.',
    permission: 'sub_team.archive',
    params: IN_WORKSPACE,
    answer: null,
    reads: bySlug,
    run: async ({ rows: [found], ...by }) => archiveSubTeam(by, there(found).id, true),
  }),
  orgOperation({
    id: 'unarchiveSubTeam',
    method: 'POST',
    path: '/sub-teams/{subTeam}/unarchive',
    tag,
    summary: 'Bring a sub-team back from the archive',
    permission: 'sub_team.archive',
    params: IN_WORKSPACE,
    answer: null,
    reads: bySlug,
    run: async ({ rows: [found], ...by }) => archiveSubTeam(by, there(found).id, false),
  }),
  orgOperation({
    id: 'listSubTeamMembers',
    method: 'GET',
    path: '/sub-teams/{subTeam}/members',
    tag,
    summary: 'Who is assigned to a sub-team',
    about: 'At most 500. Owners and admins are in every one besides.',
    permission: 'sub_team.assign',
    params: IN_WORKSPACE,
    answer: pageOf(z.strictObject({ id: ID, name: z.string(), email: z.string(), role: z.enum(ROLES) })),
    reads: ({ params: { subTeam } }) => [subTeamBySlug(subTeam), assignedTo(subTeam)],
    run: async ({ rows: [found, members] }) => {
      there(found);
      const data = members.map(({ user_id, name, email, role }) => ({
        id: toUlid(user_id),
        name,
        email,
        role: role as (typeof ROLES)[number],
      }));
      return { data, next: null };
    },
  }),
  orgOperation({
    id: 'assignMember',
    method: 'PUT',
    path: '/sub-teams/{subTeam}/members/{member}',
    tag,
    summary: 'Assign a member',
    permission: 'sub_team.assign',
    params: member,
    answer: null,
    reads: bySlug,
    run: async ({ params, rows: [found], ...by }) => {
      await assignMember(by, there(found).id, toUuid(params.member));
    },
  }),
  orgOperation({
    id: 'unassignMember',
    method: 'DELETE',
    path: '/sub-teams/{subTeam}/members/{member}',
    tag,
    summary: 'Take a member out',
    permission: 'sub_team.assign',
    params: member,
    answer: null,
    reads: bySlug,
    run: async ({ params, rows: [found], ...by }) => {
      await unassignMember(by, there(found).id, toUuid(params.member));
    },
  }),
  orgOperation({
    id: 'deleteSubTeam',
    method: 'DELETE',
    path: '/sub-teams/{subTeam}',
    tag,
    summary: 'Delete a sub-team',
    about: 'With everything in it. It can be restored for 30 days.',
    permission: 'sub_team.delete',
    params: IN_WORKSPACE,
    answer: null,
    reads: bySlug,
    run: async ({ rows: [found], ...by }) => {
      const { id, slug } = there(found);
      await deleteSubTeam(by, id, slug);
    },
  }),
  orgOperation({
    id: 'listDeletedSubTeams',
    method: 'GET',
    path: '/deleted-sub-teams',
    tag,
    summary: 'List what can be restored',
    permission: 'sub_team.delete',
    answer: pageOf(
      z.strictObject({ id: ID, slug: z.string(), name: z.string(), deleted_at: TIME, until: TIME }),
    ),
    reads: () => [DELETED_SUB_TEAMS],
    run: async ({ rows: [found] }) => ({
      data: found.map(({ id, slug, name, deleted_at, until }) => ({
        id: toUlid(id),
        slug,
        name,
        deleted_at: deleted_at.toISOString(),
        until: until.toISOString(),
      })),
      next: null,
    }),
  }),
  orgOperation({
    id: 'restoreSubTeam',
    method: 'POST',
    path: '/deleted-sub-teams/{id}/restore',
    tag,
    summary: 'Restore a sub-team',
    permission: 'sub_team.delete',
    params: z.strictObject({ id: ID }),
    answer: null,
    run: async ({ params: { id }, ...by }) => restoreSubTeam(by, toUuid(id)),
  }),
];
