import { after } from 'next/server';
import type { Actor, UserActor, UserWorkspaceActor, WorkspaceActor } from '../access/actor';
import { holds, isOn, rolesThatMay } from '../access/can';
import { mayWith } from '../access/compose';
import type { ResourceKind, ResourceRole } from '../access/grants';
import { type Permission, ROLES } from '../access/permissions';
import { recordRefusal } from '../data/audit';
import { type GrantedRow, grantedToMe, strongestOf } from '../data/granted';
import { touch } from '../data/presence';
import type { Wanted } from '../db/enter';
import type { RowsOf } from '../db/handle';
import type { Sql } from '../db/sql';
import { AppError } from '../errors';
import type { Surface } from '../routing/decision';
import { type Found, noteAllowed, noteRefused } from '../routing/note';
import type { RequestInfo } from '../tenancy/request';
import { type Resolution, resolve } from '../tenancy/resolve';
import { enterAs } from './enter';
import type { Sender } from './sender';

// THE DOOR. Every rule about being let in is in this file, in this order:
//
//   host → organization      route, then header, then token; the first that says something is the one that counts
//   session or token         proved in the database, in the statement that opens the scope
//   membership               of the organization, and of the sub-team for a workspace
//   feature                  off is off, whatever the role
//   role or token scope      the role allows the permission, and a token has it among its scopes
//   grant                    or a grant on the resource named allows it
//   archived                 an archived sub-team is read-only
//   refusal recorded         in the routing log, and in the audit log when a member was refused
//
// Pages, actions, route handlers, and API operations (the other files of this folder, and lib/api/serve.ts) only
// translate into an Ask and out of a refusal; jobs enter by lib/jobs/while-on.ts, which asks `refusal` below. Rules
// about what is changed (fresh proof, room in the plan, who may make an owner) are in the data functions, inside their
// transactions, so that no surface can skip them.

/** What a surface asks for. */
export type Ask<S extends Sender, W extends string | null, P extends readonly Sql[]> = {
  request: RequestInfo;
  surface: Surface;
  sender: S | null;
  /** The organization that an API path names, if it names one. Otherwise the host's counts. */
  orgId?: string;
  /** `main`, a sub-team's slug, or null for the organization as a whole. */
  workspace: W;
  /** Null to be let in as a member, whatever the role. */
  permission: Permission | null;
  /** The resources named, where grants on them count besides the role. */
  on?: On | null;
  /** Whether it may change something. */
  writes: boolean;
  /** Run in the round trip that checks everything; when the role does not allow the permission, they don't run. */
  reads: P | ((wanted: Wanted) => P);
};

/** Resources of one kind: a grant on one of them that allows the permission lets the actor in. */
export type On = { kind: ResourceKind; ids: readonly string[] };

type ActorOf<S extends Sender, W extends string | null> = S extends { session: unknown }
  ? W extends string
    ? UserWorkspaceActor
    : UserActor
  : W extends string
    ? WorkspaceActor
    : Actor;

export type Admitted<A extends Actor, P extends readonly Sql[]> = {
  actor: A;
  rows: RowsOf<P>;
  /** The strongest grant on the first resource of `on`. */
  granted: ResourceRole | null;
  /** How the organization was found, for the routing log. */
  found: Found;
  wanted: Wanted;
};

/**
 * Decides whether a request may do what it asks, and lets it in.
 * @throws AppError organization_required, unauthenticated, not_found, moved, tenant_forbidden, sub_team_forbidden,
 *   feature_off, forbidden, sub_team_archived
 */
export async function admit<S extends Sender, W extends string | null, const P extends readonly Sql[]>(
  ask: Ask<S, W, P>,
): Promise<Admitted<ActorOf<S, W>, P>> {
  const { request, surface, sender, permission, writes } = ask;
  const resolution = resolutionOf(ask);
  const found = foundBy(surface, resolution, sender);
  const who = sender && 'session' in sender ? sender.session : null;
  const { actor, seenAt, rows, roles, wanted } = await enter(ask, resolution).catch((error) => {
    if (!(error instanceof AppError)) throw error;
    noteRefused(request, found, error.code, who);
    throw surface === 'api' ? sameForUnknown(error) : error;
  });
  noteAllowed(request, found, actor);
  if (permission !== null) allow(request, found, { actor, permission, roles, on: ask.on, writes });
  if (seenAt && actor.kind === 'user') touch(actor, seenAt);
  const granted = (ask.on && roles.get(ask.on.ids[0] ?? '')) ?? null;
  return { actor: actor as ActorOf<S, W>, rows: rows as unknown as RowsOf<P>, granted, found, wanted };
}

/**
 * Decides about one more permission of an actor who was let in by the same request: a page asks so after its frame.
 * @throws AppError feature_off, forbidden, sub_team_archived; recorded
 */
export function allow(request: RequestInfo, found: Found, judged: Judged): void {
  const code = refusal(judged);
  if (!code) return;
  const { actor, permission } = judged;
  if (code !== 'sub_team_archived') noteRefused(request, { ...found, orgId: actor.orgId }, code, actor);
  if (code === 'forbidden') after(() => recordRefusal(actor, permission, request));
  throw new AppError(code);
}

type Judged = {
  actor: Actor | WorkspaceActor;
  permission: Permission;
  /** The strongest grant on each resource that has one. */
  roles: ReadonlyMap<string, ResourceRole>;
  on?: On | null;
  writes: boolean;
};

/** Returns why an actor who is a member may not do this, or null. Pure: everything it needs is in its argument. */
export function refusal({
  actor,
  permission,
  roles,
  on,
  writes,
}: Judged): 'feature_off' | 'forbidden' | 'sub_team_archived' | null {
  if (!isOn(actor.features, permission)) return 'feature_off';
  const byGrant = (id: string) => on && mayWith(actor, on.kind, roles.get(id) ?? null, permission);
  if (!holds(actor, permission) && !on?.ids.some(byGrant)) return 'forbidden';
  if (writes && 'workspace' in actor && actor.workspace.archived) return 'sub_team_archived';
  return null;
}

/** Which organization the request is for. The cookie's surfaces know it by the host alone. */
function resolutionOf({
  request,
  surface,
  sender,
  orgId,
}: Ask<Sender, string | null, readonly Sql[]>): Resolution {
  const route = orgId ? { orgId } : request.hostKey ? { host: request.hostKey } : undefined;
  if (surface !== 'api') return resolve({ route });
  const token = (sender && 'token' in sender && sender.token.boundTo) || undefined;
  return resolve({ route, header: request.header ?? undefined, token });
}

const foundBy = (surface: Surface, resolution: Resolution, sender: Sender | null): Found => ({
  surface,
  by: resolution.by,
  ...('wanted' in resolution && 'orgId' in resolution.wanted && { orgId: resolution.wanted.orgId }),
  ...(sender && 'token' in sender && sender.token.boundTo && { tokenOrg: sender.token.boundTo }),
});

/** To the API, an organization that doesn't exist and one that isn't yours are the same answer. */
const sameForUnknown = (error: AppError): AppError =>
  // Only people who were let into the organization hear that a workspace isn't there.
  error.code === 'not_found' && error.detail !== 'workspace' ? new AppError('tenant_forbidden') : error;

const NO_GRANTS: ReadonlyMap<string, ResourceRole> = new Map();

/**
 * Enters with the reads, if the role (or, where grants count, any role) allows the permission. Otherwise enters once more
 * without them, so that the refusal is recorded under the actor's name and says whether the feature is off.
 */
async function enter(
  { sender, workspace, permission, on, reads: asked }: Ask<Sender, string | null, readonly Sql[]>,
  resolution: Resolution,
) {
  // Refused before any query, whoever asks: there is no default organization.
  if (resolution.by === 'none') throw new AppError(resolution.refuse);
  if (!sender) throw new AppError('unauthenticated');
  const { wanted } = resolution;
  const reads = typeof asked === 'function' ? asked(wanted) : asked;
  const only =
    permission === null || (reads.length === 0 && !on)
      ? null
      : { permission, roles: on ? ROLES : rolesThatMay(permission) };
  const grants = on ? [grantedToMe(on.kind, on.ids)] : [];
  try {
    const inside = await enterAs(sender, { wanted, workspace, only, reads: [...grants, ...reads] });
    if (!on) return { ...inside, wanted, roles: NO_GRANTS };
    const [mine, ...rows] = inside.rows;
    return { ...inside, wanted, rows, roles: strongestOf(mine as GrantedRow[]) };
  } catch (error) {
    if (!only || !(error instanceof AppError && error.code === 'forbidden')) throw error;
    const inside = await enterAs(sender, { wanted, workspace, only: null, reads: [] });
    return { ...inside, wanted, roles: NO_GRANTS };
  }
}
