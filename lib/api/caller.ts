import type { Actor, TokenActor, UserActor, WorkspaceActor } from '../access/actor';
import { bearerToken } from '../auth/api-token.mjs';
import { caller } from '../auth/caller';
import { actorOf, inOrgAs } from '../auth/current';
import { tellFront } from '../auth/tell-front';
import { workspaceIn } from '../auth/workspace';
import {
  type Caller,
  type EnteredByToken,
  type EnteredWorkspace,
  enterByToken,
  enterOrg,
  enterWorkspace,
  type TokenCaller,
  type Wanted,
} from '../db/enter';
import type { Sql } from '../db/sql';
import { AppError } from '../errors';
import { fromUlid } from '../ids';
import type { RequestInfo } from '../tenancy/request';

/** Who sends an API request, unproved: a token, or a person by the cookie of this host. */
export type Sender = { token: TokenCaller } | { session: Caller };

/**
 * Reads who sends a request. A token wins over a cookie; an Authorization header with no token of ours in it is refused,
 * and never falls back to the cookie.
 * @returns null for a sender without either
 * @throws AppError unauthenticated
 */
export async function readSender(request: Request, info: RequestInfo): Promise<Sender | null> {
  const read = bearerToken(request.headers.get('authorization'));
  if (read === null) throw notAToken();
  if (read) {
    const boundTo = read.orgUlid && fromUlid(read.orgUlid);
    return { token: { hash: read.hash, boundTo, ip: info.ip } };
  }
  const who = await caller();
  return who && { session: who.caller };
}

/** The one answer to a token that is unknown, misspelt, revoked or expired. */
export const notAToken = () =>
  new AppError('unauthenticated', { message: 'That token is unknown, was revoked, or has expired.' });

/** What is asked: where, and with which reads, for whoever may do `permission` alone. */
export type Entry = {
  wanted: Wanted;
  workspace: string | null;
  only: { permission: string; roles: readonly string[] } | null;
  reads: readonly Sql[];
};

/** Lets the sender in, with the reads in the same round trip. @throws AppError as enterOrg, enterWorkspace, enterByToken */
export async function enterAs(
  sender: Sender,
  { wanted, workspace, only, reads }: Entry,
): Promise<{ actor: Actor | WorkspaceActor; rows: unknown[][] }> {
  if ('token' in sender) {
    const { token } = sender;
    const key = { sessionId: `token ${token.hash.toString('hex')}` };
    const entering = enterByToken(wanted, token, { workspace, only }, [...reads]);
    const { entered, rows } = await tellFront(wanted, key, entering).catch(sameForNoToken);
    return { actor: tokenActorOf(entered, token, workspace !== null), rows: rows as unknown[][] };
  }
  const { session } = sender;
  const roles = only?.roles ?? null;
  if (workspace === null) {
    const { entered, rows } = await tellFront(wanted, session, enterOrg(wanted, session, roles, [...reads]));
    return { actor: actorOf(entered, session), rows: rows as unknown[][] };
  }
  const entering = enterWorkspace(wanted, workspace, session, roles, [...reads]);
  const { entered, rows } = await tellFront(wanted, session, entering);
  return { actor: userIn(entered, session), rows: rows as unknown[][] };
}

const userIn = (entered: EnteredWorkspace, session: Caller): UserActor & WorkspaceActor => ({
  ...actorOf(entered, session),
  ...workspaceIn(entered),
});

function sameForNoToken(error: unknown): never {
  throw error instanceof AppError && error.code === 'unauthenticated' ? notAToken() : error;
}

function tokenActorOf(
  entered: EnteredByToken,
  { boundTo }: TokenCaller,
  inside: boolean,
): TokenActor | WorkspaceActor {
  const bound = boundTo !== null;
  const actor: TokenActor = {
    ...inOrgAs(entered, entered.user_id),
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
