import { z } from 'zod';
import type { Actor } from '../access/actor';
import { can } from '../access/can';
import { ROLES } from '../access/permissions';
import { attempt } from '../auth/limits';
import { mustManageOwners } from '../auth/proof';
import { newSecret, storedHash } from '../auth/secret';
import type { OrgTx } from '../db/handle';
import { inOrg, inOrgTx } from '../db/in-org';
import { AppError } from '../errors';
import { newId } from '../ids';
import type { RequestInfo } from '../tenancy/request';
import { recordMany } from './audit';
import type { Letter } from './invitation-mail';
import { type Fallback, isReady, type JudgedLine, judgeLines } from './invite-judge';
import { type InviteLine, inviteLines } from './invite-lines';
import { keepPlaces, mustBeAbleToPlace, namesOf, placesSchema } from './invite-places';
import { lockStandings } from './owners';
import { toUuid } from './picked';

/** At most so many addresses at a time. */
export const MOST_INVITES = 500;

/** How long an invitation's link works. */
export const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;

export const inviteSchema = z.strictObject({
  text: z
    .string('Write at least one e-mail address.')
    .max(200_000, `That is too much at once. Send at most ${MOST_INVITES} addresses.`),
  /** For those who have no role of their own in the text; so are the teams and sub-teams. */
  role: z.enum(ROLES, 'Choose a role.'),
  ...placesSchema,
});
export type InviteInput = z.output<typeof inviteSchema>;

/**
 * What sending would do, line by line. Nothing is written.
 * @throws AppError invalid (no address), too_large
 */
export function previewInvites(actor: Actor, input: InviteInput): Promise<JudgedLine[]> {
  const lines = linesToInvite(input.text);
  const fallback = fallbackOf(input);
  return inOrg(actor, (db) => judgeLines(db, actor.role, fallback, actor.limits, lines));
}

/** @throws AppError not_found: what is no id */
const fallbackOf = ({ role, teams = [], subTeams = [] }: InviteInput): Fallback => ({
  role,
  teams: teams.map(toUuid),
  subTeams: subTeams.map(toUuid),
});

/**
 * Invites everybody in the text who can be, in one transaction, each audited.
 * @returns what became of each line, and the letters to send now that it is committed
 * @throws AppError invalid, too_large, rate_limited, forbidden (role lost in the meantime); when it invites an owner,
 *   password_required, sign_in_required, and forbidden for a token without that scope
 */
export async function invite(
  { actor, request }: { actor: Actor; request: RequestInfo },
  input: InviteInput,
): Promise<{ lines: JudgedLine[]; letters: Letter[] }> {
  const lines = linesToInvite(input.text);
  const asked = (await previewInvites(actor, input)).filter(isReady);
  if (asked.length) await attempt({ 'invite:org': actor.orgId }, asked.length);
  return inOrgTx(actor, async (db) => {
    const mine = (await lockStandings(db, [actor.userId])).get(actor.userId)?.role;
    if (!mine || !can(mine, 'invitation.create')) throw new AppError('forbidden');
    const judged = await judgeLines(db, mine, fallbackOf(input), actor.limits, lines);
    if (judged.some((line) => isReady(line) && line.role === 'owner')) await mustManageOwners(db, actor);
    await dropLapsed(db, judged);
    const letters = judged.filter(isReady).map(letterTo);
    mustBeAbleToPlace(
      actor,
      mine,
      letters.map(({ places }) => places),
    );
    await db.invitation.createMany({ data: letters.map((letter) => newRow(db, actor, letter)) });
    await keepPlaces(db, letters);
    const happened = letters.map(({ id, email, role, places }) => ({
      action: 'invitation.created',
      target: { kind: 'invitation', id, label: email },
      after: { role, ...namesOf(places) },
    }));
    await recordMany(db, { actor, request }, happened);
    return { lines: judged, letters };
  });
}

/** Reads at most `MOST_INVITES` addresses, whatever the text holds. @throws AppError invalid, too_large */
export function linesToInvite(text: string): InviteLine[] {
  const lines: InviteLine[] = [];
  for (const line of inviteLines(text)) {
    if (lines.push(line) <= MOST_INVITES) continue;
    const message = `The list has more than ${MOST_INVITES} addresses. Send it in parts of at most ${MOST_INVITES}.`;
    throw new AppError('too_large', { fields: { text: message } });
  }
  if (!lines.length) throw new AppError('invalid', { fields: { text: 'Enter at least one email address.' } });
  return lines;
}

/** Lapsed invitations make room for the new ones: an address has one pending at a time. */
async function dropLapsed(db: OrgTx, judged: JudgedLine[]) {
  const emails = judged.filter(({ verdict }) => verdict === 'again').map(({ text }) => text);
  if (!emails.length) return;
  await db.invitation.updateMany({
    where: { pendingEmail: { in: emails } },
    data: { status: 'revoked', pendingEmail: null, settledAt: new Date() },
  });
}

function letterTo({ text, role, places }: JudgedLine): Letter {
  if (!role) throw new Error('a line that is ready has a role');
  return {
    id: newId(),
    email: text,
    role,
    places,
    secret: newSecret(),
    expiresAt: new Date(Date.now() + INVITATION_MS),
  };
}

const newRow = (db: OrgTx, actor: Actor, { id, email, role, secret, expiresAt }: Letter) => ({
  orgId: db.orgId,
  id,
  email,
  role,
  tokenHash: storedHash(secret),
  pendingEmail: email,
  invitedById: actor.userId,
  invitedBy: actor.name,
  expiresAt,
});
