import { STATUS_CODES } from 'node:http';
import { unstable_rethrow } from 'next/navigation';
import { after } from 'next/server';
import type { Person, UserActor, UserWorkspaceActor } from '../access/actor';
import { can, isOn } from '../access/can';
import type { Permission } from '../access/permissions';
import { caller, renewToken } from '../auth/caller';
import { actorOf } from '../auth/current';
import { currentPerson, personIfAny } from '../auth/person';
import { tellFront } from '../auth/tell-front';
import { enterWorkspace } from '../auth/workspace';
import { recordRefusal } from '../data/audit';
import { enterOrg } from '../db/enter';
import { AppError, ERRORS } from '../errors';
import { log } from '../log';
import { rootPaths } from '../routes';
import { denied, judged } from '../routing/note';
import { type RequestInfo, requestInfo } from '../tenancy/request';
import { type Resolution, resolve } from '../tenancy/resolve';
import { rootUrl } from '../tenancy/urls';

type Context = { request: Request; info: RequestInfo };

/**
 * A route handler of an org. The org is resolved from route, header and token in this order, membership and
 * session are checked against the database, and the caller must hold `permission`. The routing log has each decision.
 */
export function orgRoute(
  permission: Permission,
  handler: (context: Context & { actor: UserActor }) => Promise<Response>,
) {
  return (request: Request): Promise<Response> =>
    respond(request, async (info) => {
      const resolution = resolve({
        ...(info.hostKey && { route: { host: info.hostKey } }),
        header: info.header ?? undefined,
      });
      const found = foundBy(resolution);
      const who = await caller();
      const { actor } = await judged(info, found, who?.caller ?? null, async () => {
        // Refused before any query, whoever asks: there is no default organization.
        if (resolution.by === 'none') throw new AppError(resolution.refuse);
        if (!who) throw new AppError('unauthenticated');
        const entering = enterOrg(resolution.wanted, who.caller, null, []);
        const { entered } = await tellFront(resolution.wanted, who.caller, entering);
        return { actor: actorOf(entered, who.caller) };
      }).catch(sameForUnknown);
      await renewToken();
      if (!isOn(actor.features, permission)) throw denied(info, found, 'feature_off', actor);
      if (!can(actor.role, permission)) {
        after(() => recordRefusal(actor, permission, info));
        throw denied(info, found, 'forbidden', actor);
      }
      return handler({ request, info, actor });
    });
}

/** A route handler of a workspace (`/s/<slug>/…`): the one that its path names, in the org of its host. */
export function workspaceRoute(
  permission: Permission,
  handler: (context: Context & { actor: UserWorkspaceActor }) => Promise<Response>,
) {
  return (request: Request): Promise<Response> =>
    respond(request, async (info) => {
      const { actor } = await enterWorkspace(null, [], 'api');
      await renewToken();
      const found = { surface: 'api', by: 'route' } as const;
      if (!isOn(actor.features, permission)) throw denied(info, found, 'feature_off', actor);
      if (!can(actor.role, permission)) {
        after(() => recordRefusal(actor, permission, info));
        throw denied(info, found, 'forbidden', actor);
      }
      const reads = info.method === 'GET' || info.method === 'HEAD';
      if (actor.workspace.archived && !reads) throw new AppError('sub_team_archived');
      return handler({ request, info, actor });
    });
}

const foundBy = (resolution: Resolution) => ({
  surface: 'api' as const,
  by: resolution.by,
  ...('wanted' in resolution && 'orgId' in resolution.wanted && { orgId: resolution.wanted.orgId }),
});

/** An org that doesn't exist and one that isn't yours are the same answer. */
export function sameForUnknown(error: unknown): never {
  // Of a workspace that isn't there only somebody hears who was let into its organization.
  if (error instanceof AppError && error.code === 'not_found' && error.detail !== 'workspace')
    throw new AppError('tenant_forbidden');
  throw error;
}

/** A route handler of a signed-in person, in no org. */
export function userRoute(handler: (context: Context & { person: Person }) => Promise<Response>) {
  return (request: Request): Promise<Response> =>
    respond(request, async (info) => {
      const person = await currentPerson();
      await renewToken();
      return handler({ request, info, person });
    });
}

/** The same for addresses that a browser is sent to: without a session the way leads through signing in. */
export function userOrSignInRoute(handler: (context: Context & { person: Person }) => Promise<Response>) {
  return (request: Request): Promise<Response> =>
    respond(request, async (info) => {
      const person = await personIfAny();
      if (!person) return Response.redirect(rootUrl(rootPaths.signIn({ next: info.path })), 303);
      await renewToken();
      return handler({ request, info, person });
    });
}

/**
 * A route handler for other machines: what they send is signed, and the handler proves that before anything else. It is
 * no browser's, so it needs no page of this site behind it.
 */
export function signedRoute(handler: (context: Context) => Promise<Response>) {
  return (request: Request): Promise<Response> =>
    respond(request, (info) => handler({ request, info }), { browser: false });
}

/** A route handler that anybody may call. */
export function publicRoute(handler: (context: Context) => Promise<Response>) {
  return (request: Request): Promise<Response> => respond(request, (info) => handler({ request, info }));
}

/** Runs what answers a request; what it throws becomes problem+json. `browser`: a write must come from a page of this host. */
export async function respond(
  request: Request,
  work: (info: RequestInfo) => Promise<Response>,
  { browser } = { browser: true },
): Promise<Response> {
  let id = '';
  try {
    const info = await requestInfo();
    id = info.id;
    if (browser && request.method !== 'GET' && request.method !== 'HEAD') sameOrigin(request);
    return await work(info);
  } catch (error) {
    unstable_rethrow(error); // Next's own signals (not found, redirect, dynamic) are no failures
    return problem(error, id);
  }
}

/** A browser's write comes from one of this host's own pages: not from a sibling, a frame or a data: URL. */
export function sameOrigin(request: Request) {
  const origin = request.headers.get('origin');
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  if (!origin || !URL.canParse(origin) || new URL(origin).host !== host)
    throw new AppError('forbidden', { message: 'Send this from one of this site’s own pages.' });
}

/** An error as problem+json (RFC 9457), with a stable `code`. */
export function problem(error: unknown, requestId: string): Response {
  const known = error instanceof AppError ? error : null;
  if (!known) log.error('request failed', { requestId, error });
  const { code, status, message, fields, retryAfter } = known ?? {
    code: 'internal',
    status: 500,
    message: ERRORS.internal.sentence,
    fields: undefined,
    retryAfter: undefined,
  };
  const headers = new Headers({
    'content-type': 'application/problem+json',
    // Where the middleware leaves these to the handler (a picture's address), a refusal is kept by nobody.
    'cache-control': 'private, no-store',
    'content-security-policy': `default-src 'none'`,
  });
  if (retryAfter) headers.set('retry-after', String(retryAfter));
  if (known?.allow) headers.set('allow', known.allow.join(', '));
  const body = {
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    code,
    detail: message,
    ...(fields && { fields }),
    ...(!known && { reference: requestId }),
  };
  return new Response(`${JSON.stringify(body)}\n`, { status, headers });
}
