import type { Actor } from '../access/actor';
import { can } from '../access/can';
import type { Permission, Role } from '../access/permissions';
import { attempt } from '../auth/limits';
import { mustManageOwners } from '../auth/proof';
import { newSecret, storedHash } from '../auth/secret';
import type { OrgTx } from '../db/handle';
import { inOrgTx } from '../db/in-org';
import { ORG, sql } from '../db/sql';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { type Happening, recordMany } from './audit';
import type { Letter } from './invitation-mail';
import { INVITATION_MS } from './invite';
import { type Places, placesOf } from './invite-places';
import { type Outcome, outcomeOf, refusedFor } from './outcome';
import { lockStandings, mayChange } from './owners';

type By = { actor: Actor; request: RequestInfo };

/**
 * Sends these invitations anew: another secret, another seven days, in the actor's name. The links sent before die
 * at the commit. Each is judged by itself, under one lock.
 * @returns what became of each, and the letters to send now that it is committed
 * @throws AppError rate_limited, forbidden (role lost in the meantime); when one invites an owner, password_required,
 *   sign_in_required, and forbidden for a token without that scope
 */
export async function resendInvitations(
  { actor, request }: By,
  ids: string[],
): Promise<{ outcomes: Outcome[]; letters: Letter[] }> {
  await attempt({ 'invite:org': actor.orgId }, ids.length);
  const tooOften = await limited(actor, ids);
  return inOrgTx(actor, async (db) => {
    const judged = await judge(db, actor, 'invitation.resend', ids, (row, mine) => {
      const refusal = tooOften.get(row.id);
      if (refusal) throw refusal;
      if (row.is_member) throw new AppError('already_member');
      mayChange(mine, null, row.role);
    });
    const going = judged.filter(({ outcome }) => outcome.done).map(({ row }) => row);
    if (going.some(({ role }) => role === 'owner')) await mustManageOwners(db, actor);
    const places = await placesOf(
      db,
      going.map(({ id }) => id),
    );
    const letters = going.map((row) => letterFor(row, places.get(row.id)));
    for (const { id, secret, expiresAt } of letters) {
      const tokenHash = storedHash(secret);
      const { userId: invitedById, name: invitedBy } = actor;
      const data = { tokenHash, expiresAt, invitedById, invitedBy, mail: 'queued' };
      await db.invitation.updateMany({ where: { id }, data });
    }
    await recordMany(db, { actor, request }, happenings('invitation.resent', 'invitation.resend', judged));
    return { outcomes: inOrderOf(ids, judged), letters };
  });
}

/**
 * Withdraws these invitations: their links die at the commit. Each is judged by itself, under one lock.
 * @throws AppError forbidden (role lost in the meantime)
 */
export function withdrawInvitations({ actor, request }: By, ids: string[]): Promise<Outcome[]> {
  return inOrgTx(actor, async (db) => {
    const judged = await judge(db, actor, 'invitation.revoke', ids, (row, mine) =>
      mayChange(mine, row.role, null),
    );
    const going = judged.filter(({ outcome }) => outcome.done).map(({ row }) => row.id);
    await db.invitation.updateMany({
      where: { id: { in: going } },
      data: { status: 'revoked', pendingEmail: null, settledAt: new Date() },
    });
    await recordMany(db, { actor, request }, happenings('invitation.revoked', 'invitation.revoke', judged));
    return inOrderOf(ids, judged);
  });
}

type Row = { id: string; email: string; role: Role; status: string; is_member: boolean };
type Judged = { row: Row; outcome: Outcome };

async function judge(
  db: OrgTx,
  actor: Actor,
  act: Permission,
  ids: string[],
  rule: (row: Row, mine: Role) => void,
): Promise<Judged[]> {
  const mine = (await lockStandings(db, [actor.userId])).get(actor.userId)?.role;
  if (!mine || !can(mine, act)) throw new AppError('forbidden');
  const rows = await db.rows(sql<Row>`
    SELECT i.id, i.email, i.role, i.status,
      EXISTS (SELECT 1 FROM membership m WHERE m.org_id = ${ORG} AND m.email = i.email) AS is_member
    FROM invitation i WHERE i.org_id = ${ORG} AND i.id = ANY (${ids}::uuid[]) ORDER BY i.id FOR UPDATE OF i`);
  return rows.map((row) => {
    const { id, email, status } = row;
    try {
      if (status !== 'pending') throw settled(status);
      rule(row, mine);
      return { row, outcome: { id, label: email, done: true } };
    } catch (error) {
      return { row, outcome: outcomeOf(id, email, error) };
    }
  });
}

const settled = (status: string) =>
  status === 'accepted'
    ? new AppError('invitation_used', { message: 'Was accepted already.' })
    : new AppError('invitation_revoked', { message: 'Was withdrawn already. Invite this address anew.' });

/** Those that were sent too often lately, with the refusal. */
async function limited({ orgId }: Actor, ids: string[]): Promise<Map<string, AppError>> {
  const refused = new Map<string, AppError>();
  for (const id of ids) {
    try {
      // With the org: nobody uses up another organization's attempts.
      await attempt({ 'resend:invitation': `${orgId} ${id}` });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused.set(
        id,
        new AppError(error.code, { message: `Was sent five times within the hour. ${error.message}` }),
      );
    }
  }
  return refused;
}

const letterFor = ({ id, email, role }: Row, places: Places = { teams: [], subTeams: [] }): Letter => ({
  id,
  email,
  role,
  places,
  secret: newSecret(),
  expiresAt: new Date(Date.now() + INVITATION_MS),
});

const happenings = (done: string, act: Permission, judged: Judged[]): Happening[] =>
  judged.map(({ row: { id, email, role }, outcome: { why } }) => {
    const target = { kind: 'invitation', id, label: email };
    return why ? { action: act, target, refused: why } : { action: done, target, after: { role } };
  });

/** One outcome for each id that was asked for: an id of another org and a guessed one are the same. */
const inOrderOf = (ids: string[], judged: Judged[]): Outcome[] =>
  [...new Set(ids)].map(
    (id) => judged.find(({ row }) => row.id === id)?.outcome ?? refusedFor(id, '', 'not_found'),
  );
