import { after } from 'next/server';
import { parse } from '../admit/action';
import { admit } from '../admit/admit';
import { respond, sameOrigin } from '../admit/route';
import { apiSender, renewToken } from '../admit/sender';
import type { Sql } from '../db/sql';
import { AppError } from '../errors';
import { fromUlid } from '../ids';
import { parseJson } from '../input/json';
import { queryOf } from '../input/query';
import type { RequestInfo } from '../tenancy/request';
import { MAIN } from '../tenancy/workspace-path';
import { once } from './idempotency';
import { countApiRequest, learnQuota, quotaReads } from './meter';
import type { Method, Operation } from './operation';
import { operationAt } from './operations/all';
import { answerOf } from './reply';

/**
 * The handler of every operation of the API: which one is asked for stands in the path. In this order: the operation, the
 * organization (route, header, token; none is refused before any query), the sender, then in one round trip session or
 * token, membership, sub-team, grants where they count, and what the operation reads; feature, role (or grant) and scopes;
 * the month's quota; and only then the input.
 */
export function apiRoute(method: Method) {
  return async (request: Request): Promise<Response> => {
    const response = await respond(request, (info) => serve(request, method, info), { browser: false });
    if (response.status === 401) response.headers.set('www-authenticate', 'Bearer realm="rowhouse"');
    return response;
  };
}

async function serve(request: Request, method: Method, info: RequestInfo): Promise<Response> {
  const url = new URL(info.path, 'http://here.invalid');
  const { path, orgId } = pathOf(url.pathname, info);
  const match = operationAt(method, path);
  if (!match) throw new AppError('not_found');
  if ('allowed' in match) throw new AppError('method_not_allowed', { allow: match.allowed });
  const { operation, params } = match;

  const sender = await apiSender(request, info);
  const given = tolerant(operation, params, url.searchParams);
  const writes = method !== 'GET';
  const target = (given.input && operation.on?.(given.input)) || null;
  let quota: readonly Sql[] = [];
  const admitted = await admit({
    request: info,
    surface: 'api',
    sender,
    orgId,
    workspace: operation.workspace ? (params.subTeam ?? MAIN) : null,
    permission: operation.permission,
    on: target && { kind: target.kind, ids: [target.id] },
    writes,
    reads: (there) => {
      quota = quotaReads(there);
      return [...quota, ...((given.input && operation.reads?.(given.input)) || [])];
    },
  });
  const { actor, wanted } = admitted;
  learnQuota(wanted, actor.orgId, admitted.rows.slice(0, quota.length));
  const rows = admitted.rows.slice(quota.length);
  if (sender && 'session' in sender) {
    await renewToken();
    if (writes) sameOrigin(request);
  }
  countApiRequest(actor);
  if (!given.input) throw given.error;
  const input = given.input;
  if (!writes)
    return answerOf(operation, url, await run(operation, { actor, request: info, ...input, rows }));
  const text = await request.text();
  const body = operation.body ? parse(operation.body, jsonOf(request, text)) : undefined;
  return once(request, { actor, url, text }, async () => {
    return answerOf(operation, url, await run(operation, { actor, request: info, ...input, body, rows }));
  });
}

const run = (operation: Operation, context: object) => operation.run({ ...context, later: after } as never);

/** On the root host a path may name the organization itself: /api/v1/orgs/<ULID>/members. */
function pathOf(pathname: string, { hostKey }: RequestInfo): { path: string; orgId?: string } {
  const path = pathname.replace(/^\/api\/v1/, '');
  const named = hostKey === null ? /^\/orgs\/([^/]+)(\/.*)$/.exec(path) : null;
  if (!named) return { path };
  const orgId = fromUlid(named[1] ?? '');
  // What is no id is nobody's organization, as an id that is nobody's.
  if (!orgId) throw new AppError('tenant_forbidden');
  return { path: named[2] ?? '', orgId };
}

type Input = { params: never; query: never };

/** The input of path and query; or why it can't be taken, to be said to those who may ask alone. */
function tolerant(
  operation: Operation,
  params: Record<string, string>,
  search: URLSearchParams,
): { input: Input } | { input: null; error: unknown } {
  try {
    const input = { params: parse(operation.params, params), query: parse(operation.query, queryOf(search)) };
    return { input: input as unknown as Input };
  } catch (error) {
    return { input: null, error };
  }
}

function jsonOf(request: Request, text: string): unknown {
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers.get('content-type') ?? ''))
    throw new AppError('unsupported_media');
  const value = parseJson(text);
  if (value === undefined) throw new AppError('invalid', { fields: { body: 'The body isn’t valid JSON.' } });
  return value;
}
