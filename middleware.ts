import { randomBytes, randomUUID } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { ASKED_HEADER } from './lib/tenancy/asked.mjs';
import { INTERNAL } from './lib/tenancy/host.mjs';
import {
  HOST_HEADER,
  METHOD_HEADER,
  NONCE_HEADER,
  ORGANIZATION_HEADER,
  PATH_HEADER,
  REQUEST_ID_HEADER,
  ROOT_KEY,
  SEAL_HEADER,
  seal,
  sealed,
} from './lib/tenancy/seal';
import { turnedAway } from './lib/tenancy/turned-away';
import { type Way, wayOf } from './lib/tenancy/way';
import { pagePath } from './lib/tenancy/workspace-path';

const ROOT_DOMAIN = process.env.ROOT_DOMAIN || 'rowhouse.localhost';
const SECRET = process.env.AUTH_SECRET ?? '';
const ROOT_ORIGIN = process.env.ROOT_URL ? new URL(process.env.ROOT_URL).origin : '';
const DEVELOPMENT = process.env.NODE_ENV === 'development';

/** A picture of an organization (lib/brand/serve.ts), which alone sets how long it is kept and who may show it. */
const PICTURE = /^\/brand\/[0-9a-f]{16}\.png$/;
const OWN_HEADERS = ['content-security-policy', 'cross-origin-resource-policy', 'cache-control'];

/**
 * Host → internal path. Pure string work: no database, and nothing is authorised here. What it decides is only
 * which host a request *asks* for; every page, action and handler proves the right to it.
 */
export function middleware(request: NextRequest): NextResponse {
  const came = request.headers;
  // Next re-sends an action to itself when the page it was posted to doesn't bundle it, under the path of a page's
  // file. The seal of the first pass, which no client ever sees, says which host that was.
  const original = came.get(HOST_HEADER);
  if (original && came.has('x-action-forwarded') && sealed(original, came.get(SEAL_HEADER), SECRET))
    return pass(request, original, came.get(PATH_HEADER) ?? '/');

  const { search } = request.nextUrl;
  const path = came.get(ASKED_HEADER) ?? request.nextUrl.pathname + search;
  const [pathname = ''] = path.split('?', 1);
  const way = wayOf(came.get('x-forwarded-host') ?? came.get('host'), pathname, ROOT_DOMAIN);
  if (way.to === 'nowhere') return refuse(request, way, pathname);
  if (way.to === 'health') return NextResponse.next();
  if (way.to === 'root') return pass(request, ROOT_KEY, path);
  if (way.api) return pass(request, way.key, path);
  const page = pathname === '/' ? '' : pagePath(pathname);
  return pass(request, way.key, path, new URL(`/${INTERNAL}/${way.key}${page}${search}`, request.url));
}

/** Lets the request through with what the app may believe of it, and gives the answer its security headers. */
function pass(request: NextRequest, hostKey: string, path: string, inside?: URL): NextResponse {
  const headers = new Headers(request.headers);
  for (const name of [...headers.keys()])
    if (name.startsWith('x-rowhouse-') && name !== ORGANIZATION_HEADER) headers.delete(name);
  // What handlers of /api answer is no page: nothing of it is ever run or shown.
  const nonce = request.nextUrl.pathname.startsWith('/api/') ? null : randomBytes(16).toString('base64');
  const policy = nonce ? contentPolicy(nonce) : `default-src 'none'; frame-ancestors 'none'`;
  headers.set(HOST_HEADER, hostKey);
  headers.set(SEAL_HEADER, seal(hostKey, SECRET));
  headers.set(METHOD_HEADER, request.method);
  headers.set(PATH_HEADER, path);
  headers.set(REQUEST_ID_HEADER, randomUUID());
  if (nonce) {
    headers.set('content-security-policy', policy); // Next takes the nonce for its own scripts from here
    headers.set(NONCE_HEADER, nonce);
  }
  const response = inside
    ? NextResponse.rewrite(inside, { request: { headers } })
    : NextResponse.next({ request: { headers } });
  secured(response, policy);
  // Next lets a header of the middleware win over the handler's.
  if (PICTURE.test(request.nextUrl.pathname) && ['GET', 'HEAD'].includes(request.method))
    for (const name of OWN_HEADERS) response.headers.delete(name);
  return response;
}

function contentPolicy(nonce: string): string {
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${DEVELOPMENT ? ` 'unsafe-eval'` : ''}`,
    // Radix and React set style attributes; no markup of a tenant is ever rendered as HTML.
    `style-src 'self' 'unsafe-inline'`,
    // The switcher shows other organizations' icons: those come from the root host.
    `img-src 'self' data: blob: ${ROOT_ORIGIN}`,
    `font-src 'self'`,
    `connect-src 'self'${DEVELOPMENT ? ' ws:' : ''}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    // Signing out on an org's host ends on the root host, and browsers judge a form's redirects by this too.
    `form-action 'self' ${ROOT_ORIGIN}`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

function secured(response: NextResponse, policy: string): NextResponse {
  const { headers } = response;
  headers.set('content-security-policy', policy);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('x-frame-options', 'DENY');
  headers.set('referrer-policy', 'same-origin');
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('cross-origin-resource-policy', 'same-origin');
  headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=()');
  headers.set('strict-transport-security', 'max-age=63072000');
  headers.set('cache-control', 'private, no-store');
  return response;
}

/** Answers a request that leads nowhere. No organization's log can hold that: the operator's does. */
function refuse(
  request: NextRequest,
  { status, code, why, sentence }: Way & { to: 'nowhere' },
  path: string,
): NextResponse {
  const { headers: came, method } = request;
  turnedAway({
    reason: code,
    why,
    method,
    host: came.get('x-forwarded-host') ?? came.get('host') ?? '',
    path,
    ip: came.get('x-forwarded-for') ?? '',
  });
  const body = JSON.stringify({
    type: 'about:blank',
    title: status === 400 ? 'Bad Request' : 'Not Found',
    status,
    code,
    detail: sentence,
  });
  const headers = { 'content-type': 'application/problem+json' };
  return secured(new NextResponse(`${body}\n`, { status, headers }), `default-src 'none'`);
}

export const config = {
  runtime: 'nodejs',
  // Everything but the build's own immutable files: a path that is left out would be a way around the host.
  matcher: ['/((?!_next/static/).*)'],
};
