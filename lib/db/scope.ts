import type { Brand } from '../ids';
import type { Statement } from './flight';

export type OrgId = Brand<string, 'OrgId'>;
export type UserId = Brand<string, 'UserId'>;
export type SessionId = Brand<string, 'SessionId'>;
export type WorkspaceId = Brand<string, 'WorkspaceId'>;
/** What only the database's gate issues, after it checked who asks. Presented with each later flight, it is the scope. */
export type Ticket = Brand<string, 'Ticket'>;

/** A ticket as a scope presents it. Replaced by a newer one when it is about to expire. */
export type Pass = { ticket: Ticket; readonly reach: '' | '-' };

/** Where a database handle may look. Its first statement opens it in each flight, for that flight alone. */
export type Scope = {
  readonly orgId?: OrgId;
  /** Only inside a workspace of the org. */
  readonly workspaceId?: WorkspaceId;
  readonly userId?: UserId;
  /** Who is asked for, while the statement is still finding out: a host, or an org's id. */
  readonly wanted?: string;
  /** The statement finds out which org, workspace or person it is. */
  readonly entering?: true;
  /** A ticket to present, or a question to the gate that lets in anew each time. */
  readonly opening: Pass | Statement;
};

/** Whose part of the connections a scope's questions take: the org's, else the person's, else everybody's. */
export const tenantOf = ({ orgId, wanted, userId }: Scope): string => orgId ?? wanted ?? userId ?? '';

/** Who was let into an org, and the ticket that says so. */
export type InOrg = { readonly orgId: OrgId; readonly userId?: UserId; readonly ticket: Ticket };

/** One org as a whole: no workspace of it, whatever the ticket opens. */
export const orgScope = ({ orgId, userId, ticket }: InOrg): Scope => ({
  orgId,
  userId,
  opening: { ticket, reach: '-' },
});

/** One workspace of an org, and the org. */
export const workspaceScope = (inside: InOrg & { readonly workspaceId: WorkspaceId }): Scope => ({
  orgId: inside.orgId,
  workspaceId: inside.workspaceId,
  userId: inside.userId,
  opening: { ticket: inside.ticket, reach: '' },
});

/** One account's own rows, for the code that signs in. */
export const accountScope = (userId: UserId, ticket: Ticket): Scope => ({
  userId,
  opening: { ticket, reach: '' },
});

const door = (name: string, text: string, values: readonly unknown[]): Statement => ({
  name: `scope_${name}`,
  text,
  values,
  quiet: true,
});

type Session = { readonly userId: UserId; readonly sessionId: SessionId };

/** One user's own rows; no org. Org tables raise in this scope. The session is checked with each flight. */
export const userScope = ({ userId, sessionId }: Session): Scope => ({
  userId,
  opening: door('user', 'SELECT enter_user($1::uuid, $2::uuid)', [userId, sessionId]),
});

/** An org that isn't there yet, for its founder. */
export const newOrgScope = (orgId: OrgId, { userId, sessionId }: Session): Scope => ({
  orgId,
  userId,
  opening: door('new_org', 'SELECT enter_new_org($1::uuid, $2::uuid, $3::uuid)', [orgId, userId, sessionId]),
});

/** One of the person's own orgs, deleted ones included, entered from outside. */
export const myOrgScope = (orgId: OrgId, { userId, sessionId }: Session): Scope => ({
  orgId,
  userId,
  opening: door('my_org', 'SELECT enter_my_org($1::uuid, $2::uuid, $3::uuid)', [orgId, userId, sessionId]),
});

/** No one's rows: for the gate's functions that are asked before anybody is known. Every walled table raises. */
export const noScope: Scope = {
  opening: door('none', `SELECT set_config('app.ticket', '', true)`, []),
};

/** A ticket lasts two minutes; one that has less than this left is replaced. */
const RENEW_BELOW_MS = 60_000;

/** The statement that opens a scope. */
export function openingOf({ opening }: Scope, now = Date.now()): Statement {
  if (!('ticket' in opening)) return opening;
  const values = [opening.reach + opening.ticket];
  return expiryOf(opening.ticket) - now < RENEW_BELOW_MS
    ? { name: 'scope_renewed', text: 'SELECT renew_ticket($1) AS ticket', values }
    : { name: 'scope_ticket', text: `SELECT set_config('app.ticket', $1, true)`, values, quiet: true };
}

/** When a ticket expires, in milliseconds. */
export const expiryOf = (ticket: Ticket): number => Number(ticket.split('.')[7]) * 1000;

/** Takes in what the statement that opened a scope gave: a newer ticket, if it was about to expire. */
export function renewed({ opening }: Scope, rows: readonly { ticket?: Ticket }[]): void {
  const [row] = rows;
  if ('ticket' in opening && row?.ticket) opening.ticket = row.ticket;
}
