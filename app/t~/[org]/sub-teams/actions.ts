'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { orgAction } from '@/lib/admit/action';
import { ONE_ID, toUuid } from '@/lib/data/picked';
import {
  deleteSubTeam,
  deleteSubTeamSchema,
  restoreSubTeam,
  subTeamContents,
} from '@/lib/data/sub-team-delete';
import { assignMember, unassignMember } from '@/lib/data/sub-team-members';
import { archiveSubTeam, createSubTeam, renameSubTeam, subTeamSchema } from '@/lib/data/sub-teams';
import { workspacePaths } from '@/lib/routes';

const subTeam = z.strictObject({ subTeam: ONE_ID });
const assignment = z.strictObject({ subTeam: ONE_ID, member: ONE_ID });

/** Makes a sub-team, and says where it opens. */
export const makeSubTeam = orgAction('sub_team.create', subTeamSchema, async ({ input, ...by }) => {
  const { slug } = await createSubTeam(by, input);
  refresh();
  return { data: { href: workspacePaths(slug).overview } };
});

/** Changes name and address of a sub-team. */
export const changeSubTeam = orgAction(
  'sub_team.rename',
  z.strictObject({ subTeam: ONE_ID, ...subTeamSchema.shape }),
  async ({ input: { subTeam: id, ...input }, ...by }) => {
    await renameSubTeam(by, toUuid(id), input);
    refresh();
  },
);

/** Archives a sub-team, or brings it back. */
export const setArchived = orgAction(
  'sub_team.archive',
  z.strictObject({ subTeam: ONE_ID, archived: z.boolean() }),
  async ({ input, ...by }) => {
    await archiveSubTeam(by, toUuid(input.subTeam), input.archived);
    refresh();
  },
);

/** What goes when a sub-team is deleted. */
export const countSubTeam = orgAction('sub_team.delete', subTeam, async ({ actor, input }) => ({
  data: await subTeamContents(actor, toUuid(input.subTeam)),
}));

/** Deletes a sub-team whose slug was typed. */
export const removeSubTeam = orgAction('sub_team.delete', deleteSubTeamSchema, async ({ input, ...by }) => {
  await deleteSubTeam(by, toUuid(input.subTeam), input.slug);
  refresh();
});

/** Brings back a deleted sub-team. */
export const bringBackSubTeam = orgAction('sub_team.delete', subTeam, async ({ input, ...by }) => {
  await restoreSubTeam(by, toUuid(input.subTeam));
  refresh();
});

/** Puts a member into a sub-team. */
export const assign = orgAction('sub_team.assign', assignment, async ({ input, ...by }) => {
  const { name } = await assignMember(by, toUuid(input.subTeam), toUuid(input.member));
  refresh();
  return { message: `${name} is in it now` };
});

/** Takes a member out of a sub-team. */
export const unassign = orgAction('sub_team.assign', assignment, async ({ input, ...by }) => {
  const { name } = await unassignMember(by, toUuid(input.subTeam), toUuid(input.member));
  refresh();
  return { message: `${name} is not in it any more` };
});
