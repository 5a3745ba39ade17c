import { STATUS_CODES } from 'node:http';
import { unstable_rethrow } from 'next/navigation';
import type { Person, UserActor, UserWorkspaceActor } from '../access/actor';
import type { Permission } from '../access/permissions';
import { AppError, ERRORS } from '../errors';
import { log } from '../log';
import { rootPaths } from '../routes';
import { type RequestInfo, requestInfo } from '../tenancy/request';
import { rootUrl } from '../tenancy/urls';
import { admit } from './admit';
import { onRootHost, personIfAny, personOnOurHost } from './person';
import { browserSender, renewToken } from './sender';

type Context = { request: Request; info: RequestInfo };

/** A route handler of an organization: the one of its host, or the one that the X-Rowhouse-Organization header names. */
export function orgRoute(
  permission: Permission,
  handler: (context: Context & { actor: UserActor }) => Promise<Response>,
) {
  return (request: Request): Promise<Response> =>
    respond(request, async (info) => {
      const { actor } = await admit({ ...(await routeAsk(info)), permission, workspace: null });
      await renewToken();
      return handler({ request, info, actor });
    });
}

/** A route handler of a workspace (`/s/<slug>/…`): the one that its path names, in the organization of its host. */
export function workspaceRoute(
  permission: Permission,
  handler: (context: Context & { actor: UserWorkspaceActor }) => Promise<Response>,
) {
  return (request: Request): Promise<Response> =>
    respond(request, async (info) => {
      const ask = await routeAsk(info);
      const { actor } = await admit({ ...ask, permission, workspace: info.workspace ?? '' });
      await renewToken();
      return handler({ request, info, actor });
    });
}

async function routeAsk(request: RequestInfo) {
  const writes = request.method !== 'GET' && request.method !== 'HEAD';
  return { request, surface: 'api', sender: await browserSender(), writes, reads: [] } as const;
}

/**
 * A route handler of a signed-in person, in no organization, on the root host and on subdomains. Each of these is listed
 * with a reason in guard/static/any-host.ts.
 */
export function ourHostRoute(handler: (context: Context & { person: Person }) => Promise<Response>) {
  return (request: Request): Promise<Response> =>
    respond(request, async (info) => {
      const person = await personOnOurHost();
      await renewToken();
      return handler({ request, info, person });
    });
}

/**
 * A route handler of a signed-in person for addresses that a browser is sent to. On the root host only; without a session
 * it leads to signing in.
 */
export function userOrSignInRoute(handler: (context: Context & { person: Person }) => Promise<Response>) {
  return (request: Request): Promise<Response> =>
    respond(request, async (info) => {
      await onRootHost();
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
