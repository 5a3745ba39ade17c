import { cookies } from 'next/headers';
import { forbidden, notFound, permanentRedirect, redirect } from 'next/navigation';
import { after } from 'next/server';
import { cache } from 'react';
import type { Actor, Person, UserActor } from '../access/actor';
import { can, isOn, rolesThatMay } from '../access/can';
import { mayWith } from '../access/compose';
import type { ResourceRole } from '../access/grants';
import type { Permission, Role } from '../access/permissions';
import { recordRefusal } from '../data/audit';
import { grantedToMe, strongestOf, type Target } from '../data/granted';
import { touch, touchSession } from '../data/presence';
import { askGate, type Caller, type Entered, type EnteredUser, enterOrg, enterUser } from '../db/enter';
import type { RowsOf } from '../db/handle';
import type { UserId } from '../db/scope';
import { type Sql, sql } from '../db/sql';
import { AppError } from '../errors';
import { featuresOf, limitsOf, type PlanRow } from '../plans/entitlements';
import { isPlan } from '../plans/plans';
import { orgPaths, rootPaths } from '../routes';
import type { Surface } from '../routing/decision';
import { judged, noteRefused } from '../routing/note';
import { requestInfo } from '../tenancy/request';
import { orgUrl } from '../tenancy/urls';
import { sessionCookie, setSessionCookie } from './cookie';
import { tellFront } from './tell-front';
import { readToken } from './token';

/** Who this request's cookie names on this host, unproved. */
export const caller = cache(async (): Promise<{ caller: Caller; fresh: boolean } | null> => {
  const { hostKey } = await requestInfo();
  return readToken((await cookies()).get(sessionCookie())?.value, hostKey);
});

/**
 * In actions and handlers, after the session was proved: gives the browser a fresh token when the one it sent is
 * past its quarter of an hour.
 */
export async function renewToken(): Promise<void> {
  const who = await caller();
  if (who && !who.fresh) await setSessionCookie(who.caller, (await requestInfo()).hostKey);
}

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

const enterOnce = cache(() => enter(null, []));

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
  const actor = await orOut(currentActor);
  if (!isOn(actor.features, permission)) {
    noteRefused(await requestInfo(), PAGE, 'feature_off', actor);
    notFound();
  }
  if (!can(actor.role, permission)) {
    await refused(actor, permission);
    forbidden();
  }
  return actor;
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
  const { actor, rows } = await orOut(() =>
    enter(null, [grantedToMe(target.kind, [target.id]), ...reads] as const),
  );
  const [mine, ...rest] = rows as unknown as [Parameters<typeof strongestOf>[0], ...unknown[]];
  const granted = strongestOf(mine).get(target.id) ?? null;
  if (!isOn(actor.features, permission)) notFound();
  if (!mayWith(actor, target.kind, granted, permission)) {
    await refused(actor, permission);
    forbidden();
  }
  return { actor, rows: rest as unknown as RowsOf<P>, granted };
}

/** Where a page's refusal was, for the routing log. */
export const PAGE = { surface: 'page', by: 'route' } as const;

/** Notes that a member may not do this: in the routing log and the audit log. */
export async function refused(actor: Actor, permission: Permission) {
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

export type PublicHost = {
  slug: string;
  name: string;
  color: string;
  /** Names of stored pictures, and what the sign-in page says; null and '' where the org may not have them. */
  logo: string | null;
  icon: string | null;
  sign_in_message: string;
  /** Whether people are led to another host from here, and to which. */
  moved: boolean;
  leads_to: string;
};

/** What anybody may know of an org's host; null when no org lives there. */
export async function lookUpHost(hostKey: string): Promise<PublicHost | null> {
  const [host] = await askGate(sql<PublicHost & PlanRow>`SELECT * FROM host_info(${hostKey})`);
  if (!host) return null;
  const { plan, features, features_off, ...seen } = host;
  const branded = featuresOf({ plan, features, features_off }).has('branding');
  return branded ? seen : { ...seen, logo: null, icon: null, sign_in_message: '' };
}

/** The same, once a request. That nobody lives at the host which the request came to is a routing decision. */
export const publicHost = cache(async (hostKey: string): Promise<PublicHost | null> => {
  const host = await lookUpHost(hostKey);
  const request = await requestInfo();
  if (!host && hostKey === request.hostKey) noteRefused(request, PAGE, 'not_found', null);
  return host;
});

/** The signed-in person of this request on any host, proved. Throws AppError unauthenticated. */
export const currentPerson = cache(async (): Promise<Person> => {
  const who = await caller();
  if (!who) throw new AppError('unauthenticated');
  const { entered } = await enterUser(who.caller, []);
  return personOf(entered, who.caller);
});

const personOf = ({ name, email, verified }: EnteredUser, caller: Caller): Person => ({
  ...caller,
  name,
  email,
  verified,
});

/** The signed-in person, or null. For pages that anybody may see. */
export async function personIfAny(): Promise<Person | null> {
  try {
    return await currentPerson();
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return null;
    throw error;
  }
}

/** For pages of the root host: the signed-in person, or the way to sign in. */
export const requirePerson = async (): Promise<Person> => (await requirePersonWith([])).person;

/**
 * The same with the page's first reads, in the person's own scope, in the round trip that checks the session. When
 * it has ended no read runs.
 */
export async function requirePersonWith<const P extends readonly Sql[]>(
  reads: P,
): Promise<{ person: Person; rows: RowsOf<P> }> {
  const { path } = await requestInfo();
  const who = await caller();
  if (who && !who.fresh) redirect(rootPaths.renew(path));
  try {
    if (!who) throw new AppError('unauthenticated');
    const { entered, rows } = await enterUser(who.caller, reads);
    touchSession(who.caller, entered.seen_at);
    return { person: personOf(entered, who.caller), rows };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unauthenticated') throw error;
    redirect(rootPaths.signIn({ next: path }));
  }
}

/** For pages that anybody may see: says so, and gives the person when there is one. */
export const publicPage = async (): Promise<{ person: Person | null }> => ({ person: await personIfAny() });
