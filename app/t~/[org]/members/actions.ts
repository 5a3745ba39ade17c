'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { ROLES } from '@/lib/access/permissions';
import { orgAction } from '@/lib/admit/action';
import { changeRoles, removeMembers } from '@/lib/data/member-changes';
import { lossesOf } from '@/lib/data/offboard';
import { theOnly } from '@/lib/data/outcome';
import { MANY_IDS, ONE_ID, toUuid } from '@/lib/data/picked';
import { told } from './told';

const heirOf = ({ heir }: { heir?: string }) => (heir === undefined ? undefined : toUuid(heir));

const role = z.enum(ROLES, 'Choose a role.');

/** Gives one member another role. Answers with the role that was changed, for undo. */
export const changeMemberRole = orgAction(
  'member.change_role',
  z.strictObject({ member: ONE_ID, role }),
  async ({ actor, request, input }) => {
    const { before } = theOnly(await changeRoles({ actor, request }, [toUuid(input.member)], input.role));
    refresh();
    return { data: { before } };
  },
);

/** Gives many members one role; answers for each. */
export const changeMemberRoles = orgAction(
  'member.change_role',
  z.strictObject({ members: MANY_IDS, role }),
  async ({ actor, request, input }) => {
    const outcomes = await changeRoles({ actor, request }, input.members.map(toUuid), input.role);
    refresh();
    return { data: outcomes.map(told) };
  },
);

/** What a member would lose, and what they own: for the question before. */
export const countLosses = orgAction(
  'member.remove',
  z.strictObject({ member: ONE_ID }),
  async ({ actor, input }) => ({ data: await lossesOf(actor, toUuid(input.member)) }),
);

/** Removes one member; what they own by name gets the heir, or is left to the organization. */
export const removeMember = orgAction(
  'member.remove',
  z.strictObject({ member: ONE_ID, heir: ONE_ID.optional() }),
  async ({ actor, request, input }) => {
    theOnly(await removeMembers({ actor, request }, [toUuid(input.member)], heirOf(input)));
    refresh();
  },
);

/** Removes many members, to one heir if there is one; answers for each. */
export const removeManyMembers = orgAction(
  'member.remove',
  z.strictObject({ members: MANY_IDS, heir: ONE_ID.optional() }),
  async ({ actor, request, input }) => {
    const outcomes = await removeMembers({ actor, request }, input.members.map(toUuid), heirOf(input));
    refresh();
    return { data: outcomes.map(told) };
  },
);
