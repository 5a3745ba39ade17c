import type { Person } from '../access/actor';
import { canGrant } from '../access/can';
import { isRole } from '../access/permissions';
import { askGate, enterInvitation } from '../db/enter';
import type { OrgTx } from '../db/handle';
import { inOrgTx } from '../db/in-org';
import { sql } from '../db/sql';
import { AppError } from '../errors';
import { limitsOf } from '../plans/entitlements';
import { quotaSentence } from '../plans/quota-words';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { takePlaces } from './invite-places';
import { lockStandings } from './owners';
import { reserve } from './reserve';

/** Which invitation: by its link's secret, by its hash, or, for a proved address, by its id. */
export type InvitationKey = { hash: Buffer } | { orgId: string; invitationId: string };

/**
 * Accepts an invitation: the person becomes a member with the role it gives, in its teams and sub-teams, once. Whoever
 * sent it must still be one who may give that role away. A member who accepts another one stays what they are.
 * @returns the host key to go to, and whether they were a member before
 * @throws AppError not_found, unauthenticated, invitation_used, invitation_revoked, invitation_expired,
 *   invitation_other_address, forbidden (whoever sent it may no longer), quota_exceeded
 */
export async function acceptInvitation(
  key: InvitationKey,
  person: Person,
  request: RequestInfo,
): Promise<{ host: string; already: boolean }> {
  const inside = await enterInvitation(key, person);
  return inOrgTx(inside, async (db) => {
    const { userId } = person;
    const invitation = await db.invitation.findFirstOrThrow({ where: { id: inside.invitationId } });
    const { id, role, email, invitedById, invitedBy } = invitation;
    const standings = await lockStandings(db, [userId, ...(invitedById ? [invitedById] : [])]);
    const already = standings.has(userId);
    const org = await db.org.findFirstOrThrow({ select: { slug: true, plan: true, limits: true } });
    if (!already) {
      mayStillInvite(standings.get(invitedById ?? '')?.role, role, invitedBy);
      await reserve(db, limitsOf(org), 'members', 1, ASK_FOR_ROOM);
    }

    await settle(db, id);
    const source = { actor: { kind: 'user', userId, email: person.email }, request } as const;
    await record(db, source, {
      action: 'invitation.accepted',
      target: { kind: 'invitation', id, label: email },
      after: { role },
    });
    if (!already) {
      await db.membership.create({ data: { orgId: db.orgId, userId, role } });
      await record(db, source, {
        action: 'member.joined',
        target: { kind: 'member', id: userId, label: email },
        after: { role },
      });
      await takePlaces(db, source, id, { userId, email });
    }
    return { host: await primaryHost(db, org.slug), already };
  });
}

/** The host that people are led to: a domain of the org's own, or its subdomain. */
async function primaryHost(db: OrgTx, slug: string): Promise<string> {
  const first = await db.orgHost.findFirst({ where: { primaryOf: db.orgId }, select: { host: true } });
  return first?.host ?? slug;
}

/** Whoever was invited can't make room. */
const ASK_FOR_ROOM = 'Ask one of its admins to make room, then open the invitation again.';

/** Nobody is let in by one who could not let them in today. */
function mayStillInvite(inviter: string | undefined, role: string, invitedBy: string) {
  if (inviter && isRole(inviter) && isRole(role) && canGrant(inviter, null, role)) return;
  const message = `${invitedBy}, who invited you, can no longer give you that role. Ask for a new invitation.`;
  throw new AppError('forbidden', { message });
}

// One statement decides: of many who accept at once, one finds it pending.
async function settle(db: OrgTx, id: string) {
  const now = new Date();
  const { count } = await db.invitation.updateMany({
    where: { id, status: 'pending', expiresAt: { gt: now } },
    data: { status: 'accepted', pendingEmail: null, settledAt: now },
  });
  if (count === 1) return;
  const { status } = await db.invitation.findFirstOrThrow({ where: { id }, select: { status: true } });
  if (status === 'pending') throw new AppError('invitation_expired');
  throw new AppError(status === 'revoked' ? 'invitation_revoked' : 'invitation_used');
}

export type Peeked = {
  org_name: string;
  org_slug: string;
  org_color: string;
  org_logo: string | null;
  org_icon: string | null;
  plan: string;
  features: unknown;
  features_off: string[];
  org_host: string;
  email: string;
  role: string;
  invited_by: string;
  status: 'pending' | 'accepted' | 'revoked' | 'expired';
  expires_at: Date;
  settled_at: Date | null;
  has_account: boolean;
  /** The names of the teams and sub-teams that it leads into, while it is open. */
  places: string[];
};

/**
 * What the holder of an invitation's secret may see before accepting it.
 * @throws AppError not_found
 */
export async function peekInvitation(hash: Buffer): Promise<Peeked> {
  const [peeked] = await askGate(sql<Peeked>`
    SELECT i.*, ARRAY(SELECT p.name FROM peek_places(${hash}::bytea) p) AS places FROM peek_invitation(${hash}::bytea) i`);
  if (!peeked) throw new AppError('not_found');
  return peeked;
}

/**
 * Makes sure that an invitation's org has a place, before somebody makes an account for it. Another may take the place
 * meanwhile: joining asks again, under the lock.
 * @throws AppError quota_exceeded
 */
export async function roomToJoin(hash: Buffer): Promise<void> {
  const [room] = await askGate(
    sql<{ org_name: string; used: number; plan: string; limits: unknown }>`
      SELECT org_name, used::float8 AS used, plan, limits FROM invitation_room(${hash}::bytea)`,
  );
  if (!room) return;
  const { org_name: org, used } = room;
  const most = limitsOf(room).members;
  if (used < most) return;
  const message = quotaSentence({ org, limit: 'members', used, most, instead: ASK_FOR_ROOM });
  throw new AppError('quota_exceeded', { message });
}
