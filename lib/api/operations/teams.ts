import { z } from 'zod';
import { pageOf as dataPage } from '../../data/keyset';
import { openPage, PAGE_SIZE } from '../../data/member-query';
import { theOnly } from '../../data/outcome';
import { toUuid } from '../../data/picked';
import { type TeamRow, teamBySlug, teamMembers, teamsLike } from '../../data/team-list';
import {
  addToTeam,
  changeTeamRole,
  removeFromTeam,
  TEAM_ROLES,
  teamRoleSchema,
} from '../../data/team-members';
import { createTeam, deleteTeam, renameTeam, teamSchema } from '../../data/teams';
import { AppError } from '../../errors';
import { toUlid } from '../../ids';
import { ID, orgOperation, PAGE, pageOf, TIME } from '../operation';
import { cursorOf } from '../page';

const tag = 'Teams';
const SLUG = z.string().max(60).meta({ description: 'A team’s slug.', example: 'platform' });
const params = z.strictObject({ team: SLUG });
const one = z.strictObject({ team: SLUG, member: ID });
const team = z.strictObject({
  id: ID,
  slug: z.string(),
  name: z.string(),
  created_at: TIME,
  members: z.number().int(),
  grants: z.number().int().meta({ description: 'How many things are shared with it.' }),
});

const shown = ({ id, slug, name, created_at, members, grants }: TeamRow) => ({
  id: toUlid(id),
  slug,
  name,
  created_at: created_at.toISOString(),
  members,
  grants,
});

/** Which team the path names travels with the entry. */
const bySlug = (given: { params: { team: string } }) => [teamBySlug(given.params.team)] as const;

function there([row]: TeamRow[]): TeamRow {
  if (!row) throw new AppError('not_found');
  return row;
}

const asked = (slug: string, after: string | undefined) => {
  const list = `team ${slug}`;
  const cursor = openPage(list, after, undefined);
  return { list, lost: cursor === null, walk: { desc: false, cursor: cursor ?? null, size: PAGE_SIZE } };
};

export const TEAMS = [
  orgOperation({
    id: 'listTeams',
    method: 'GET',
    path: '/teams',
    tag,
    summary: 'List teams',
    about: 'All of them, by name: there are at most 500.',
    permission: 'team.read',
    query: z.strictObject({
      q: z.string().max(100).optional().meta({ description: 'A part of the name or slug.' }),
    }),
    answer: pageOf(team),
    reads: ({ query: { q = '' } }) => [teamsLike(q)],
    run: async ({ rows: [found] }) => ({ data: found.map(shown), next: null }),
  }),
  orgOperation({
    id: 'createTeam',
    method: 'POST',
    path: '/teams',
    tag,
    summary: 'Make a team',
    permission: 'team.create',
    status: 201,
    body: teamSchema,
    example: { name: 'Platform', slug: 'platform' },
    answer: z.strictObject({ slug: z.string() }),
    run: async ({ body, ...by }) => createTeam(by, body),
  }),
  orgOperation({
    id: 'getTeam',
    method: 'GET',
    path: '/teams/{team}',
    tag,
    summary: 'Read a team',
    permission: 'team.read',
    params,
    answer: team,
    reads: bySlug,
    run: async ({ rows: [found] }) => shown(there(found)),
  }),
  orgOperation({
    id: 'updateTeam',
    method: 'PATCH',
    path: '/teams/{team}',
    tag,
    summary: 'Change name or slug',
    permission: 'team.rename',
    params,
    body: teamSchema.partial(),
    example: { name: 'Platform and tools' },
    answer: null,
    reads: bySlug,
    run: async ({ body, rows: [found], ...by }) => {
      const { id, name, slug } = there(found);
      await renameTeam(by, id, { name, slug, ...body });
    },
  }),
  orgOperation({
    id: 'deleteTeam',
    method: 'DELETE',
    path: '/teams/{team}',
    tag,
    summary: 'Delete a team',
    about: 'What was shared with it is not any more; its members stay in the organization.',
    permission: 'team.delete',
    params,
    answer: null,
    reads: bySlug,
    run: async ({ rows: [found], ...by }) => {
      await deleteTeam(by, there(found).id);
    },
  }),
  orgOperation({
    id: 'listTeamMembers',
    method: 'GET',
    path: '/teams/{team}/members',
    tag,
    summary: 'Who is in a team',
    about: 'Leads first, then by name.',
    permission: 'team.read',
    params,
    query: z.strictObject(PAGE),
    answer: pageOf(
      z.strictObject({
        id: ID,
        name: z.string(),
        email: z.string(),
        role: z.enum(TEAM_ROLES),
        added_at: TIME,
      }),
    ),
    reads: ({ params: { team: slug }, query: { after } }) => [
      teamBySlug(slug),
      teamMembers(slug, asked(slug, after).walk),
    ],
    run: async ({ actor, params: { team: slug }, query: { after }, rows: [found, members] }) => {
      there(found);
      const { list, walk, lost } = asked(slug, after);
      cursorOf(actor, walk, lost);
      const page = dataPage(members, walk, list, actor.orgId);
      const data = page.rows.map(({ id, name, email, role, added_at }) => ({
        id: toUlid(id),
        name,
        email,
        role,
        added_at: added_at.toISOString(),
      }));
      return { data, next: page.after };
    },
  }),
  orgOperation({
    id: 'addTeamMember',
    method: 'POST',
    path: '/teams/{team}/members',
    tag,
    summary: 'Put a member into a team',
    about: 'For owners and admins; a team’s leads do it on its page.',
    permission: 'team.manage_members',
    params,
    body: z.strictObject({ member: ID, role: teamRoleSchema.default('member') }),
    example: { member: '01JDK3N6V8QW4Y2Z5X7R9T1B3C', role: 'lead' },
    answer: null,
    reads: bySlug,
    run: async ({ body, rows: [found], ...by }) => {
      theOnly(await addToTeam(by, there(found).id, [toUuid(body.member)], body.role));
    },
  }),
  orgOperation({
    id: 'changeTeamRole',
    method: 'PATCH',
    path: '/teams/{team}/members/{member}',
    tag,
    summary: 'Make a member its lead, or a lead a member',
    permission: 'team.manage_members',
    params: one,
    body: z.strictObject({ role: teamRoleSchema }),
    example: { role: 'lead' },
    answer: null,
    reads: ({ params: { team: slug } }) => [teamBySlug(slug)],
    run: async ({ body, params: { member }, rows: [found], ...by }) => {
      await changeTeamRole(by, there(found).id, toUuid(member), body.role);
    },
  }),
  orgOperation({
    id: 'removeTeamMember',
    method: 'DELETE',
    path: '/teams/{team}/members/{member}',
    tag,
    summary: 'Take a member out of a team',
    permission: 'team.manage_members',
    params: one,
    answer: null,
    reads: ({ params: { team: slug } }) => [teamBySlug(slug)],
    run: async ({ params: { member }, rows: [found], ...by }) => {
      await removeFromTeam(by, there(found).id, toUuid(member));
    },
  }),
];
