import type { Brand } from '../ids';
import type { Statement } from './flight';

export type OrgId = Brand<string, 'OrgId'>;
export type UserId = Brand<string, 'UserId'>;
export type SessionId = Brand<string, 'SessionId'>;
export type WorkspaceId = Brand<string, 'WorkspaceId'>;

/** Where a database handle may look. The statement runs first in each flight and sets it, transaction-locally. */
export type Scope = {
  readonly orgId?: OrgId;
  /** Only inside a workspace of the org. */
  readonly workspaceId?: WorkspaceId;
  readonly userId?: UserId;
  /** Who is asked for, while the statement is still finding out: a host, or an org's id. */
  readonly wanted?: string;
  /** The statement finds out which org, workspace or person it is. */
  readonly entering?: true;
  readonly statement: Statement;
};

/** Whose part of the connections a scope's questions take: the org's, else the person's, else everybody's. */
export const tenantOf = ({ orgId, wanted, userId }: Scope): string => orgId ?? wanted ?? userId ?? '';

const IN_ORG = {
  name: 'scope_org',
  text: `SELECT set_config('app.org_id', $1, true), set_config('app.user_id', $2, true), set_config('app.workspace_id', '', true)`,
};
const IN_WORKSPACE = {
  name: 'scope_workspace',
  text: `SELECT set_config('app.org_id', $1, true), set_config('app.user_id', $2, true), set_config('app.workspace_id', $3, true)`,
};
const AS_USER = {
  name: 'scope_user',
  text: `SELECT set_config('app.org_id', '', true), set_config('app.user_id', $1, true), set_config('app.workspace_id', '', true)`,
};

/** One org as a whole, no workspace of it: for a user whose membership was just checked (or a new org that nobody else can know of). */
export const orgScope = (orgId: OrgId, userId: UserId): Scope => ({
  orgId,
  userId,
  statement: { ...IN_ORG, values: [orgId, userId], quiet: true },
});

/** One workspace of an org, for a user who was just let into it. */
export const workspaceScope = (orgId: OrgId, workspaceId: WorkspaceId, userId: UserId): Scope => ({
  orgId,
  workspaceId,
  userId,
  statement: { ...IN_WORKSPACE, values: [orgId, userId, workspaceId], quiet: true },
});

/** One workspace of an org, for a job of the worker. The statement refuses one that isn't there. */
export const workspaceJobScope = (orgId: OrgId, workspaceId: string): Scope => ({
  orgId,
  workspaceId: workspaceId as WorkspaceId,
  statement: {
    name: 'scope_workspace_job',
    text: 'SELECT enter_workspace_as_job($1::uuid, $2::uuid)',
    values: [orgId, workspaceId],
    quiet: true,
  },
});

/** One org, for a job of the worker: no user. The statement refuses an org that isn't there. */
export const jobScope = (orgId: OrgId): Scope => ({
  orgId,
  statement: { name: 'scope_job', text: 'SELECT enter_org_as_job($1::uuid)', values: [orgId], quiet: true },
});

/** One user's own rows; no org. Org tables raise in this scope. */
export const userScope = (userId: UserId): Scope => ({
  userId,
  statement: { ...AS_USER, values: [userId], quiet: true },
});

/** No one's rows: for the gate's functions that are asked before anybody is known. Every walled table raises. */
export const noScope: Scope = {
  statement: {
    name: 'scope_none',
    text: `SELECT set_config('app.org_id', '', true), set_config('app.user_id', '', true), set_config('app.workspace_id', '', true)`,
    values: [],
    quiet: true,
  },
};
