import { engine } from './client';
import {
  type OrgDb,
  type OrgTx,
  orgHandle,
  type WorkspaceDb,
  type WorkspaceTx,
  workspaceHandle,
} from './handle';
import { transact } from './in-org';
import { transactInWorkspace } from './in-workspace';
import { translate } from './refusal';
import { type OrgId, orgScope, type Scope, type Ticket, type WorkspaceId, workspaceScope } from './scope';
import { type Sql, sql, toStatement } from './sql';
import { workerPool } from './worker-store';

// How the worker gets at rows: it asks which organizations have something due, learns their ids and no more, and then
// enters one at a time, as nobody. Only its own role may ask for that; with the ticket it works on the app's connections,
// behind the same walls as everyone.

/**
 * Runs `fn` with a handle on one org and no user. For jobs: what needs a person is refused by the database.
 * @throws AppError not_found when the org is gone or deleted
 */
export async function inOrgAsJob<T>(orgId: OrgId, fn: (db: OrgDb) => Promise<T>): Promise<T> {
  const scope = await jobScope(orgId);
  return translate(() => fn(orgHandle(engine(), scope)));
}

/** The same in one transaction: all of it is kept, or nothing. */
export const inOrgTxAsJob = async <T>(orgId: OrgId, fn: (db: OrgTx) => Promise<T>): Promise<T> =>
  transact(await jobScope(orgId), fn);

/**
 * Runs `fn` with a handle on one workspace of an org and no user.
 * @param workspaceId a claim: the database refuses one that is no workspace of this org
 * @throws AppError not_found when org or workspace is gone or deleted
 */
export async function inWorkspaceAsJob<T>(
  orgId: OrgId,
  workspaceId: string,
  fn: (db: WorkspaceDb) => Promise<T>,
): Promise<T> {
  const scope = await workspaceJobScope(orgId, workspaceId);
  return translate(() => fn(workspaceHandle(engine(), scope)));
}

/** The same in one transaction: all of it is kept, or nothing. */
export const inWorkspaceTxAsJob = async <T>(
  orgId: OrgId,
  workspaceId: string,
  fn: (db: WorkspaceTx) => Promise<T>,
): Promise<T> => transactInWorkspace(await workspaceJobScope(orgId, workspaceId), fn);

type Let = { ticket: Ticket };

async function jobScope(orgId: OrgId): Promise<Scope> {
  const [row] = await askWorkerGate(sql<Let>`SELECT ticket FROM enter_org_as_job(${orgId}::uuid)`);
  return orgScope({ orgId, ticket: ticketOf(row) });
}

async function workspaceJobScope(orgId: OrgId, id: string): Promise<Scope> {
  const [row] = await askWorkerGate(
    sql<Let>`SELECT ticket FROM enter_workspace_as_job(${orgId}::uuid, ${id}::uuid)`,
  );
  return workspaceScope({ orgId, workspaceId: id as WorkspaceId, ticket: ticketOf(row) });
}

function ticketOf(row: Let | undefined): Ticket {
  if (!row) throw new Error('the gate lets in, or raises');
  return row.ticket;
}

/** Asks one of the gate's functions that only the worker may call. They answer with ids and counts, or let a job in. */
export async function askWorkerGate<Row>(piece: Sql<Row>): Promise<Row[]> {
  const { text, values } = toStatement(piece);
  return translate(async () => (await workerPool().query(text, [...values])).rows as Row[]);
}
