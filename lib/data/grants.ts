import { z } from 'zod';
import type { Actor, WorkspaceActor } from '../access/actor';
import { canShare } from '../access/compose';
import { KINDS, RESOURCE_ROLES, type ResourceRole } from '../access/grants';
import type { OrgTx } from '../db/handle';
import { inOrgTx } from '../db/in-org';
import { inWorkspaceTx } from '../db/in-workspace';
import { ORG, sql } from '../db/sql';
import { AppError } from '../errors';
import { newId } from '../ids';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { mayStill, type Target } from './granted';
import { theTeam } from './teams';

/** Grants on one resource: all of them are one list. */
export const MOST_GRANTS = 200;

export const resourceRoleSchema = z.enum(RESOURCE_ROLES, 'Choose a role.');

/** Whom a grant is for. */
export type Grantee = { member: string } | { team: string };

/**
 * What becomes of a resource whose last owner goes: somebody else gets it, or it is left to the org's own owners and
 * admins, who have everything anyway.
 */
export type Next = Grantee | 'org';

type By = { actor: Actor | WorkspaceActor; request: RequestInfo };
type Held = { id: string; role: ResourceRole };
type Change = { db: OrgTx; by: By; target: Target; label: string; mine: ResourceRole | null };

/**
 * Gives a member or a team a role on a resource, or another one than they have.
 * @param next who owns it from now on, when its only owner gets a lesser role
 * @throws AppError forbidden, not_found (the resource, the member or the team), last_owner, conflict (too many)
 */
export function share(by: By, target: Target, to: Grantee, role: ResourceRole, next?: Next) {
  return changing(by, target, async (change) => {
    const who = await granteeOf(change.db, to);
    const had = await grantOf(change.db, target, to);
    judge(change, had?.role ?? null, role);
    if (had?.role === role) return { who: who.name, before: had.role };
    if (had?.role === 'owner') await handOn(change, had, next);
    await put(change, to, who.name, role, had);
    return { who: who.name, before: had?.role ?? null };
  });
}

/**
 * Takes a member's or a team's grant on a resource back. What they have by other ways stays.
 * @throws AppError forbidden, not_found, last_owner (say who is next)
 */
export function unshare(by: By, target: Target, from: Grantee, next?: Next) {
  return changing(by, target, async (change) => {
    const { db } = change;
    const had = await grantOf(db, target, from);
    if (!had) throw new AppError('not_found');
    const who = await granteeOf(db, from);
    judge(change, had.role, null);
    if (had.role === 'owner') await handOn(change, had, next);
    await db.accessGrant.deleteMany({ where: { id: had.id } });
    await record(db, by, {
      action: 'access.revoked',
      target: named(change),
      before: { with: who.name, role: had.role },
    });
    return { who: who.name, before: had.role };
  });
}

/** In the scope where the resource is: the org's own, or the actor's workspace. What lies elsewhere is not found. */
async function changing<T>(by: By, target: Target, work: (change: Change) => Promise<T>): Promise<T> {
  const { inWorkspace, share: permission } = KINDS[target.kind];
  const run = async (db: OrgTx, home: string | null) => {
    const mine = await mayStill(db, by.actor, permission, target);
    const there = await db.grantable.count({ where: { kind: target.kind, id: target.id, homeId: home } });
    const [thing] = there
      ? await db.rows(
          sql<{ name: string }>`SELECT s.name FROM shared_things(ARRAY[${target.id}::uuid], NULL, 1) s
            WHERE s.kind = ${target.kind}::text`,
        )
      : [];
    if (!thing) throw new AppError('not_found');
    return work({ db, by, target, label: thing.name, mine });
  };
  if (!inWorkspace) return inOrgTx(by.actor, (db) => run(db, null));
  const { actor } = by;
  // On the organization's own pages no workspace is open, and nothing of one can be shared.
  if (!('workspaceId' in actor)) throw new AppError('not_found');
  return inWorkspaceTx(actor, (db) => run(db, db.workspaceId));
}

function judge({ mine }: Change, from: ResourceRole | null, to: ResourceRole | null): void {
  if (canShare(mine, from, to)) return;
  throw new AppError('forbidden', { message: 'Only an owner can make, change or remove an owner.' });
}

/** A grantee's name, for the log. @throws AppError not_found: nobody of this org */
async function granteeOf(db: OrgTx, grantee: Grantee): Promise<{ name: string }> {
  if ('team' in grantee) return theTeam(db, grantee.team);
  const member = await db.membership.findFirst({
    where: { userId: grantee.member },
    select: { name: true, email: true },
  });
  if (!member) throw new AppError('not_found');
  return { name: member.name || member.email };
}

const whose = (grantee: Grantee) =>
  'team' in grantee ? { teamId: grantee.team, userId: null } : { userId: grantee.member, teamId: null };
const about = ({ kind, id }: Target) => ({ kind, resourceId: id });
const named = ({ target: { kind, id }, label }: Change) => ({ kind: KINDS[kind].one, id, label });

async function grantOf(db: OrgTx, target: Target, to: Grantee): Promise<Held | null> {
  const found = await db.accessGrant.findFirst({ where: { ...about(target), ...whose(to) } });
  return found && { id: found.id, role: found.role as ResourceRole };
}

async function put(
  { db, by, ...change }: Change,
  to: Grantee,
  who: string,
  role: ResourceRole,
  had: Held | null,
) {
  if (had)
    await db.accessGrant.updateMany({ where: { id: had.id }, data: { role, grantedBy: by.actor.name } });
  else {
    if ((await db.accessGrant.count({ where: about(change.target) })) >= MOST_GRANTS)
      throw new AppError('conflict', {
        message: `It is shared with ${MOST_GRANTS} people and teams: that is as many as there can be. Share it with a team.`,
      });
    const row = { ...about(change.target), ...whose(to), role, grantedBy: by.actor.name };
    await db.accessGrant.create({ data: { orgId: db.orgId, id: newId(), ...row } });
  }
  await record(db, by, {
    action: had ? 'access.changed' : 'access.granted',
    target: named({ db, by, ...change }),
    ...(had && { before: { with: who, role: had.role } }),
    after: { with: who, role },
  });
}

/** Before the only owner goes: the next one, as it was said. @throws AppError last_owner when it wasn't */
async function handOn(change: Change, going: Held, next: Next | undefined): Promise<void> {
  const { db, target, by } = change;
  const [others] = await db.rows(sql<{ count: number }>`SELECT count(*)::int AS count FROM access_grant g
    WHERE g.org_id = ${ORG} AND g.kind = ${target.kind}::text AND g.resource_id = ${target.id}::uuid AND g.role = 'owner'
      AND g.id <> ${going.id}::uuid`);
  if (others?.count || next === 'org') return;
  if (!next)
    throw new AppError('last_owner', {
      message:
        'That is its only owner. Say who has it next, or leave it to the organization’s owners and admins.',
    });
  const who = await granteeOf(db, next);
  const had = await grantOf(db, target, next);
  if (had?.id === going.id)
    throw new AppError('invalid', { message: 'Choose somebody else to have it next.' });
  await put(change, next, who.name, 'owner', had);
  await record(db, by, { action: 'access.handed_over', target: named(change), after: { owner: who.name } });
}
