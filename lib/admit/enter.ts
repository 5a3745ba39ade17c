import type { Actor, TokenActor, UserActor, WorkspaceActor } from '../access/actor';
import type { Role } from '../access/permissions';
import {
  type Caller,
  type Entered,
  type EnteredByToken,
  type EnteredWorkspace,
  enterByToken,
  enterOrg,
  enterWorkspace,
  type TokenCaller,
  type Wanted,
} from '../db/enter';
import type { UserId } from '../db/scope';
import type { Sql } from '../db/sql';
import { AppError } from '../errors';
import { featuresOf, limitsOf } from '../plans/entitlements';
import { isPlan } from '../plans/plans';
import { MAIN } from '../tenancy/workspace-path';
import { notAToken, type Sender } from './sender';
import { tellFront } from './tell-front';

/** Where a sender wants to go, and what is read there in the same round trip. */
export type Entry = {
  wanted: Wanted;
  /** `main`, a sub-team's slug, or null for the organization as a whole. */
  workspace: string | null;
  /** Lets the database refuse, before any read runs, whoever has none of these roles (or lacks the token scope). */
  only: { permission: string; roles: readonly string[] } | null;
  reads: readonly Sql[];
};

type Inside = { actor: Actor | WorkspaceActor; seenAt: Date | null; rows: unknown[][] };

/**
 * Enters an organization or one of its workspaces. In one round trip, the database finds the organization, checks the
 * session or token and the membership, opens the scope, and runs the reads; when a check fails, no read runs.
 * @throws AppError not_found, moved, unauthenticated, tenant_forbidden, forbidden, sub_team_forbidden
 */
export async function enterAs(sender: Sender, { wanted, workspace, only, reads }: Entry): Promise<Inside> {
  if ('token' in sender) {
    const { token } = sender;
    const key = { sessionId: `token ${token.hash.toString('hex')}` };
    const entering = enterByToken(wanted, token, { workspace, only }, [...reads]);
    const { entered, rows } = await tellFront(wanted, key, entering).catch(sameForNoToken);
    return { actor: tokenActor(entered, token, workspace !== null), seenAt: null, rows: rows as unknown[][] };
  }
  const { session } = sender;
  const roles = only?.roles ?? null;
  if (workspace === null) {
    const { entered, rows } = await tellFront(wanted, session, enterOrg(wanted, session, roles, [...reads]));
    return { actor: userActor(entered, session), seenAt: entered.seen_at, rows: rows as unknown[][] };
  }
  const entering = enterWorkspace(wanted, workspace, session, roles, [...reads]);
  const { entered, rows } = await tellFront(wanted, session, entering);
  const actor = { ...userActor(entered, session), ...workspaceIn(entered) };
  return { actor, seenAt: entered.seen_at, rows: rows as unknown[][] };
}

function sameForNoToken(error: unknown): never {
  throw error instanceof AppError && error.code === 'unauthenticated' ? notAToken() : error;
}

const userActor = (entered: Entered, { userId, sessionId }: Caller): UserActor => ({
  ...memberIn(entered, userId),
  kind: 'user',
  sessionId,
});

function tokenActor(
  entered: EnteredByToken,
  { boundTo }: TokenCaller,
  inside: boolean,
): TokenActor | WorkspaceActor {
  const bound = boundTo !== null;
  const actor: TokenActor = {
    ...memberIn(entered, entered.user_id),
    kind: 'token',
    token: {
      id: entered.token_id,
      label: bound ? entered.token_name : `${entered.email} by token ${entered.token_name}`,
      kind: bound ? 'org' : 'user',
      scopes: new Set(entered.token_scopes),
    },
  };
  return inside ? { ...actor, ...workspaceIn(entered) } : actor;
}

/** What every kind of actor is in the organization that the database let them into. */
function memberIn(entered: Entered, userId: UserId): Omit<UserActor, 'kind' | 'sessionId'> {
  const { slug, name, color, plan, logo, icon } = entered;
  const features = featuresOf(entered);
  const branded = features.has('branding');
  return {
    orgId: entered.org_id,
    userId,
    ticket: entered.ticket,
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

function workspaceIn(entered: EnteredWorkspace): Pick<WorkspaceActor, 'workspaceId' | 'workspace'> {
  const { workspace_id: workspaceId, workspace_slug: slug } = entered;
  const main = slug === MAIN;
  const name = main ? 'Main' : entered.workspace_name;
  return { workspaceId, workspace: { slug, name, main, archived: entered.workspace_archived } };
}
