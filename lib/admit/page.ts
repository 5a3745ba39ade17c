import { forbidden, notFound, permanentRedirect, redirect } from 'next/navigation';
import { cache } from 'react';
import type { Actor, UserActor, UserWorkspaceActor } from '../access/actor';
import type { ResourceRole } from '../access/grants';
import type { Permission } from '../access/permissions';
import { publicHost } from '../auth/public-host';
import type { Target } from '../data/granted';
import { MY_WORKSPACES } from '../data/sub-team-list';
import { USAGE_NOW } from '../data/usage';
import type { RowsOf } from '../db/handle';
import type { Sql } from '../db/sql';
import { AppError } from '../errors';
import { orgPaths } from '../routes';
import { PAGE } from '../routing/decision';
import { noteRefused } from '../routing/note';
import { type RequestInfo, requestInfo } from '../tenancy/request';
import { orgUrl } from '../tenancy/urls';
import { inWorkspaceCalled } from '../tenancy/workspace-path';
import { type Admitted, type Ask, admit, allow } from './admit';
import { browserSender, caller, type SessionSender } from './sender';

// The door for pages of an organization's host. A refusal is a way out: sign-in, renewal, the new address, 403, or 404.

type Reads = readonly Sql[];
type Asked<P extends Reads> = Pick<Ask<SessionSender, null, P>, 'permission' | 'on' | 'reads'>;

const toOrg = async <const P extends Reads>(asked: Asked<P>): Promise<Admitted<UserActor, P>> =>
  admit({ ...(await pageAsk()), ...asked, workspace: null });

/** The workspace that the page's path names; from a former slug of a sub-team it leads to the one that it has now. */
async function toWorkspace<const P extends Reads>(asked: Asked<P>): Promise<Admitted<UserWorkspaceActor, P>> {
  const ask = await pageAsk();
  const workspace = ask.request.workspace ?? '';
  const admitted = await admit({ ...ask, ...asked, workspace });
  const { slug } = admitted.actor.workspace;
  if (slug !== workspace) redirect(inWorkspaceCalled(ask.request.path, slug));
  return admitted;
}

async function pageAsk() {
  const request = await requestInfo();
  return { request, surface: 'page', sender: await browserSender(), writes: false } as const;
}

/** What the frame around every page of the organization's host shows, whichever page it is. */
const FRAME = [MY_WORKSPACES, USAGE_NOW] as const;
const orgOnce = cache(() => toOrg({ permission: null, reads: FRAME }));
const workspaceOnce = cache(() => toWorkspace({ permission: null, reads: [] }));

/** Returns what the frame shows, from the round trip that proved the actor. @throws AppError like `admit` */
export const frameReads = async () => (await orgOnce()).rows;

/** Returns the member behind this request; shared by everything that renders in it. @throws AppError like `admit` */
export const currentActor = async (): Promise<UserActor> => (await orgOnce()).actor;

/**
 * Returns the member, or null without one: for pages that must render all the same. Throws while the database can't
 * say (busy, unavailable): a page that went on as if there were no one would ask, and wait, again.
 */
export async function actorIfAny(): Promise<UserActor | null> {
  try {
    return await currentActor();
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return null;
    throw error;
  }
}

/** For pages of an organization: returns the member, who holds `permission`, or takes the way out. */
export const requireActor = (permission: Permission): Promise<UserActor> =>
  orOut(async () => allowed(await orgOnce(), permission));

/** The same for pages of a workspace. */
export const requireWorkspace = (permission: Permission): Promise<UserWorkspaceActor> =>
  orOut(async () => allowed(await workspaceOnce(), permission));

async function allowed<A extends Actor>({ actor, found }: Admitted<A, Reads>, permission: Permission) {
  allow(await requestInfo(), found, { actor, permission, roles: new Map(), writes: false });
  return actor;
}

/** The same with the page's first reads, in the one round trip that checks everything. When a check fails, no read runs. */
export const requireActorWith = <const P extends Reads>(permission: Permission, reads: P) =>
  orOut(() => toOrg({ permission, reads }));

/** The same for pages of a workspace. */
export const requireWorkspaceWith = <const P extends Reads>(permission: Permission, reads: P) =>
  orOut(() => toWorkspace({ permission, reads }));

type On<A extends Actor, P extends Reads> = Promise<{
  actor: A;
  rows: RowsOf<P>;
  granted: ResourceRole | null;
}>;

/**
 * The same for the page of one resource that can be shared: a grant on it that allows `permission` lets the member in
 * without the role. When neither allows it, what was read is shown to no one.
 * @returns besides, the strongest grant that they have on it
 */
export const requireActorOn = <const P extends Reads>(
  permission: Permission,
  { kind, id }: Target,
  reads: P,
): On<Actor, P> => orOut(() => toOrg({ permission, on: { kind, ids: [id] }, reads }));

/** The same for pages of a workspace: only members who are in it. */
export const requireWorkspaceOn = <const P extends Reads>(
  permission: Permission,
  { kind, id }: Target,
  reads: P,
): On<UserWorkspaceActor, P> => orOut(() => toWorkspace({ permission, on: { kind, ids: [id] }, reads }));

/** Returns what `fn` returns, or takes the page's way out of its refusal. */
async function orOut<T>(fn: () => Promise<T>): Promise<T> {
  try {
    // A token past its 15 minutes is renewed by a handler, since pages can't set cookies.
    const who = await caller();
    if (who && !who.fresh) redirect(orgPaths.renew((await requestInfo()).path));
    return await fn();
  } catch (error) {
    if (error instanceof AppError) await leave(error);
    throw error;
  }
}

async function leave({ code, detail }: AppError): Promise<void> {
  if (code === 'bad_host') notFound();
  const request = await requestInfo();
  if (code === 'moved') permanentRedirect(orgUrl(detail ?? '', request.path));
  if (code === 'unauthenticated') await toSignIn(request);
  if (['not_found', 'organization_required', 'feature_off'].includes(code)) notFound();
  if (['tenant_forbidden', 'forbidden', 'sub_team_forbidden'].includes(code)) forbidden();
}

async function toSignIn(request: RequestInfo): Promise<never> {
  const { hostKey, path } = request;
  const host = await publicHost(hostKey ?? '');
  if (!host) notFound();
  if (host.moved) {
    noteRefused(request, PAGE, 'moved', null);
    permanentRedirect(orgUrl(host.leads_to, path));
  }
  return redirect(orgPaths.start(path));
}
