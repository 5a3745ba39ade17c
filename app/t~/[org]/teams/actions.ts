'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { orgAction } from '@/lib/admit/action';
import { MANY_IDS, ONE_ID, toUuid } from '@/lib/data/picked';
import { addToTeam, changeTeamRole, removeFromTeam, teamRoleSchema } from '@/lib/data/team-members';
import { createTeam, deleteTeam, renameTeam, teamContents, teamSchema } from '@/lib/data/teams';
import { orgPaths } from '@/lib/routes';
import { told } from '../members/told';

const team = z.strictObject({ team: ONE_ID });

/** Makes a team, and says where it is. */
export const makeTeam = orgAction('team.create', teamSchema, async ({ input, ...by }) => {
  const { slug } = await createTeam(by, input);
  refresh();
  return { data: { href: orgPaths.team(slug) } };
});

/** Changes name and address of a team, and says where it is now. */
export const changeTeam = orgAction(
  'team.rename',
  z.strictObject({ team: ONE_ID, ...teamSchema.shape }),
  async ({ input: { team: id, ...input }, ...by }) => {
    await renameTeam(by, toUuid(id), input);
    refresh();
    return { data: { href: orgPaths.team(input.slug) } };
  },
);

/** What goes when a team is deleted. */
export const countTeam = orgAction('team.delete', team, async ({ actor, input }) => ({
  data: await teamContents(actor, toUuid(input.team)),
}));

/** Deletes a team with its grants. */
export const removeTeam = orgAction('team.delete', team, async ({ input, ...by }) => {
  const { name } = await deleteTeam(by, toUuid(input.team));
  refresh();
  return { message: `${name} was deleted` };
});

// Who is in a team is changed by its leads, too: whether one is, the data layer judges in the change's own transaction.

/** Puts members into a team; answers for each. */
export const addTeamMembers = orgAction(
  'team.read',
  z.strictObject({ team: ONE_ID, members: MANY_IDS, role: teamRoleSchema }),
  async ({ input, ...by }) => {
    const outcomes = await addToTeam(by, toUuid(input.team), input.members.map(toUuid), input.role);
    refresh();
    return { data: outcomes.map(told) };
  },
);

/** Makes somebody in a team its lead, or a member. */
export const setTeamRole = orgAction(
  'team.read',
  z.strictObject({ team: ONE_ID, member: ONE_ID, role: teamRoleSchema }),
  async ({ input, ...by }) => {
    const { name } = await changeTeamRole(by, toUuid(input.team), toUuid(input.member), input.role);
    refresh();
    return { message: `${name} is ${input.role === 'lead' ? 'a lead' : 'a member'} of the team now` };
  },
);

/** Takes somebody out of a team. */
export const takeOutOfTeam = orgAction(
  'team.read',
  z.strictObject({ team: ONE_ID, member: ONE_ID }),
  async ({ input, ...by }) => {
    const { name } = await removeFromTeam(by, toUuid(input.team), toUuid(input.member));
    refresh();
    return { message: `${name} is not in the team any more` };
  },
);
