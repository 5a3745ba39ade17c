import type { Actor } from '../access/actor';
import { atStop } from '../at-stop';
import { routingStore } from '../db/routing-store';
import { env } from '../env';
import { fromUlid, newId, toUlid } from '../ids';
import { orgPaths } from '../routes';
import { loggedPath, plain } from '../tenancy/logged-path';
import type { RequestInfo } from '../tenancy/request';
import { ROOT_KEY } from '../tenancy/seal';
import { type Decision, MALFORMED, REASONS, type Reason, type ResolvedBy, type Surface } from './decision';
import { RoutingWriter, tellOperator } from './writer';

const kept = globalThis as { rowhouseRoutingWriter?: RoutingWriter };

function writer(): RoutingWriter {
  if (!kept.rowhouseRoutingWriter) {
    const { store } = routingStore(env().APP_DATABASE_URL);
    const made = new RoutingWriter(store);
    kept.rowhouseRoutingWriter = made;
    atStop('routing log', () => made.flush());
  }
  return kept.rowhouseRoutingWriter;
}

/** How an org was found for a request; `orgId` where it is asked for by id. */
export type Found = {
  surface: Surface;
  by: ResolvedBy | 'none';
  orgId?: string;
  /** The org that a token says it is of. */
  tokenOrg?: string;
};

const TAIL = orgPaths.routingTail();

/** Notes that the request was let in. The log's own live view is left out: it would watch itself. */
export function noteAllowed(request: RequestInfo, found: Found, actor: Actor): void {
  if (request.path.split('?', 1)[0] === TAIL) return;
  note(request, { ...found, orgId: actor.orgId }, actor, null);
}

/**
 * Notes that the request was not let in, and why. Who asks is a member (the actor), or whoever a verified cookie
 * names, by id alone. Codes that are no routing decision are left out, and so is a page that leads to signing in.
 */
export function noteRefused(
  request: RequestInfo,
  found: Found,
  code: string,
  who: Actor | { userId: string } | null,
): void {
  if (isReason(code) && !(code === 'unauthenticated' && found.surface === 'page'))
    note(request, found, who, code);
}

const isReason = (code: string): code is Reason => (REASONS as readonly string[]).includes(code);

/** A member by name, a token by its label; whoever is no member by an opaque id alone. */
function namedInLog(
  who: Actor | { userId: string } | null,
): Pick<Decision, 'actor_kind' | 'actor_id' | 'actor_label'> {
  if (!who) return { actor_kind: 'nobody', actor_id: null, actor_label: '' };
  if ('kind' in who && who.kind === 'token')
    return { actor_kind: 'token', actor_id: who.token.id, actor_label: plain(who.token.label) };
  return { actor_kind: 'user', actor_id: who.userId, actor_label: 'email' in who ? plain(who.email) : '' };
}

function note(
  request: RequestInfo,
  { surface, by, orgId, tokenOrg }: Found,
  who: Actor | { userId: string } | null,
  reason: Reason | null,
) {
  if (env().ROUTING_LOG === 'off') return;
  const headerOrg = request.header === null ? null : fromUlid(request.header.trim());
  const decision: Decision = {
    id: newId(),
    at: new Date().toISOString(),
    request_id: request.id,
    method: request.method,
    host: request.hostKey ?? ROOT_KEY,
    path: loggedPath(request.path),
    surface,
    resolved_by: by,
    org_id: orgId ?? null,
    header: request.header === null ? null : headerOrg ? toUlid(headerOrg) : MALFORMED,
    header_org: headerOrg,
    token_org: tokenOrg ?? null,
    ...namedInLog(who),
    outcome: reason ? 'refused' : 'allowed',
    reason,
    ip: plain(request.ip).slice(0, 64),
  };
  // Resolved by nothing: there is no organization whose log it could stand in.
  if (by === 'none') tellOperator(decision);
  else writer().note(decision);
}
