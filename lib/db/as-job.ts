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
import { jobScope, type OrgId, workspaceJobScope } from './scope';
import { type Sql, toStatement } from './sql';
import { workerPool } from './worker-store';

// How the worker gets at rows: it asks which organizations have something due, learns their ids and no more, and then
// enters one at a time, as nobody. The database refuses an org that isn't there (any more).

/**
 * Runs `fn` with a handle on one org and no user. For jobs: what needs a person is refused by the database.
 * @throws AppError not_found when the org is gone or deleted
 */
export async function inOrgAsJob<T>(orgId: OrgId, fn: (db: OrgDb) => Promise<T>): Promise<T> {
  return translate(() => fn(orgHandle(engine(), jobScope(orgId))));
}

/** The same in one transaction: all of it is kept, or nothing. */
export const inOrgTxAsJob = <T>(orgId: OrgId, fn: (db: OrgTx) => Promise<T>): Promise<T> =>
  transact(jobScope(orgId), fn);

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
  return translate(() => fn(workspaceHandle(engine(), workspaceJobScope(orgId, workspaceId))));
}

/** The same in one transaction: all of it is kept, or nothing. */
export const inWorkspaceTxAsJob = <T>(
  orgId: OrgId,
  workspaceId: string,
  fn: (db: WorkspaceTx) => Promise<T>,
): Promise<T> => transactInWorkspace(workspaceJobScope(orgId, workspaceId), fn);

/** Asks one of the gate's functions that only the worker may call. They answer with ids and counts. */
export async function askWorkerGate<Row>(piece: Sql<Row>): Promise<Row[]> {
  const { text, values } = toStatement(piece);
  return translate(async () => (await workerPool().query(text, [...(values ?? [])])).rows as Row[]);
}
