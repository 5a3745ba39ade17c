import { z } from 'zod';
import { ROLES } from '../../access/permissions';
import { normalEmail } from '../../auth/email-address';
import { type InvitationRow, invitationList } from '../../data/invitation-list';
import { sendLetters } from '../../data/invitation-mail';
import { INVITATION_STATUSES, readInvitationQuery } from '../../data/invitation-query';
import { resendInvitations, withdrawInvitations } from '../../data/invitations';
import { invite } from '../../data/invite';
import type { JudgedLine, Verdict } from '../../data/invite-judge';
import { placesSchema } from '../../data/invite-places';
import { pageOf as dataPage } from '../../data/keyset';
import { theOnly } from '../../data/outcome';
import { toUuid } from '../../data/picked';
import { AppError, type ErrorCode } from '../../errors';
import { toUlid } from '../../ids';
import { ID, many, orgOperation, PAGE, pageOf, TIME } from '../operation';
import { cursorOf } from '../page';

const tag = 'Invitations';
const invitation = z.strictObject({
  id: ID,
  email: z.string(),
  role: z.enum(ROLES),
  status: z.enum(INVITATION_STATUSES),
  invited_by: z.string(),
  created_at: TIME,
  expires_at: TIME,
  teams: z.array(z.string()).meta({ description: 'The names of the teams that it leads into.' }),
  sub_teams: z.array(z.string()).meta({ description: 'The names of the sub-teams that it leads into.' }),
});
const params = z.strictObject({ invitation: ID });
const query = z.strictObject({
  q: z.string().max(100).optional().meta({ description: 'The beginning of the address.' }),
  role: many(z.enum(ROLES)),
  status: many(z.enum(INVITATION_STATUSES)),
  ...PAGE,
});

const shown = ({ id, email, role, status, invited_by, created_at, expires_at, ...into }: InvitationRow) => ({
  id: toUlid(id),
  email,
  role,
  status,
  invited_by,
  created_at: created_at.toISOString(),
  expires_at: expires_at.toISOString(),
  teams: into.teams,
  sub_teams: into.sub_teams,
});

export const INVITATIONS = [
  orgOperation({
    id: 'listInvitations',
    method: 'GET',
    path: '/invitations',
    tag,
    summary: 'List invitations',
    permission: 'invitation.read',
    query,
    answer: pageOf(invitation),
    reads: ({ query: given }) => {
      const { query: q, walk } = readInvitationQuery(given);
      return [invitationList(q, walk)];
    },
    run: async ({ actor, query: given, rows: [found] }) => {
      const { list, walk, lost } = readInvitationQuery(given);
      cursorOf(actor, walk, lost);
      const page = dataPage(found, walk, list, actor.orgId);
      return { data: page.rows.map(shown), next: page.after };
    },
  }),
  orgOperation({
    id: 'createInvitation',
    method: 'POST',
    path: '/invitations',
    tag,
    summary: 'Invite somebody',
    about:
      'Mails a link that counts for seven days. Who is a member, or invited already, is not invited again. Whoever accepts is in `teams` and `sub_teams` at once, which takes the scopes `team.manage_members` and `sub_team.assign` as well. Inviting an owner takes the scope `member.manage_owners` as well, or, with a cookie, a sign-in or password confirmation in the last 10 minutes.',
    permission: 'invitation.create',
    besides: ['team.manage_members', 'sub_team.assign', 'member.manage_owners'],
    status: 201,
    body: z.strictObject({
      email: z.string().max(320),
      role: z.enum(ROLES),
      teams: placesSchema.teams,
      sub_teams: placesSchema.subTeams,
    }),
    example: { email: 'ann@example.com', role: 'member' },
    answer: z.strictObject({ id: ID, email: z.string(), role: z.enum(ROLES) }),
    run: async ({ actor, request, body: { email, role, teams, sub_teams: subTeams }, later }) => {
      const text = normalEmail(email);
      if (!text) throw new AppError('invalid', { fields: { email: 'That is no e-mail address.' } });
      const { lines, letters } = await invite({ actor, request }, { text, role, teams, subTeams });
      const [letter] = letters;
      if (!letter) throw refusalOf(lines[0]);
      later(() => sendLetters(actor, letters));
      return { id: toUlid(letter.id), email: letter.email, role: letter.role };
    },
  }),
  orgOperation({
    id: 'resendInvitation',
    method: 'POST',
    path: '/invitations/{invitation}/resend',
    tag,
    summary: 'Resend an invitation',
    about:
      'Sends a new link that is valid for 7 days. The previous link stops working. Resending an owner’s invitation takes what inviting an owner takes.',
    permission: 'invitation.resend',
    besides: ['member.manage_owners'],
    params,
    answer: null,
    run: async ({ actor, request, params: { invitation: id }, later }) => {
      const { outcomes, letters } = await resendInvitations({ actor, request }, [toUuid(id)]);
      theOnly(outcomes);
      later(() => sendLetters(actor, letters));
    },
  }),
  orgOperation({
    id: 'revokeInvitation',
    method: 'DELETE',
    path: '/invitations/{invitation}',
    tag,
    summary: 'Withdraw an invitation',
    permission: 'invitation.revoke',
    params,
    answer: null,
    run: async ({ actor, request, params: { invitation: id } }) => {
      theOnly(await withdrawInvitations({ actor, request }, [toUuid(id)]));
    },
  }),
];

const CODES: Partial<Record<Verdict, ErrorCode>> = {
  member: 'already_member',
  invited: 'already_invited',
  role_not_allowed: 'forbidden',
  no_room: 'quota_exceeded',
};

const refusalOf = (line: JudgedLine | undefined) =>
  new AppError((line && CODES[line.verdict]) ?? 'invalid', line?.why ? { message: line.why } : {});
