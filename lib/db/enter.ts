import { engine } from './client';
import { batch, type RowsOf } from './handle';
import { translate } from './refusal';
import {
  noScope,
  type OrgId,
  type Scope,
  type SessionId,
  type Ticket,
  type UserId,
  type WorkspaceId,
} from './scope';
import { type Sql, sql } from './sql';

/** Who asks: taken from a verified token. Whether the session stands is asked of the database, every time. */
export type Caller = { userId: UserId; sessionId: SessionId };

/** Which org is asked for: by the host it came to, or by id. A request, not a right. */
export type Wanted = { host: string } | { orgId: string };

export type Entered = {
  org_id: OrgId;
  slug: string;
  name: string;
  color: string;
  role: string;
  joined_at: Date;
  seen_at: Date;
  user_name: string;
  email: string;
  verified: boolean;
  plan: string;
  features: unknown;
  features_off: string[];
  limits: unknown;
  logo: string | null;
  icon: string | null;
  primary_host: string | null;
  /** What later flights of this request present. */
  ticket: Ticket;
};

/** What entering a workspace tells besides. */
export type EnteredWorkspace = Entered & {
  workspace_id: WorkspaceId;
  /** `main`, or the sub-team's. */
  workspace_slug: string;
  /** The sub-team's name; empty for the main workspace. */
  workspace_name: string;
  workspace_archived: boolean;
};

/** A token that a request carries, by its hash. `boundTo`: the org that it says it is of; null for a person's own. */
export type TokenCaller = { hash: Buffer; boundTo: string | null; ip: string };

/** What entering by a token tells besides. What is of a workspace is null where none was asked for. */
export type EnteredByToken = EnteredWorkspace & {
  user_id: UserId;
  token_id: string;
  token_name: string;
  token_scopes: string[];
};

const ENTER_BY_TOKEN =
  'SELECT * FROM enter_org_by_token($1, $2::uuid, $3::uuid, $4::bytea, $5, $6::text[], $7, $8)';
const ENTER_ORG = 'SELECT * FROM enter_org($1, $2::uuid, $3::uuid, $4::uuid, $5::text[])';
const ENTER_WORKSPACE = 'SELECT * FROM enter_workspace($1, $2::uuid, $3::uuid, $4::uuid, $5::text[], $6)';

/**
 * Resolves the org, checks session and membership (and role, when `roles` is given), and runs the reads inside:
 * one round trip for all of it. When any check fails, no read runs.
 * @throws AppError not_found, moved (detail: the host key to go to), unauthenticated, tenant_forbidden, forbidden
 */
export const enterOrg = <const P extends readonly Sql[]>(
  wanted: Wanted,
  caller: Caller,
  roles: readonly string[] | null,
  reads: P,
) => entering<Entered, P>(wanted, caller, { name: 'enter_org', text: ENTER_ORG, more: [roles] }, reads);

/**
 * The same for a workspace of the org.
 * @param workspace `main`, or a sub-team's slug
 * @throws AppError as enterOrg, and sub_team_forbidden for a sub-team that the person is not in
 */
export const enterWorkspace = <const P extends readonly Sql[]>(
  wanted: Wanted,
  workspace: string,
  caller: Caller,
  roles: readonly string[] | null,
  reads: P,
) =>
  entering<EnteredWorkspace, P>(
    wanted,
    caller,
    { name: 'enter_workspace', text: ENTER_WORKSPACE, more: [roles, workspace] },
    reads,
  );

/**
 * The same by a token: it is looked up, its maker's membership checked and the org opened in the one round trip that
 * `reads` travel with. With `only`, they run when role and scopes allow that permission, else nothing does.
 * @param workspace `main`, a sub-team's slug, or null for the org as a whole
 * @throws AppError unauthenticated (no such token, revoked, expired: the same), tenant_forbidden (another org's token;
 *   its maker is no member any more; blocked here), not_found, moved, forbidden, sub_team_forbidden
 */
export const enterByToken = <const P extends readonly Sql[]>(
  wanted: Wanted,
  { hash, boundTo, ip }: TokenCaller,
  {
    workspace,
    only,
  }: { workspace: string | null; only: { permission: string; roles: readonly string[] } | null },
  reads: P,
) =>
  entering<EnteredByToken, P>(
    wanted,
    [boundTo, hash, ip],
    {
      name: 'enter_org_by_token',
      text: ENTER_BY_TOKEN,
      more: [only?.roles ?? null, only?.permission ?? null, workspace],
    },
    reads,
  );

async function entering<E extends Entered, const P extends readonly Sql[]>(
  wanted: Wanted,
  who: Caller | readonly unknown[],
  { name, text, more }: { name: string; text: string; more: readonly unknown[] },
  reads: P,
): Promise<{ entered: E; rows: RowsOf<P> }> {
  const host = 'host' in wanted ? wanted.host : null;
  const orgId = 'orgId' in wanted ? wanted.orgId : null;
  const caller = 'userId' in who ? [who.userId, who.sessionId] : who;
  const scope: Scope = {
    wanted: orgId ?? engine().orgOf(host ?? ''),
    entering: true,
    ...(orgId && { orgId: orgId as OrgId }),
    ...('userId' in who && { userId: who.userId }),
    opening: { name, text, values: [host, orgId, ...caller, ...more] },
  };
  return translate(async () => {
    const [entry, ...results] = await engine().fly(scope, [...reads]);
    if (host) engine().learnOrg(host, entry?.rows[0]?.org_id);
    return { entered: entry?.rows[0], rows: results.map((r) => r.rows) as unknown as RowsOf<P> };
  });
}

export type EnteredUser = {
  user_id: UserId;
  name: string;
  email: string;
  verified: boolean;
  seen_at: Date;
  ticket: Ticket;
};

/**
 * Checks that the session stands and runs the reads in the user's own scope, in one round trip.
 * @throws AppError unauthenticated
 */
export async function enterUser<const P extends readonly Sql[]>(
  caller: Caller,
  reads: P,
): Promise<{ entered: EnteredUser; rows: RowsOf<P> }> {
  const scope: Scope = {
    userId: caller.userId,
    opening: {
      name: 'enter_user',
      text: 'SELECT * FROM enter_user($1::uuid, $2::uuid)',
      values: [caller.userId, caller.sessionId],
    },
  };
  return translate(async () => {
    const [entry, ...results] = await engine().fly(scope, [...reads]);
    return { entered: entry?.rows[0], rows: results.map((r) => r.rows) as unknown as RowsOf<P> };
  });
}

type Invited = { org_id: OrgId; invitation_id: string; ticket: Ticket };

/**
 * Opens the org of an invitation to the person it was sent to: by the hash of its secret, or by its id when the
 * signed-in address is verified.
 * @throws AppError not_found, unauthenticated, invitation_used, invitation_revoked, invitation_expired,
 *   invitation_other_address
 */
export async function enterInvitation(
  by: { hash: Buffer } | { orgId: string; invitationId: string },
  { userId, sessionId }: Caller,
): Promise<{ orgId: OrgId; userId: UserId; ticket: Ticket; invitationId: string }> {
  const hash = 'hash' in by ? by.hash : null;
  const { orgId, invitationId } = 'hash' in by ? { orgId: null, invitationId: null } : by;
  const [invited] = await askGate(sql<Invited>`SELECT * FROM enter_invitation(${hash}::bytea, ${orgId}::uuid,
    ${invitationId}::uuid, ${userId}::uuid, ${sessionId}::uuid)`);
  if (!invited) throw new Error('enter_invitation returns a row or raises');
  const { org_id, ticket, invitation_id } = invited;
  return { orgId: org_id, userId, ticket, invitationId: invitation_id };
}

/**
 * Opens a deleted org to an owner who may still bring it back.
 * @throws AppError not_found, unauthenticated
 */
export async function enterDeletedOrg(
  orgId: string,
  { userId, sessionId }: Caller,
): Promise<{ orgId: OrgId; userId: UserId; ticket: Ticket }> {
  const [entered] = await askGate(
    sql<{
      org_id: OrgId;
      ticket: Ticket;
    }>`SELECT org_id, ticket FROM enter_deleted_org(${orgId}::uuid, ${userId}::uuid, ${sessionId}::uuid)`,
  );
  if (!entered) throw new Error('enter_deleted_org returns a row or raises');
  return { orgId: entered.org_id, userId, ticket: entered.ticket };
}

/**
 * Asks one of the gate's functions, in no scope: every walled table raises there.
 * The only way to the database before anybody is known.
 */
export async function askGate<Row>(piece: Sql<Row>): Promise<Row[]> {
  return translate(async () => (await batch(engine(), noScope, [piece] as const))[0] as Row[]);
}
