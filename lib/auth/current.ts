import { forbidden, notFound, permanentRedirect, redirect } from 'next/navigation';
import { after } from 'next/server';
import { cache } from 'react';
import type { Actor, UserActor } from '../access/actor';
import { can, isOn, rolesThatMay } from '../access/can';
import { mayWith } from '../access/compose';
import type { ResourceRole } from '../access/grants';
import type { Permission, Role } from '../access/permissions';
import { recordRefusal } from '../data/audit';
import { type GrantedRow, grantedToMe, strongestOf, type Target } from '../data/granted';
import { touch } from '../data/presence';
import { MY_WORKSPACES } from '../data/sub-team-list';
import { USAGE_NOW } from '../data/usage';
import { type Caller, type Entered, enterOrg } from '../db/enter';
import type { RowsOf } from '../db/handle';
import type { UserId } from '../db/scope';
import type { Sql } from '../db/sql';
import { AppError } from '../errors';
import { featuresOf, limitsOf } from '../plans/entitlements';
import { isPlan } from '../plans/plans';
import { orgPaths } from '../routes';
import { PAGE, type Surface } from '../routing/decision';
import { judged, noteRefused } from '../routing/note';
import { requestInfo } from '../tenancy/request';
import { orgUrl } from '../tenancy/urls';
import { caller } from './caller';
import { publicHost } from './public-host';
import { tellFront } from './tell-front';

/** The actor that the database let in. */
export const actorOf = (entered: Entered, { userId, sessionId }: Caller): UserActor => ({
  ...inOrgAs(entered, userId),
  kind: 'user',
  sessionId,
});

/** What every kind of actor is in an org that the database let them into. */
export function inOrgAs(entered: Entered, userId: UserId): Omit<UserActor, 'kind' | 'sessionId'> {
  const { slug, name, color, plan, logo, icon } = entered;
  const features = featuresOf(entered);
  const branded = features.has('branding');
  return {
    orgId: entered.org_id,
    userId,
    role: entered.role as Role,
    name: entered.user_name,
    email: entered.email,
    org: {
      slug,
      name,
      color,
      host: entered.primary_host ?? slug,
      plan: isPlan(plan) ? plan : 'free',
      logo: branded ? logo : null,
      icon: branded ? icon : null,
    },
    features,
    limits: limitsOf(entered),
  };
}

/**
 * Enters the org of this request's host, running `reads` in the same round trip. What came of it is noted in the
 * routing log.
 * @throws AppError bad_host, organization_required, unauthenticated, not_found, moved, tenant_forbidden, forbidden,
 *   feature_off
 */
export async function enter<const P extends readonly Sql[]>(
  permission: Permission | null,
  reads: P,
  surface: Surface = 'page',
): Promise<{ actor: UserActor; rows: RowsOf<P> }> {
  const request = await requestInfo();
  const { hostKey } = request;
  const who = await caller();
  return judged(request, { surface, by: hostKey ? 'route' : 'none' }, who?.caller ?? null, async () => {
    if (!hostKey) throw new AppError('organization_required');
    if (!who) throw new AppError('unauthenticated');
    const roles = permission && rolesThatMay(permission);
    const wanted = { host: hostKey };
    const { entered, rows } = await tellFront(wanted, who.caller, enterOrg(wanted, who.caller, roles, reads));
    const actor = actorOf(entered, who.caller);
    if (permission && !isOn(actor.features, permission)) throw new AppError('feature_off');
    touched(actor, entered);
    return { actor, rows };
  });
}

/** Notes that the actor was here. */
export const touched = (actor: UserActor, entered: Entered): void => touch(actor, entered.seen_at);

/** What the frame around every page of the org's host shows, whichever page it is. */
const FRAME = [MY_WORKSPACES, USAGE_NOW] as const;
const enterOnce = cache(() => enter(null, FRAME));

/** What the frame shows, from the round trip that proved the actor. Throws AppError like `enter`. */
export const frameReads = async () => (await enterOnce()).rows;

/** The actor of this request, proved; shared by everything that renders in it. Throws AppError like `enter`. */
export const currentActor = async (): Promise<UserActor> => (await enterOnce()).actor;

/**
 * The actor, or null when there is none. For pages that must render all the same. When nobody could say for a moment
 * (busy, unavailable) it throws: to go on as if there were none would ask, and wait, again.
 */
export async function actorIfAny(): Promise<UserActor | null> {
  try {
    return await currentActor();
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return null;
    throw error;
  }
}

/**
 * For pages of an org's host: the actor, who holds `permission`, or the way out: sign-in, renewal, the new
 * address, 403, 404. Rendering stops there.
 */
export async function requireActor(permission: Permission): Promise<UserActor> {
  await freshTokenOrOut();
  return holding(await orOut(currentActor), permission);
}

/** The actor of a page, if their role in an org that has the feature allows this; else the way out. */
export async function holding<A extends Actor>(actor: A, permission: Permission): Promise<A> {
  if (!isOn(actor.features, permission)) return isOff(actor);
  if (can(actor.role, permission)) return actor;
  await refused(actor, permission);
  return forbidden();
}

/** Off is off, whatever the role: the page isn't there. */
async function isOff(actor: Actor): Promise<never> {
  noteRefused(await requestInfo(), PAGE, 'feature_off', actor);
  return notFound();
}

/**
 * The same with the page's first reads in the one round trip that checks session, membership and role. When a
 * check fails no read runs.
 */
export async function requireActorWith<const P extends readonly Sql[]>(permission: Permission, reads: P) {
  await freshTokenOrOut();
  return orOut(() => enter(permission, reads), permission);
}

/**
 * The same for the page of one resource that can be shared: who has a grant on it that allows `permission` comes in
 * without the org role. The grants travel with the reads; when neither allows it, what was read is shown to nobody.
 * @returns besides, the strongest grant that they have on it
 */
export async function requireActorOn<const P extends readonly Sql[]>(
  permission: Permission,
  target: Target,
  reads: P,
): Promise<{ actor: Actor; rows: RowsOf<P>; granted: ResourceRole | null }> {
  await freshTokenOrOut();
  const mine = grantedToMe(target.kind, [target.id]);
  return holdingOn<UserActor, P>(await orOut(() => enter(null, [mine, ...reads])), permission, target);
}

/**
 * What came in with a page's actor, if their role or their grants on this one resource allow it; else the way out.
 * @param entered its rows begin with those of `grantedToMe`
 */
export async function holdingOn<A extends Actor, P extends readonly Sql[]>(
  { actor, rows: [mine, ...rest] }: { actor: A; rows: readonly unknown[] },
  permission: Permission,
  target: Target,
): Promise<{ actor: A; rows: RowsOf<P>; granted: ResourceRole | null }> {
  if (!isOn(actor.features, permission)) return isOff(actor);
  const granted = strongestOf(mine as GrantedRow[]).get(target.id) ?? null;
  if (mayWith(actor, target.kind, granted, permission))
    return { actor, rows: rest as unknown as RowsOf<P>, granted };
  await refused(actor, permission);
  return forbidden();
}

/** Notes that a member may not do this: in the routing log and the audit log. */
async function refused(actor: Actor, permission: Permission) {
  const request = await requestInfo();
  noteRefused(request, PAGE, 'forbidden', actor);
  after(() => recordRefusal(actor, permission, request));
}

/** A token past its quarter of an hour is renewed by a handler: pages can't set cookies. */
export async function freshTokenOrOut() {
  const who = await orOut(caller);
  if (who && !who.fresh) redirect(orgPaths.renew((await requestInfo()).path));
}

/** What `fn` gives, or where its refusal leads a page: sign-in, the new address, 403, 404. */
export async function orOut<T>(fn: () => Promise<T>, permission?: Permission): Promise<T> {
  try {
    return await fn();
  } catch (error) {
    if (error instanceof AppError) await out(error, permission);
    throw error;
  }
}

async function out(error: AppError, permission?: Permission): Promise<void> {
  const request = await (error.code === 'bad_host' ? notFound() : requestInfo());
  const { hostKey, path } = request;
  if (error.code === 'moved') permanentRedirect(orgUrl(error.detail ?? '', path));
  if (error.code === 'unauthenticated') {
    const host = await publicHost(hostKey ?? '');
    if (!host) notFound();
    if (host.moved) {
      noteRefused(request, PAGE, 'moved', null);
      permanentRedirect(orgUrl(host.leads_to, path));
    }
    redirect(orgPaths.start(path));
  }
  if (['not_found', 'organization_required', 'feature_off'].includes(error.code)) notFound();
  if (error.code === 'forbidden' && permission) {
    const actor = await actorIfAny();
    if (actor && !isOn(actor.features, permission)) notFound(); // off is off, whatever the role
    if (actor) await refused(actor, permission);
  }
  if (['tenant_forbidden', 'forbidden', 'sub_team_forbidden'].includes(error.code)) forbidden();
}
