import { cache } from 'react';
import type { UserWorkspaceActor } from '../access/actor';
import { isOn, rolesThatMay } from '../access/can';
import type { Permission } from '../access/permissions';
import { grantedToMe, type Target } from '../data/granted';
import { type EnteredWorkspace, enterWorkspace as enterInDatabase } from '../db/enter';
import type { RowsOf } from '../db/handle';
import type { Sql } from '../db/sql';
import { AppError } from '../errors';
import type { Surface } from '../routing/decision';
import { judged } from '../routing/note';
import { requestInfo } from '../tenancy/request';
import { MAIN } from '../tenancy/workspace-path';
import { caller } from './caller';
import { actorOf, freshTokenOrOut, holding, holdingOn, orOut, touched } from './current';
import { tellFront } from './tell-front';

/** The actor that the database let into a workspace. */
export function workspaceActorOf(
  entered: EnteredWorkspace,
  who: Parameters<typeof actorOf>[1],
): UserWorkspaceActor {
  return { ...actorOf(entered, who), ...workspaceIn(entered) };
}

/** What every kind of actor is in a workspace that the database let them into. */
export function workspaceIn(
  entered: EnteredWorkspace,
): Pick<UserWorkspaceActor, 'workspaceId' | 'workspace'> {
  const { workspace_id: workspaceId, workspace_slug: slug } = entered;
  const main = slug === MAIN;
  const name = main ? 'Main' : entered.workspace_name;
  return { workspaceId, workspace: { slug, name, main, archived: entered.workspace_archived } };
}

/**
 * Enters the workspace that this request's path names, in the org of its host, running `reads` in the same round
 * trip. What came of it is noted in the routing log.
 * @throws AppError as `enter` (lib/auth/current.ts), and sub_team_forbidden
 */
export async function enterWorkspace<const P extends readonly Sql[]>(
  permission: Permission | null,
  reads: P,
  surface: Surface = 'page',
): Promise<{ actor: UserWorkspaceActor; rows: RowsOf<P> }> {
  const request = await requestInfo();
  const { hostKey, workspace } = request;
  const who = await caller();
  return judged(request, { surface, by: hostKey ? 'route' : 'none' }, who?.caller ?? null, async () => {
    if (!hostKey) throw new AppError('organization_required');
    if (!who) throw new AppError('unauthenticated');
    if (!workspace) throw new AppError('not_found');
    const roles = permission && rolesThatMay(permission);
    const wanted = { host: hostKey };
    const entering = enterInDatabase(wanted, workspace, who.caller, roles, reads);
    const { entered, rows } = await tellFront(wanted, who.caller, entering);
    const actor = workspaceActorOf(entered, who.caller);
    if (permission && !isOn(actor.features, permission)) throw new AppError('feature_off');
    touched(actor, entered);
    return { actor, rows };
  });
}

const enterOnce = cache(() => enterWorkspace(null, []));

/**
 * For pages of a workspace: the actor in the workspace of the path, who holds `permission`, or the way out: sign-in,
 * renewal, the new address, 403, 404. Rendering stops there.
 */
export async function requireWorkspace(permission: Permission): Promise<UserWorkspaceActor> {
  await freshTokenOrOut();
  return holding((await orOut(enterOnce)).actor, permission);
}

/**
 * The same with the page's first reads, in the workspace's scope, in the one round trip that checks session,
 * membership, role and sub-team. When a check fails no read runs.
 */
export async function requireWorkspaceWith<const P extends readonly Sql[]>(permission: Permission, reads: P) {
  await freshTokenOrOut();
  return orOut(() => enterWorkspace(permission, reads), permission);
}

/**
 * The same for the page of one row that can be shared: a grant on it that allows `permission` lets in without the org role,
 * and only whoever is in the workspace. What was read is shown to nobody when neither allows it.
 */
export async function requireWorkspaceOn<const P extends readonly Sql[]>(
  permission: Permission,
  target: Target,
  reads: P,
): Promise<{ actor: UserWorkspaceActor; rows: RowsOf<P> }> {
  await freshTokenOrOut();
  const mine = grantedToMe(target.kind, [target.id]);
  return holdingOn<UserWorkspaceActor, P>(
    await orOut(() => enterWorkspace(null, [mine, ...reads])),
    permission,
    target,
  );
}

/**
 * Whether an actor may still read here, asked anew of the database with `reads` in the same round trip: for what goes on
 * after its request, like a stream of events. Session, membership, role and sub-team are checked each time.
 * @returns null once any of that is gone
 */
export async function stillInWorkspace<const P extends readonly Sql[]>(
  actor: UserWorkspaceActor,
  permission: Permission,
  reads: P,
): Promise<RowsOf<P> | null> {
  const roles = rolesThatMay(permission);
  try {
    const wanted = { orgId: actor.orgId };
    const { entered, rows } = await enterInDatabase(wanted, actor.workspace.slug, actor, roles, reads);
    return isOn(workspaceActorOf(entered, actor).features, permission) ? rows : null;
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return null;
    throw error;
  }
}
