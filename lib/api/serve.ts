import { after } from 'next/server';
import type { Actor, WorkspaceActor } from '../access/actor';
import { holds, isOn, rolesThatMay } from '../access/can';
import { mayWith } from '../access/compose';
import type { ResourceKind, ResourceRole } from '../access/grants';
import { ROLES } from '../access/permissions';
import { parse } from '../actions/action';
import { renewToken } from '../auth/caller';
import { recordRefusal } from '../data/audit';
import { type GrantedRow, grantedToMe, strongestOf } from '../data/granted';
import type { Sql } from '../db/sql';
import { AppError } from '../errors';
import { fromUlid } from '../ids';
import { denied, judged } from '../routing/note';
import type { RequestInfo } from '../tenancy/request';
import { type Resolution, resolve } from '../tenancy/resolve';
import { MAIN } from '../tenancy/workspace-path';
import { type Entry, enterAs, readSender, type Sender } from './caller';
import { once } from './idempotency';
import { countApiRequest, learnQuota, quotaReads } from './meter';
import type { Method, Operation } from './operation';
import { operationAt } from './operations/all';
import { answerOf } from './reply';
import { respond, sameForUnknown, sameOrigin } from './route';

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

  const sender = await readSender(request, info);
  const tokenOrg = (sender && 'token' in sender && sender.token.boundTo) || undefined;
  const route = orgId ? { orgId } : info.hostKey ? { host: info.hostKey } : undefined;
  const resolution = resolve({ route, header: info.header ?? undefined, token: tokenOrg });
  const found = { ...foundBy(resolution), ...(tokenOrg && { tokenOrg }) };
  const given = tolerant(operation, params, url.searchParams);
  const who = sender && 'session' in sender ? sender.session : null;
  const { actor, rows, granted } = await judged(info, found, who, () =>
    enter({ operation, resolution, sender, params, roles: rolesThatMay(operation.permission) }, given.input),
  ).catch(sameForUnknown);

  if (who) await renewToken();
  const { permission } = operation;
  if (!isOn(actor.features, permission)) throw denied(info, found, 'feature_off', actor);
  if (!(granted ? mayWith(actor, granted.kind, granted.role, permission) : holds(actor, permission))) {
    after(() => recordRefusal(actor, permission, info));
    throw denied(info, found, 'forbidden', actor);
  }
  countApiRequest(actor);
  const writes = method !== 'GET';
  if (writes && who) sameOrigin(request);
  if (writes && 'workspace' in actor && actor.workspace.archived) throw new AppError('sub_team_archived');
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

const foundBy = (resolution: Resolution) => ({
  surface: 'api' as const,
  by: resolution.by,
  ...('wanted' in resolution && 'orgId' in resolution.wanted && { orgId: resolution.wanted.orgId }),
});

type Input = { params: never; query: never };

/** The input of path and query; or why it can't be taken, to be said to those who may ask alone. */
function tolerant(
  operation: Operation,
  params: Record<string, string>,
  search: URLSearchParams,
): { input: Input } | { input: null; error: unknown } {
  const query: Record<string, string | string[]> = {};
  for (const key of new Set(search.keys())) {
    const all = search.getAll(key);
    query[key] = all.length > 1 ? all : (all[0] ?? '');
  }
  try {
    const input = { params: parse(operation.params, params), query: parse(operation.query, query) };
    return { input: input as unknown as Input };
  } catch (error) {
    return { input: null, error };
  }
}

type Entering = {
  operation: Operation;
  resolution: Resolution;
  sender: Sender | null;
  params: Record<string, string>;
  roles: readonly string[];
};

/** What grants on one resource give to whoever was let in. */
type Granted = { kind: ResourceKind; role: ResourceRole | null };

/**
 * Lets the sender in, with the operation's reads in the same round trip when it has some. Whoever may not is let in once
 * more without them, to be told, and recorded, as what they are. Where grants count any role is let in, within the scopes,
 * and judged by what was granted.
 */
async function enter(
  { operation, resolution, sender, params, roles }: Entering,
  input: Input | null,
): Promise<{ actor: Actor | WorkspaceActor; rows: unknown[][]; granted: Granted | null }> {
  // Refused before any query, whoever asks: there is no default organization.
  if (resolution.by === 'none') throw new AppError(resolution.refuse);
  if (!sender) throw new AppError('unauthenticated');
  const { wanted } = resolution;
  const workspace = operation.workspace ? (params.subTeam ?? MAIN) : null;
  const reads = (input && operation.reads?.(input)) || [];
  const target = (input && operation.on?.(input)) || null;
  const quota = quotaReads(wanted);
  const enterWith = async (only: Entry['only'], then: readonly Sql[]) => {
    const { actor, rows } = await enterAs(sender, { wanted, workspace, only, reads: [...quota, ...then] });
    learnQuota(wanted, actor.orgId, rows.splice(0, quota.length));
    return { actor, rows };
  };
  const plain = async () => ({ ...(await enterWith(null, [])), granted: null });
  if (reads.length === 0 && !target) return plain();
  const only = { permission: operation.permission, roles: target ? ROLES : roles };
  const grants = target ? [grantedToMe(target.kind, [target.id])] : [];
  try {
    const { actor, rows } = await enterWith(only, [...grants, ...reads]);
    if (!target) return { actor, rows, granted: null };
    const [mine, ...rest] = rows as [GrantedRow[], ...unknown[][]];
    const role = strongestOf(mine).get(target.id) ?? null;
    return { actor, rows: rest, granted: { kind: target.kind, role } };
  } catch (error) {
    if (error instanceof AppError && error.code === 'forbidden') return plain();
    throw error;
  }
}

function jsonOf(request: Request, text: string): unknown {
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers.get('content-type') ?? ''))
    throw new AppError('unsupported_media');
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('invalid', { fields: { body: 'That is no JSON.' } });
  }
}
